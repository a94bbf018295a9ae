package be.bsmr.home.web.manual;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.words.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documents of the repository, as they are read there. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Pattern NUMBERED = Pattern.compile(".*-[0-9]+");
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    private final Map<Path, Set<String>> anchors = new HashMap<>();

    @Test
    void eachLinkAndEachPictureLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path document : documents()) {
            for (String to : destinations(document)) {
                if (to.matches("(https?|mailto):.*")) {
                    continue;
                }
                int mark = to.indexOf('#');
                String file = mark < 0 ? to : to.substring(0, mark);
                Path there = file.isEmpty() ? document : document.resolveSibling(file).normalize();
                boolean anchored = mark < 0 || anchors(there).contains(to.substring(mark + 1));
                if (!Files.exists(there) || !anchored) {
                    dead.add(ROOT.relativize(document) + " leads to " + to);
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    /** Which of several headings that say the same has which number differs by language. */
    @Test
    void noLinkCountsHeadings() throws IOException {
        for (Path document : documents()) {
            assertThat(destinations(document))
                    .as(document.toString())
                    .noneMatch(to -> to.contains("#") && NUMBERED.matcher(to).matches());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theContentsNameEachDocumentOfTheHouse(Language language) throws IOException {
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(DOCS)) {
            files.map(f -> f.getFileName().toString())
                    .filter(f -> f.matches(".*\\.(md|yaml|py)"))
                    .filter(
                            f ->
                                    !f.startsWith("fleet")
                                            && !f.equals("release.md")
                                            && !f.equals("README.md"))
                    .forEach(there::add);
        }
        Set<String> named = new TreeSet<>();
        new Manuscript(Files.readString(DOCS.resolve("README.md")), language)
                .html(
                        to -> {
                            named.add(to.replaceFirst("#.*", ""));
                            return to;
                        });
        assertThat(named).isEqualTo(there);
    }

    /** A page of the manual leaves HTML out: so that nobody writes what is not read. */
    @Test
    void noneHasHtmlButMarksForWriters() throws IOException {
        for (Path document : documents()) {
            parsed(document)
                    .accept(
                            new AbstractVisitor() {
                                @Override
                                public void visit(HtmlInline html) {
                                    throw new AssertionError(document + ": " + html.getLiteral());
                                }

                                @Override
                                public void visit(HtmlBlock html) {
                                    assertThat(html.getLiteral())
                                            .as(document.toString())
                                            .startsWith("<!--");
                                }
                            });
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(DOCS)) {
            return Stream.concat(top, docs)
                    .filter(f -> f.toString().endsWith(".md"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static List<String> destinations(Path document) {
        List<String> all = new ArrayList<>();
        parsed(document)
                .accept(
                        new AbstractVisitor() {
                            @Override
                            public void visit(Link link) {
                                all.add(link.getDestination());
                                super.visit(link);
                            }

                            @Override
                            public void visit(Image image) {
                                all.add(image.getDestination());
                            }
                        });
        return all;
    }

    private Set<String> anchors(Path document) {
        if (!document.toString().endsWith(".md") || !Files.exists(document)) {
            return Set.of();
        }
        return anchors.computeIfAbsent(
                document,
                file -> {
                    Set<String> ids = new HashSet<>();
                    IdGenerator generator = IdGenerator.builder().build();
                    TextContentRenderer plain = TextContentRenderer.builder().build();
                    for (Node n = parsed(file).getFirstChild(); n != null; n = n.getNext()) {
                        if (n instanceof Heading) {
                            ids.add(generator.generateId(plain.render(n).strip()));
                        }
                    }
                    return ids;
                });
    }

    private static Node parsed(Path document) {
        try {
            return PARSER.parse(Files.readString(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
