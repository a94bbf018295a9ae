package be.bsmr.home.notify;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people are told, in their language. What is longer than every channel takes is cut.
 *
 * @param rule that it is of; null for one that was only asked for
 * @param level never {@link Urgency#OFF}
 * @param fresh so long it is worth sending
 * @param title a few words
 * @param text a few sentences, in lines
 */
record Message(
        @Nullable Rule rule,
        Urgency level,
        Duration fresh,
        String title,
        String text,
        Optional<Picture> picture) {

    /** Telegram takes 1024 characters below a picture, Pushover as many anyway. */
    private static final int LONGEST_TEXT = 900;

    private static final int LONGEST_TITLE = 100;

    Message {
        title = cut(title, LONGEST_TITLE);
        text = cut(text, LONGEST_TEXT);
    }

    /** A message of a rule, without a picture. */
    Message(Rule rule, Urgency level, String title, String text) {
        this(rule, level, rule.fresh(), title, text, Optional.empty());
    }

    Message freshFor(Duration other) {
        return new Message(rule, level, other, title, text, picture);
    }

    Message with(Optional<Picture> other) {
        return new Message(rule, level, fresh, title, text, other);
    }

    /** The rule as programs read it. */
    String ruleKey() {
        return rule == null ? "test" : rule.key();
    }

    /** The level as programs read it. */
    String levelKey() {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
