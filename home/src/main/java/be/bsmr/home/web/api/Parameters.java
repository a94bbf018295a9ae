package be.bsmr.home.web.api;

import be.bsmr.home.words.Language;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of an address, such as {@code load_w=2500&for_s=5400}. */
final class Parameters {

    private final Map<String, Deque<String>> values;
    private final String example;

    /**
     * @param names those that there are, in the order of the documentation
     * @param example of the whole address
     * @throws IllegalArgumentException when there is another
     */
    Parameters(Map<String, Deque<String>> values, List<String> names, String example) {
        this.values = values;
        this.example = example;
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no parameter '"
                                + printable(name)
                                + "'; "
                                + listed(names)
                                + ", as in "
                                + example);
            }
        }
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return last == 0
                ? names.get(0) + " there is"
                : String.join(", ", names.subList(0, last))
                        + " and "
                        + names.get(last)
                        + " there are";
    }

    Optional<String> text(String name) {
        Deque<String> given = values.get(name);
        return given == null || given.isEmpty() || given.getFirst().isEmpty()
                ? Optional.empty()
                : Optional.of(given.getFirst());
    }

    /**
     * @throws IllegalArgumentException when it is missing
     */
    String required(String name) {
        return text(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        name + " is missing; ask as in " + example));
    }

    /**
     * @throws IllegalArgumentException when it is no whole number
     */
    static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + " is a whole number, not '" + printable(text) + "'", e);
        }
    }

    /**
     * The one that {@code lang} names, English without it.
     *
     * @throws IllegalArgumentException when it names none of ours
     */
    Language language() {
        String code = text("lang").orElse("en");
        return Arrays.stream(Language.values())
                .filter(one -> one.name().equals(code))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "lang is one of nl, fr, de and en, not '"
                                                + printable(code)
                                                + "'"));
    }

    /** What somebody typed, short enough for one line. */
    static String printable(String text) {
        String shown = text.replaceAll("\\P{Print}", "?");
        return shown.length() > 40 ? shown.substring(0, 40) + "…" : shown;
    }
}
