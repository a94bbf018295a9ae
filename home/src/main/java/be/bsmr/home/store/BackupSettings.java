package be.bsmr.home.store;

/**
 * Copies that the running program makes by itself.
 *
 * @param folder where to, best on another disk; it must be there, so that a disk that is not
 *     plugged in is not mistaken for an empty one; empty = no copies
 * @param everyHours host hours between two, 1 to 720
 * @param keep so many of the newest stay, 1 to 1000
 */
public record BackupSettings(String folder, int everyHours, int keep) {

    public static final BackupSettings NONE = new BackupSettings("", 24, 7);

    /**
     * @throws IllegalArgumentException when a value is out of range
     */
    public BackupSettings {
        if (everyHours < 1 || everyHours > 720) {
            throw new IllegalArgumentException(
                    "store.backup.every_hours is 1 to 720, for example 24, not " + everyHours);
        }
        if (keep < 1 || keep > 1000) {
            throw new IllegalArgumentException(
                    "store.backup.keep is 1 to 1000 copies, not " + keep);
        }
    }

    public boolean wanted() {
        return !folder.isBlank();
    }
}
