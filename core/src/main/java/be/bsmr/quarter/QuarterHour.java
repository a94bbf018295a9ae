package be.bsmr.quarter;

import java.time.Duration;
import java.time.Instant;

/**
 * A fixed clock quarter (:00 :15 :30 :45), the unit of the Flemish capacity tariff.
 *
 * @param start first instant; every zone that has P1 meters is whole quarters off UTC, so quarters
 *     are the same in all
 */
public record QuarterHour(Instant start) implements Comparable<QuarterHour> {

    public static final Duration LENGTH = Duration.ofMinutes(15);

    /**
     * @throws IllegalArgumentException when {@code start} is not on a quarter
     */
    public QuarterHour {
        if (start.getEpochSecond() % LENGTH.toSeconds() != 0 || start.getNano() != 0) {
            throw new IllegalArgumentException("not the start of a quarter-hour: " + start);
        }
    }

    /**
     * The quarter that {@code time} lies in; the first instant belongs to it, the last to the next.
     */
    public static QuarterHour of(Instant time) {
        long second = time.getEpochSecond();
        return new QuarterHour(
                Instant.ofEpochSecond(second - Math.floorMod(second, LENGTH.toSeconds())));
    }

    /** The one that begins so many quarters later. */
    public QuarterHour later(int quarters) {
        return new QuarterHour(start.plus(LENGTH.multipliedBy(quarters)));
    }

    public Instant end() {
        return start.plus(LENGTH);
    }

    /** From the start to {@code time}, kept within the quarter. */
    public Duration elapsed(Instant time) {
        Duration since = Duration.between(start, time);
        if (since.isNegative()) {
            return Duration.ZERO;
        }
        return since.compareTo(LENGTH) > 0 ? LENGTH : since;
    }

    @Override
    public int compareTo(QuarterHour other) {
        return start.compareTo(other.start);
    }
}
