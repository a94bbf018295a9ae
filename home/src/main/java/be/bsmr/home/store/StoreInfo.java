package be.bsmr.home.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds, and how long its disk will do.
 *
 * @param bytes of the database with its log and its journal
 * @param seconds readings that are kept
 * @param quarters quarter-hours that are kept
 * @param bytesPerDay what a day of readings, one a second, adds; null when there are none
 * @param oldest the first second, or quarter, of which something is kept; null when there is none
 * @param newest the latest time that a reading has, whatever the meter's clock was; null when there
 *     is none
 * @param integrity {@code ok}, or what SQLite finds wrong
 * @param bytesFree on its disk; null when the system does not tell
 */
public record StoreInfo(
        long bytes,
        long seconds,
        long quarters,
        @Nullable Long bytesPerDay,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        String integrity,
        @Nullable Long bytesFree) {

    private static final double DAYS_PER_YEAR = 365.25;

    /** How long the disk has room if nothing else takes it; null when that is not known. */
    public @Nullable Double yearsLeft() {
        return bytesPerDay == null || bytesPerDay == 0 || bytesFree == null
                ? null
                : (Double) (bytesFree / (double) bytesPerDay / DAYS_PER_YEAR);
    }
}
