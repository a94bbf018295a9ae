package be.bsmr.home.web.manual;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A document, or what was found in all of them, in the frame that each page of the manual has. */
final class ManualPage {

    private static final Pattern BLANK = Pattern.compile("\\{(\\w+)}");

    private final Manual manual;
    private final Language reader;
    private final Words words;

    /**
     * @param reader the language of the frame, and of the document where it has that
     */
    ManualPage(Manual manual, Language reader) {
        this.manual = manual;
        this.reader = reader;
        words = Words.in(reader);
    }

    /**
     * @param name of the document in its address; empty = the contents
     */
    String of(String name, Manuscript document) {
        if (document.languages().contains(reader)) {
            document.retitle(title(name, document.title()));
        }
        document.entitle(manual.titles(reader));
        String headings = headings(document.sections());
        return framed(
                Map.of(
                        "title", document.title(),
                        "language", document.language().name(),
                        "note", note(document)),
                Map.of(
                        "languages", languages(name + "?"),
                        "headings", headings,
                        "article", document.html(link -> destination(link, document.language()))));
    }

    /** As the contents call the document. */
    private String title(String name, String otherwise) {
        String title =
                name.isEmpty()
                        ? say("manual", Map.of())
                        : manual.titles(reader).getOrDefault(name, otherwise);
        return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    }

    String found(String query, List<Manual.Hit> hits) {
        String title = say(hits.isEmpty() ? "nothing" : "found", Map.of("words", query));
        Map<String, String> titles = manual.titles(reader);
        String list =
                hits.stream()
                        .map(hit -> item(hit, titles.getOrDefault(hit.document(), "")))
                        .collect(Collectors.joining("\n"));
        return framed(
                Map.of("title", title, "language", reader.name(), "query", query),
                Map.of(
                        "languages",
                        languages("?q=" + URLEncoder.encode(query, UTF_8) + "&"),
                        "article",
                        "<h1>" + escaped(title) + "</h1>\n<ul>\n" + list + "\n</ul>"));
    }

    private String item(Manual.Hit hit, String of) {
        return "<li><a href=\"%s#%s\">%s</a> <span>%s</span><p>%s</p></li>"
                .formatted(
                        address(hit.document(), reader),
                        hit.section().anchor(),
                        escaped(hit.section().title()),
                        escaped(of),
                        escaped(hit.around()));
    }

    /**
     * @param texts by the blanks that they fill; a blank without one stays empty
     * @param html the same, of what is HTML already
     */
    private String framed(Map<String, String> texts, Map<String, String> html) {
        Map<String, String> blanks = new HashMap<>(html);
        texts.forEach((blank, text) -> blanks.put(blank, escaped(text)));
        blanks.put("reader", reader.name());
        for (String word : List.of("manual", "search", "find", "onThisPage", "dashboard")) {
            blanks.put(word, escaped(say(word, Map.of())));
        }
        return BLANK.matcher(Manual.read("manual.html"))
                .replaceAll(
                        (MatchResult blank) ->
                                Matcher.quoteReplacement(blanks.getOrDefault(blank.group(1), "")));
    }

    /**
     * Null when it is not in the manual: of the repository's other files a house has none.
     *
     * @param written the language of the document that has the link, and of its anchors
     */
    private @Nullable String destination(String link, Language written) {
        if (link.matches("https?:.*")) {
            return link;
        }
        int mark = link.indexOf('#');
        String file = mark < 0 ? link : link.substring(0, mark);
        Optional<Language> other = Languages.anchored(link);
        String anchor = mark < 0 || other.isPresent() ? "" : link.substring(mark);
        String document = file.replaceFirst("\\.md$", "");
        if (file.isEmpty()) {
            return other.map(l -> "?lang=" + l).orElse(anchor);
        }
        if (manual.documents().contains(document) && !document.equals(file)) {
            boolean same = anchor.isEmpty() || has(document, anchor.substring(1), written);
            return address(document, other.orElse(same ? reader : written)) + anchor;
        }
        String beside = file.replaceFirst("^\\.\\./(?=examples/)", "");
        return manual.isFile(beside) || file.matches("[a-z-]+\\.(png|svg)") ? beside : null;
    }

    /** Whether a document has an anchor, read in its reader's language. */
    private boolean has(String document, String anchor, Language written) {
        return written == reader
                || manual.manuscript(document, reader).sections().stream()
                        .anyMatch(s -> s.anchor().equals(anchor));
    }

    private static String address(String document, Language language) {
        String name = document.equals(Manual.CONTENTS) ? "./" : document;
        return name + "?lang=" + language;
    }

    private String note(Manuscript document) {
        if (document.language() == reader) {
            return "";
        }
        Stream<Language> there =
                document.languages().isEmpty()
                        ? Stream.of(Language.en)
                        : document.languages().stream();
        String names = there.map(Languages::name).collect(Collectors.joining(", "));
        return say("only", Map.of("languages", names));
    }

    private static String headings(List<Manuscript.Section> sections) {
        return sections.stream()
                .filter(s -> s.level() == 2 || s.level() == 3)
                .map(
                        s ->
                                "<li class=\"level-"
                                        + s.level()
                                        + "\"><a href=\"#"
                                        + s.anchor()
                                        + "\">"
                                        + escaped(s.title())
                                        + "</a></li>")
                .collect(Collectors.joining("\n"));
    }

    /**
     * @param address up to where the language is said
     */
    private String languages(String address) {
        return Stream.of(Language.values())
                .map(
                        l ->
                                "<a href=\"%slang=%s\" lang=\"%s\" aria-label=\"%s\"%s>%s</a>"
                                        .formatted(
                                                escaped(address),
                                                l,
                                                l,
                                                Languages.name(l),
                                                l == reader ? " aria-current=\"true\"" : "",
                                                l))
                .collect(Collectors.joining("\n"));
    }

    private String say(String key, Map<String, ?> values) {
        return words.say("manual." + key, values);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
