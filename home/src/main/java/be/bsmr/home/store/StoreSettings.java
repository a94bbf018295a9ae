package be.bsmr.home.store;

import java.nio.file.Path;

/**
 * Where and how often to write.
 *
 * @param file the database; made, with its folder, when it is not there. With {@code source:
 *     simulator} it is {@code demo.db} beside this one: made-up readings are kept apart
 * @param commitSeconds host seconds between two commits, 1 to 600: the readings that a cut of the
 *     power can cost, against the life of the SD card
 * @param keepDays days that readings are kept, 0 = for ever (some 130 MB a year at one reading a
 *     second)
 * @param keepQuarterDays days that quarters are kept, 0 = for ever (some 7 MB a year); days and
 *     month peaks are always kept
 * @param backup copies made while the program runs
 */
public record StoreSettings(
        Path file, int commitSeconds, int keepDays, int keepQuarterDays, BackupSettings backup) {

    public static final StoreSettings DEFAULT = of(Path.of("data", "bsmr.db"), 10, 0);

    private static final String SIMULATED = "demo.db";

    /** Without copies, and with every quarter. */
    public static StoreSettings of(Path file, int commitSeconds, int keepDays) {
        return new StoreSettings(file, commitSeconds, keepDays, 0, BackupSettings.NONE);
    }

    /**
     * @throws IllegalArgumentException when a value is out of range
     */
    public StoreSettings {
        if (file.toString().isBlank()) {
            throw new IllegalArgumentException("store.file is empty: name a file, as data/bsmr.db");
        }
        if (commitSeconds < 1 || commitSeconds > 600) {
            throw new IllegalArgumentException(
                    "store.commit_seconds is 1 to 600, for example 10, not " + commitSeconds);
        }
        if (keepDays < 0 || keepDays > 36_500) {
            throw new IllegalArgumentException(
                    "store.keep_days is 1 to 36500, or 0 to keep readings for ever, not "
                            + keepDays);
        }
        if (keepQuarterDays != 0 && (keepQuarterDays < 400 || keepQuarterDays > 36_500)) {
            throw new IllegalArgumentException(
                    "store.keep_quarter_days is 400 to 36500, a year and the month before it at"
                            + " least, or 0 to keep quarters for ever, not "
                            + keepQuarterDays);
        }
    }

    /**
     * Where a simulated house is kept: beside the database of a real one, and so is who may come
     * in.
     */
    public Path simulated() {
        return file.resolveSibling(SIMULATED);
    }
}
