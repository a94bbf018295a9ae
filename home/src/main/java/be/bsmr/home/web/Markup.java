package be.bsmr.home.web;

import java.util.Locale;
import java.util.regex.Pattern;

/** HTML that is written from top to bottom, of headings, paragraphs, tables and what folds. */
final class Markup {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\(([^)]+\\.yaml)\\)");

    private final StringBuilder html = new StringBuilder();

    void heading(String words) {
        String first = words.substring(0, 1).toUpperCase(Locale.ROOT);
        html.append("<h2>").append(escaped(first + words.substring(1))).append("</h2>\n");
    }

    /** Paragraphs with an empty line between, in the Markdown that {@link #marked} knows. */
    void text(String paragraphs) {
        if (!paragraphs.isEmpty()) {
            for (String one : paragraphs.split("\n\n", -1)) {
                paragraph(marked(one));
            }
        }
    }

    /**
     * @param markup HTML already
     */
    void paragraph(String markup) {
        html.append("<p>").append(markup).append("</p>\n");
    }

    void table(String... headings) {
        html.append("<table><thead><tr>");
        for (String heading : headings) {
            html.append("<th scope=\"col\">").append(heading).append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
    }

    /**
     * @param cells HTML already
     */
    void row(String... cells) {
        html.append("<tr>");
        for (String cell : cells) {
            html.append("<td>").append(cell).append("</td>");
        }
        html.append("</tr>\n");
    }

    void endTable() {
        html.append("</tbody></table>\n");
    }

    /**
     * Begins what unfolds.
     *
     * @param code what is always seen
     * @param words beside it
     * @param id of what unfolds: a link to it unfolds it
     */
    void beginDetails(String code, String words, String id) {
        html.append("<details><summary><code>").append(escaped(code)).append("</code> <span>");
        html.append(marked(words)).append("</span></summary><div id=\"").append(id).append("\">\n");
    }

    void endDetails() {
        html.append("</div></details>\n");
    }

    @Override
    public String toString() {
        return html.toString();
    }

    /** Code and links to the documents, of what Markdown knows. */
    static String marked(String text) {
        String coded = CODE.matcher(escaped(text)).replaceAll("<code>$1</code>");
        return LINK.matcher(coded).replaceAll("<a href=\"api/v1/$2\">$1</a>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
