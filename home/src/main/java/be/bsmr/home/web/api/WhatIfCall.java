package be.bsmr.home.web.api;

import be.bsmr.site.WhatIf.Question;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A what-if question as it is put in an address: {@code load_w=2500&for_s=5400&within_s=43200}. */
final class WhatIfCall {

    private static final String EXAMPLE = "/api/whatif?load_w=2500&for_s=5400";
    private static final Set<String> NAMES = Set.of("load_w", "for_s", "within_s");

    private WhatIfCall() {}

    /**
     * @throws IllegalArgumentException saying what to write instead, in one line
     */
    static Question parse(Map<String, Deque<String>> parameters) {
        for (String name : parameters.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no parameter '"
                                + printable(name)
                                + "'; load_w, for_s and within_s there are, as in "
                                + EXAMPLE);
            }
        }
        int load = number("load_w", parameters.get("load_w"));
        int length = number("for_s", parameters.get("for_s"));
        Duration within =
                parameters.containsKey("within_s")
                        ? Duration.ofSeconds(number("within_s", parameters.get("within_s")))
                        : Question.USUALLY_WITHIN;
        return new Question(new Power(load), Duration.ofSeconds(length), within);
    }

    private static int number(String name, @Nullable Deque<String> values) {
        String text = values == null || values.isEmpty() ? "" : values.getFirst();
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing; ask as in " + EXAMPLE);
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + " is a whole number, not '" + printable(text) + "'", e);
        }
    }

    /** What somebody typed, short enough for one line. */
    private static String printable(String text) {
        String shown = text.replaceAll("\\P{Print}", "?");
        return shown.length() > 40 ? shown.substring(0, 40) + "…" : shown;
    }
}
