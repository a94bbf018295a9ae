package be.bsmr.home.web.manual;

import be.bsmr.home.words.Language;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A document of {@code docs/} as one reader needs it. It may have a part for each of some
 * languages, below a heading of the second level that is the language's name: of these one is kept;
 * all else is everybody's.
 */
final class Manuscript {

    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();

    private final Node document;
    private final Set<Language> languages = EnumSet.noneOf(Language.class);
    private final Language language;

    /** Where links lead to, by heading; as GitHub makes them. */
    private final Map<Node, String> anchors = new HashMap<>();

    /**
     * A heading and what stands below it, up to the next one.
     *
     * @param anchor where a link leads to
     * @param level 1 of the document, 2 and more of its parts
     * @param text without marks
     */
    record Section(String anchor, int level, String title, String text) {

        private Section with(String more) {
            return new Section(anchor, level, title, text + more + "\n");
        }
    }

    /**
     * @param markdown the whole document
     * @param asked what its reader speaks; where it has no part for that, English or else the first
     *     is kept
     */
    Manuscript(String markdown, Language asked) {
        document = PARSER.parse(markdown);
        blocks(document).forEach(block -> named(block).ifPresent(languages::add));
        language =
                Stream.of(asked, Language.en)
                        .filter(languages::contains)
                        .findFirst()
                        .orElse(languages.isEmpty() ? Language.en : languages.iterator().next());
        leaveOut();
        IdGenerator generator = IdGenerator.builder().build();
        blocks(document)
                .filter(Heading.class::isInstance)
                .forEach(
                        heading ->
                                anchors.put(heading, generator.generateId(PlainText.of(heading))));
    }

    /** The languages that it has a part for; none when it has only one text, in English. */
    Set<Language> languages() {
        return languages;
    }

    /** The one that it is in here. */
    Language language() {
        return language;
    }

    /** What its heading of the first level says. */
    String title() {
        return sections().get(0).title();
    }

    /** Another title, such as one in its reader's language. */
    void retitle(String title) {
        children(document).stream()
                .filter(block -> block instanceof Heading heading && heading.getLevel() == 1)
                .forEach(
                        heading -> {
                            children(heading).forEach(Node::unlink);
                            heading.appendChild(new Text(title));
                        });
    }

    /**
     * Links that only say the file that they lead to, such as {@code loads.md}, say its title.
     *
     * @param titles of documents, by their names, such as {@code loads}
     */
    void entitle(Map<String, String> titles) {
        for (Link link : links(document)) {
            String file = link.getDestination().replaceFirst("#.*", "");
            String title = titles.get(file.replaceFirst("\\.md$", ""));
            if (title != null && PlainText.of(link).replaceFirst("^docs/", "").equals(file)) {
                children(link).forEach(Node::unlink);
                link.appendChild(new Text(title));
            }
        }
    }

    /** The words of its links, by what these lead to. */
    Map<String, String> linked() {
        Map<String, String> words = new HashMap<>();
        links(document).forEach(link -> words.put(link.getDestination(), PlainText.of(link)));
        return words;
    }

    /** The first has the title; what stands before any heading belongs to none. */
    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        for (Node block : children(document)) {
            int last = sections.size() - 1;
            if (block instanceof Heading heading) {
                String anchor = anchors.getOrDefault(heading, "");
                sections.add(new Section(anchor, heading.getLevel(), PlainText.of(heading), ""));
            } else if (last >= 0) {
                sections.set(last, sections.get(last).with(PlainText.of(block)));
            }
        }
        return sections;
    }

    /**
     * As HTML, without the page around it.
     *
     * @param destinations where a link of the document leads to; null = to what is not in the
     *     manual: then its words stand there alone
     */
    String html(UnaryOperator<String> destinations) {
        List<Link> links = links(document);
        for (Link link : links) {
            String destination = destinations.apply(link.getDestination());
            if (destination == null) {
                children(link).forEach(link::insertBefore);
                link.unlink();
            } else {
                link.setDestination(destination);
            }
        }
        return HtmlRenderer.builder()
                .extensions(TABLES)
                .escapeHtml(true)
                .attributeProviderFactory(
                        context -> (node, tag, attributes) -> dress(node, attributes))
                .build()
                .render(document);
    }

    /** What may be wider than a screen is reached by keyboard, too. */
    private void dress(Node node, Map<String, String> attributes) {
        String anchor = anchors.get(node);
        if (anchor != null) {
            attributes.put("id", anchor);
        }
        if (node instanceof TableBlock
                || node instanceof FencedCodeBlock
                || node instanceof IndentedCodeBlock) {
            attributes.put("tabindex", "0");
        }
    }

    /** All the destinations of links and pictures, as the document has them. */
    static List<String> destinations(String markdown) {
        return links(PARSER.parse(markdown)).stream().map(Link::getDestination).toList();
    }

    // --- what its reader does not need ---

    private void leaveOut() {
        Language part = null;
        for (Node block : blocks(document).toList()) {
            Optional<Language> begins = named(block);
            if (begins.isPresent()) {
                part = begins.get();
            } else if (block instanceof Heading heading && heading.getLevel() <= 2) {
                part = null;
            }
            boolean others = part != null && part != language;
            // Marks between which a test writes, and what leads to the parts that are left out.
            boolean forWriters = block instanceof HtmlBlock || leadsToLanguages(block);
            if (begins.isPresent() || others || forWriters) {
                block.unlink();
            }
        }
    }

    private static Optional<Language> named(Node block) {
        return block instanceof Heading heading && heading.getLevel() == 2
                ? Languages.named(PlainText.of(heading))
                : Optional.empty();
    }

    private static boolean leadsToLanguages(Node block) {
        return block instanceof Paragraph
                && PlainText.of(block).length() < 100
                && links(block).stream()
                        .anyMatch(l -> Languages.anchored(l.getDestination()).isPresent());
    }

    // --- the tree ---

    private static Stream<Node> blocks(Node parent) {
        return children(parent).stream();
    }

    private static List<Node> children(Node parent) {
        List<Node> all = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            all.add(child);
        }
        return all;
    }

    private static List<Link> links(Node within) {
        List<Link> links = new ArrayList<>();
        within.accept(
                new AbstractVisitor() {
                    @Override
                    public void visit(Link link) {
                        links.add(link);
                        super.visit(link);
                    }
                });
        return links;
    }
}
