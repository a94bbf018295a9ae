package be.bsmr.home.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How well writing goes.
 *
 * @param stored readings committed since the start
 * @param waiting readings that wait in memory for the next commit
 * @param dropped readings lost because the disk refused them for too long
 * @param storedUntil the meter's time of the newest reading that was committed since the start;
 *     null before the first
 * @param trouble why the last commit failed, in the operator's words; null when it did not
 */
public record StoreHealth(
        long stored,
        int waiting,
        long dropped,
        @Nullable Instant storedUntil,
        @Nullable String trouble) {}
