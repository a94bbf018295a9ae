package be.bsmr.home.store;

import java.time.Instant;

/**
 * What an export says an interval came to.
 *
 * @param seconds how long the interval is, 1 or more
 * @param amount in the unit of {@code quantity}, 0 or more
 */
public record ImportedAmount(
        Instant start, long seconds, Quantity quantity, long amount, Quality quality) {

    /** How sure its author is of it, least first. */
    public enum Quality {
        NOT_TOLD(0),
        ESTIMATED(1),
        READ(2),
        VALIDATED(3);

        private final int code;

        Quality(int code) {
            this.code = code;
        }

        /** In the database. */
        int code() {
            return code;
        }

        static Quality of(int code) {
            for (Quality quality : values()) {
                if (quality.code == code) {
                    return quality;
                }
            }
            return NOT_TOLD;
        }
    }

    /** Of the days on which the clock is changed. */
    private static final long LONGEST_DAY = 25 * 3600L;

    /** 36 MW, or 36,000 m³ an hour: no house draws that. */
    private static final long MOST_PER_SECOND = 10_000;

    /** Whether any house could have drawn so much. */
    public boolean isPossible() {
        return quantity == Quantity.PEAK
                ? amount <= MOST_PER_SECOND * 3600
                : amount / seconds <= MOST_PER_SECOND;
    }

    /** Whether something counts it: quarter-hours, hours, days and month peaks do. */
    public boolean isCounted() {
        return seconds <= LONGEST_DAY || quantity == Quantity.PEAK;
    }

    public ImportedAmount {
        if (seconds < 1) {
            throw new IllegalArgumentException("an interval lasts, not " + seconds + " s");
        }
        if (amount < 0) {
            throw new IllegalArgumentException("an amount is 0 or more, not " + amount);
        }
    }
}
