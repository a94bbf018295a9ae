package be.bsmr.home.messages;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How well keeping goes.
 *
 * @param stored readings put on the disk since the start
 * @param waiting readings that wait in memory for the disk
 * @param dropped readings lost because the disk refused them for too long
 * @param trouble why the disk refuses; null when it does not
 * @param backup when the newest copy was made; null when there is none, or none is wanted
 * @param backupTrouble why no copy could be made; null when it could, or none is wanted
 */
public record StoreReport(
        long stored,
        int waiting,
        long dropped,
        @Nullable String trouble,
        @Nullable Instant backup,
        @Nullable String backupTrouble) {}
