package be.bsmr.unit;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Electric power in whole watts, the resolution of registers 1.7.0 and 1.4.0 (e-MUCS P1, 1 W).
 *
 * @param watts may be negative only for a net power (import minus export)
 */
public record Power(int watts) implements Comparable<Power> {

    public static final Power ZERO = new Power(0);

    /** The most that register 1.7.0 can show: three digits of kilowatts. */
    public static final Power MOST_SHOWN = new Power(999_999);

    /**
     * @throws ArithmeticException when the value does not fit in an int
     */
    public static Power ofWatts(long watts) {
        return new Power(Math.toIntExact(watts));
    }

    /** The energy that this power amounts to over {@code duration}. */
    public Energy during(Duration duration) {
        return new Energy(Math.round(watts * (duration.toMillis() / 1000.0)));
    }

    public Power plus(Power other) {
        return ofWatts((long) watts + other.watts);
    }

    public Power minus(Power other) {
        return ofWatts((long) watts - other.watts);
    }

    public Power max(Power other) {
        return watts >= other.watts ? this : other;
    }

    public Power min(Power other) {
        return watts <= other.watts ? this : other;
    }

    public boolean isAbove(Power other) {
        return watts > other.watts;
    }

    @Override
    public int compareTo(Power other) {
        return Integer.compare(watts, other.watts);
    }

    /** In kilowatt with three decimals, as people and telegrams write it: {@code 2.512 kW}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(watts, 3).toPlainString() + " kW";
    }
}
