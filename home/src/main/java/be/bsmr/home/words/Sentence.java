package be.bsmr.home.words;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence with blanks, written as in ICU: <code>{load}</code> takes a value, and <code>
 * {rows, plural, one {# row} other {# rows}}</code> the form that goes with a number, which stands
 * where the <code>#</code> is. Of ICU this is all: no blank within a form, one space where one is
 * shown, and an apostrophe is an apostrophe. {@code i18n.js} reads the same on the page.
 */
record Sentence(String text) {

    private static final Pattern BLANK =
            Pattern.compile("\\{(\\w+)(?:, plural,((?: \\w+ \\{[^{}]*})+))?}");
    private static final Pattern BRACE = Pattern.compile("[{}]");
    private static final Pattern FORM = Pattern.compile(" (\\w+) \\{([^{}]*)}");

    /**
     * @throws IllegalArgumentException when a brace is neither of a blank nor of a form, or a blank
     *     has no form {@code other}
     */
    Sentence {
        if (BRACE.matcher(BLANK.matcher(text).replaceAll("")).find()) {
            throw new IllegalArgumentException("a brace is of no blank in: " + text);
        }
        for (Set<String> selectors : selectors(text)) {
            if (!selectors.contains("other")) {
                throw new IllegalArgumentException("a plural lacks other in: " + text);
            }
        }
    }

    /** The names of the values that it wants. */
    Set<String> blanks() {
        Set<String> names = new LinkedHashSet<>();
        BLANK.matcher(text).results().forEach(blank -> names.add(blank.group(1)));
        return names;
    }

    /** Of each plural the forms that it has, such as {@code one} and {@code other}. */
    List<Set<String>> selectors() {
        return selectors(text);
    }

    /**
     * With every blank filled.
     *
     * @param shown how a value is written
     * @throws IllegalArgumentException when a value is not given, or a plural's is no number
     */
    String filled(Language language, Map<String, ?> values, Function<Object, String> shown) {
        return BLANK.matcher(text)
                .replaceAll(
                        blank -> {
                            Object value = values.get(blank.group(1));
                            if (value == null) {
                                throw new IllegalArgumentException(
                                        "no value for {" + blank.group(1) + "} of: " + text);
                            }
                            String written = shown.apply(value);
                            return Matcher.quoteReplacement(
                                    blank.group(2) == null
                                            ? written
                                            : form(blank, language, value).replace("#", written));
                        });
    }

    private String form(MatchResult blank, Language language, Object value) {
        if (!(value instanceof Number count)) {
            throw new IllegalArgumentException(
                    value + " is no number for {" + blank.group(1) + "} of: " + text);
        }
        Map<String, String> forms = new HashMap<>();
        FORM.matcher(blank.group(2)).results().forEach(f -> forms.put(f.group(1), f.group(2)));
        String other = forms.get("other");
        String form =
                language.isSingular(count.doubleValue()) ? forms.getOrDefault("one", other) : other;
        return String.valueOf(form);
    }

    private static List<Set<String>> selectors(String text) {
        return BLANK.matcher(text)
                .results()
                .filter(blank -> blank.group(2) != null)
                .map(
                        blank -> {
                            Set<String> selectors = new LinkedHashSet<>();
                            FORM.matcher(blank.group(2))
                                    .results()
                                    .forEach(form -> selectors.add(form.group(1)));
                            return selectors;
                        })
                .toList();
    }
}
