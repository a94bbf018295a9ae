package be.bsmr.home.cli;

import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Powers and durations as people type them: always with their unit. */
final class Quantities {

    private static final Pattern POWER = Pattern.compile("(\\d{1,7}(?:[.,]\\d{1,3})?) ?(k?w)");
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,6})m(?:in)?)?(?:(\\d{1,7})s)?");

    private Quantities() {}

    /** {@code 2500W}, {@code 2.5kW}. */
    static final class Watts implements ITypeConverter<Power> {
        @Override
        public Power convert(String text) {
            Matcher m = POWER.matcher(text.toLowerCase(Locale.ROOT));
            if (!m.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no power; write it with its unit: 2500W or 2.5kW");
            }
            BigDecimal number = new BigDecimal(m.group(1).replace(',', '.'));
            try {
                return new Power(
                        (m.group(2).equals("kw") ? number.movePointRight(3) : number)
                                .intValueExact());
            } catch (ArithmeticException e) {
                throw new TypeConversionException(
                        "'" + text + "' is no power in whole watts; write 2500W or 2.5kW");
            }
        }
    }

    /** {@code 90m}, {@code 1h30m}, {@code 5400s}. */
    static final class Length implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Matcher m = DURATION.matcher(text.toLowerCase(Locale.ROOT));
            if (text.isEmpty() || !m.matches()) {
                throw new TypeConversionException(
                        "'"
                                + text
                                + "' is no duration; write it with its unit: 90m, 1h30m or 5400s");
            }
            return Duration.ofHours(number(m.group(1)))
                    .plusMinutes(number(m.group(2)))
                    .plusSeconds(number(m.group(3)));
        }

        private static long number(String digits) {
            return digits == null ? 0 : Long.parseLong(digits);
        }
    }
}
