package be.bsmr.unit;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Energy in joules, so that every register value (1 Wh = 3600 J) and every step of the demand
 * register (1 W over a quarter-hour = 900 J) is exact.
 *
 * @param joules may be negative only for a difference
 */
public record Energy(long joules) implements Comparable<Energy> {

    public static final Energy ZERO = new Energy(0);

    private static final long JOULES_PER_WATT_HOUR = 3600;

    public static Energy ofWattHours(long wattHours) {
        return new Energy(Math.multiplyExact(wattHours, JOULES_PER_WATT_HOUR));
    }

    public Energy plus(Energy other) {
        return new Energy(Math.addExact(joules, other.joules));
    }

    public Energy minus(Energy other) {
        return new Energy(Math.subtractExact(joules, other.joules));
    }

    public Energy max(Energy other) {
        return joules >= other.joules ? this : other;
    }

    /** Energy times {@code ratio}, to the nearest joule. */
    public Energy times(double ratio) {
        return new Energy(Math.round(joules * ratio));
    }

    public boolean isAbove(Energy other) {
        return joules > other.joules;
    }

    /**
     * The constant power that gives this energy in {@code duration}, to the nearest watt.
     *
     * @throws IllegalArgumentException when {@code duration} is not positive
     */
    public Power meanPower(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a mean needs a positive duration, not " + duration);
        }
        return Power.ofWatts(Math.round(joules * 1000.0 / duration.toMillis()));
    }

    /** To the nearest watt-hour. */
    public long wattHours() {
        return Math.round(joules / (double) JOULES_PER_WATT_HOUR);
    }

    /**
     * To a thousandth, exact for a quarter of a watt-hour, the finest step of the demand register.
     */
    public BigDecimal exactWattHours() {
        return BigDecimal.valueOf(joules)
                .divide(
                        BigDecimal.valueOf(JOULES_PER_WATT_HOUR),
                        3,
                        java.math.RoundingMode.HALF_UP);
    }

    @Override
    public int compareTo(Energy other) {
        return Long.compare(joules, other.joules);
    }

    @Override
    public String toString() {
        return exactWattHours().stripTrailingZeros().toPlainString() + " Wh";
    }
}
