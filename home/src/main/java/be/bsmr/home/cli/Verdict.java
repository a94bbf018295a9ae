package be.bsmr.home.cli;

import be.bsmr.home.words.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What the running quarter means for the target, said by the rules of the page's verdict.js. */
enum Verdict {
    PASSED("watch.passed", Style.ALARM),
    ALARM("watch.alarm", Style.ALARM),
    MAYBE("watch.maybe", Style.WATCH),
    UNSURE("watch.unsure", Style.PLAIN),
    CALM("watch.calm", Style.CALM),
    SAFE("watch.safe", Style.CALM);

    /**
     * The chance to pass the target from which on it is said, and below which it is not any more.
     */
    private static final double POSSIBLE = 0.25;

    private static final double HARDLY = 0.15;

    /** Below this nothing is red: an alarm outlasts its cause by a minute. */
    private static final double UNLIKELY = 0.35;

    private final String key;
    private final Style style;

    Verdict(String key, Style style) {
        this.key = key;
        this.style = style;
    }

    /**
     * @param quarter as the topic of this name tells it
     * @param before what was said of it a moment ago; null when nothing was
     */
    static Verdict of(JsonNode quarter, @Nullable Verdict before) {
        double chance = quarter.path("break_probability").asDouble();
        String certainty = quarter.path("certainty").asText();
        if (certainty.equals("over")) {
            return PASSED;
        }
        if (certainty.equals("under")) {
            return SAFE;
        }
        if (quarter.path("alarm").asBoolean() && chance >= UNLIKELY) {
            return ALARM;
        }
        boolean warned = before == MAYBE || before == ALARM;
        if (chance >= (warned ? HARDLY : POSSIBLE)) {
            return MAYBE;
        }
        // What was drawn before anybody listened counts too: no promise without it.
        return quarter.path("from_start").asBoolean() ? CALM : UNSURE;
    }

    /** Its sentence in {@link Texts}. */
    String key() {
        return key;
    }

    Style style() {
        return style;
    }

    /** Whether the chance to pass the target is worth saying. */
    boolean isOpen() {
        return this == ALARM || this == MAYBE;
    }
}
