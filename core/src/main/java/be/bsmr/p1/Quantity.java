package be.bsmr.p1;

import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number with its unit as a telegram writes them, {@code 00.512*kW}. The star is missing on some
 * meters, the unit on others; a missing unit means the register's usual one.
 */
record Quantity(BigDecimal value, String unit) {

    private static final Pattern FORM =
            Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)(?:\\*?([A-Za-z][A-Za-z0-9]*))?");

    static Optional<Quantity> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new Quantity(new BigDecimal(m.group(1)), m.group(2) == null ? "" : m.group(2)));
    }

    Optional<Power> power() {
        // A limiter in kVA is compared with kW by the meter itself, so it is read as such.
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "kw", "kva", "" -> scaled(3).map(Power::ofWatts);
            case "w", "va" -> scaled(0).map(Power::ofWatts);
            default -> Optional.empty();
        };
    }

    Optional<Energy> energy() {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "kwh", "" -> joules(3);
            case "wh" -> joules(0);
            default -> Optional.empty();
        };
    }

    Optional<Voltage> voltage() {
        return unit.isEmpty() || unit.equalsIgnoreCase("v")
                ? scaled(3).map(mv -> new Voltage(mv.intValue()))
                : Optional.empty();
    }

    Optional<Current> current() {
        return unit.isEmpty() || unit.equalsIgnoreCase("a")
                ? scaled(3).map(ma -> new Current(ma.intValue()))
                : Optional.empty();
    }

    private Optional<Energy> joules(int toWattHours) {
        BigDecimal joules = value.movePointRight(toWattHours).multiply(BigDecimal.valueOf(3600));
        return Optional.of(new Energy(joules.setScale(0, RoundingMode.HALF_UP).longValueExact()));
    }

    /**
     * The value times ten to the power of {@code digits} as a whole number; empty when that is no
     * int.
     */
    private Optional<Long> scaled(int digits) {
        BigDecimal scaled = value.movePointRight(digits).setScale(0, RoundingMode.HALF_UP);
        return scaled.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(scaled.longValue());
    }
}
