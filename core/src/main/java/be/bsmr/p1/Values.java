package be.bsmr.p1;

import be.bsmr.meter.Breaker;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Values that several registers have in common, read from a line and written to one. */
final class Values {

    /** What Belgian meters write where there is no date yet. */
    private static final String NEVER = "632525252525W";

    private Values() {}

    // ---- read

    /** The value as it is sent; null when it is blank. */
    static @Nullable String text(Line line) {
        return filled(line, line.text());
    }

    /** The text behind the value's hexadecimal digits; null when it is blank. */
    static @Nullable String hexText(Line line) {
        return filled(line, HexText.decode(line.text()));
    }

    private static @Nullable String filled(Line line, String text) {
        if (text.isBlank()) {
            line.saysNothing();
            return null;
        }
        return text;
    }

    /** The value as a time; null for "never". What is neither is left for people to look at. */
    static @Nullable Instant time(Line line, MeterClock clock) {
        Instant time = clock.read(line);
        if (time == null && !MeterClock.isNever(line)) {
            line.doubt();
        }
        return time;
    }

    /** Null when the value is no power. */
    static @Nullable Power power(Line line) {
        int watts = line.watts();
        return watts == Line.NONE ? null : new Power(watts);
    }

    /** Null when the value is no state of a breaker. */
    static @Nullable Breaker breaker(Line line) {
        return Breaker.of(line.count(9)).orElse(null);
    }

    /** The value as an EAN; null when it has no digit: the E660 sends dashes for "none". */
    static @Nullable String ean(Line line) {
        String text = hexText(line);
        if (text == null || text.chars().anyMatch(Character::isDigit)) {
            return text;
        }
        if (text.matches("-+")) {
            line.saysNothing();
        } else {
            line.doubt();
        }
        return null;
    }

    /** Whether there is a value; if so it goes where it belongs. */
    static <T> boolean given(@Nullable T value, Consumer<T> to) {
        if (value == null) {
            return false;
        }
        to.accept(value);
        return true;
    }

    // ---- written

    static @Nullable String parens(@Nullable String value) {
        return value == null ? null : "(" + value + ")";
    }

    static @Nullable String hex(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String hex = HexText.encode(value);
        return "(" + (HexText.decode(hex).equals(value) ? hex : value) + ")";
    }

    static @Nullable String format(String form, @Nullable Object value) {
        return value == null ? null : String.format(Locale.ROOT, form, value);
    }

    static @Nullable String kilowatts(@Nullable Power power) {
        return power == null ? null : format("(%06.3f*kW)", power.watts() / 1000.0);
    }

    static @Nullable String breaker(@Nullable Breaker breaker) {
        return breaker == null ? null : "(" + breaker.code() + ")";
    }

    static String stamp(@Nullable Instant time, MeterClock clock) {
        return "(" + (time == null ? NEVER : clock.write(time)) + ")";
    }
}
