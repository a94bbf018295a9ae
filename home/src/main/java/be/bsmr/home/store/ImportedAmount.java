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

    public ImportedAmount {
        if (seconds < 1) {
            throw new IllegalArgumentException("an interval lasts, not " + seconds + " s");
        }
        if (amount < 0) {
            throw new IllegalArgumentException("an amount is 0 or more, not " + amount);
        }
    }
}
