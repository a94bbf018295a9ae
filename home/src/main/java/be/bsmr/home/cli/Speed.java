package be.bsmr.home.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How fast recorded or simulated time passes.
 *
 * @param factor 1 = as it happened, 60 = a minute a second, {@link Double#POSITIVE_INFINITY} = as
 *     fast as it goes
 */
record Speed(double factor) {

    static final Speed MAX = new Speed(Double.POSITIVE_INFINITY);

    boolean isMax() {
        return Double.isInfinite(factor);
    }

    /** How long to wait for {@code duration} of recorded time. */
    Duration paced(Duration duration) {
        return isMax() ? Duration.ZERO : Duration.ofNanos((long) (duration.toNanos() / factor));
    }

    /** Reads {@code 1}, {@code 60} or {@code max}. */
    static final class Converter implements ITypeConverter<Speed> {
        @Override
        public Speed convert(String text) {
            return text.equals("max") ? MAX : number(text, ", or max");
        }
    }

    /** Reads {@code 1} or {@code 60}, where time has no end that could be reached. */
    static final class Endless implements ITypeConverter<Speed> {
        @Override
        public Speed convert(String text) {
            return number(text, "");
        }
    }

    private static Speed number(String text, String orElse) {
        try {
            double factor = Double.parseDouble(text);
            if (factor > 0 && factor <= 100_000) {
                return new Speed(factor);
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        throw new TypeConversionException(
                "'"
                        + text
                        + "' is no speed; write a number above 0 and at most 100000, such as 60"
                        + orElse);
    }
}
