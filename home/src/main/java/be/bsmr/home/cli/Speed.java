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
            if (text.equals("max")) {
                return MAX;
            }
            try {
                double factor = Double.parseDouble(text);
                if (factor > 0 && factor <= 100_000) {
                    return new Speed(factor);
                }
            } catch (NumberFormatException e) {
                // Said below, with the range.
            }
            throw new TypeConversionException(
                    "'" + text + "' is no speed; write a number above 0, such as 1 or 60, or max");
        }
    }
}
