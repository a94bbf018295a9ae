package be.bsmr.home.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of the owner's with blanks for what a message says.
 *
 * @param text with blanks such as <code>{title}</code>
 * @param escape how what is filled in is written
 */
record Template(String text, Escape escape) {

    private static final Set<String> KNOWN = Set.of("title", "text", "rule", "level");
    private static final Pattern BLANK = Pattern.compile("\\{([a-z_]+)}");

    /** What a value must not break out of. */
    enum Escape {
        JSON,
        URL,
        NONE;

        /** As the content's type wants it. */
        static Escape of(String contentType) {
            if (contentType.contains("json")) {
                return JSON;
            }
            return contentType.contains("urlencoded") ? URL : NONE;
        }

        String written(String value) {
            return switch (this) {
                case JSON -> String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value));
                case URL -> URLEncoder.encode(value, UTF_8).replace("+", "%20");
                case NONE -> value;
            };
        }
    }

    /**
     * @throws IllegalArgumentException when a blank is none that a message fills
     */
    static void check(String key, String text) {
        Matcher blank = BLANK.matcher(text);
        while (blank.find()) {
            if (!KNOWN.contains(blank.group(1))) {
                throw new IllegalArgumentException(
                        key
                                + ": nothing is known of "
                                + blank.group()
                                + "; write {title}, {text}, {rule} or {level}");
            }
        }
    }

    String filled(Message message) {
        return filled(
                name ->
                        switch (name) {
                            case "title" -> message.title();
                            case "text" -> message.text();
                            case "rule" -> message.ruleKey();
                            default -> message.levelKey();
                        });
    }

    /** With any word in every blank. */
    String sample() {
        return filled(name -> name);
    }

    private String filled(UnaryOperator<String> value) {
        return BLANK.matcher(text)
                .replaceAll(
                        blank ->
                                Matcher.quoteReplacement(
                                        escape.written(value.apply(blank.group(1)))));
    }
}
