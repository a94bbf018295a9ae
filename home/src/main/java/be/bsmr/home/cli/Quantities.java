package be.bsmr.home.cli;

import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Powers and durations as people type them: always with their unit. */
final class Quantities {

    private static final Pattern POWER = Pattern.compile("(\\d{1,6}(?:[.,]\\d{1,6})?) ?(k?w)");
    private static final Pattern ENERGY = Pattern.compile("(\\d{1,4}(?:[.,]\\d{1,3})?) ?kwh");
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,6})m(?:in)?)?(?:(\\d{1,7})s)?");

    private Quantities() {}

    /** {@code 2500W}, {@code 2.5kW} or {@code 2,5kW}; whole watts. */
    static Power power(String option, String text) throws Fault {
        Matcher m = POWER.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (m.matches()) {
            BigDecimal number = new BigDecimal(m.group(1).replace(',', '.'));
            BigDecimal watts = m.group(2).equals("kw") ? number.movePointRight(3) : number;
            if (watts.stripTrailingZeros().scale() <= 0) {
                return new Power(watts.intValueExact());
            }
        }
        throw Fault.usage(
                option
                        + " '"
                        + text
                        + "' is no power in whole watts; write it with its unit, as 2500W or 2.5kW");
    }

    /** {@code 10kWh} or {@code 10,5kWh}, in kWh. */
    static double kilowattHours(String option, String text) throws Fault {
        Matcher m = ENERGY.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (m.matches()) {
            return Double.parseDouble(m.group(1).replace(',', '.'));
        }
        throw Fault.usage(
                option + " '" + text + "' is no energy; write it with its unit, as 10kWh");
    }

    /** {@code 90m}, {@code 1h30m} or {@code 5400s}. */
    static Duration duration(String option, String text) throws Fault {
        Matcher m = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (text.isBlank() || !m.matches()) {
            throw Fault.usage(
                    option
                            + " '"
                            + text
                            + "' is no duration; write it with its unit, as 90m, 1h30m or 5400s");
        }
        return Duration.ofHours(number(m.group(1)))
                .plusMinutes(number(m.group(2)))
                .plusSeconds(number(m.group(3)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
