package be.bsmr.home.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where files are written to. It must be there: one that is made where a disk is not plugged in
 * fills the disk below it instead.
 */
public final class OutputFolder {

    private OutputFolder() {}

    /**
     * @throws IOException saying what to do, when the folder that {@code file} shall be in is not
     *     there
     */
    public static void mustHold(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            mustBeThere(folder);
        }
    }

    /**
     * @throws IOException saying what to do, when there is no such folder
     */
    public static void mustBeThere(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new Missing(folder);
        }
    }

    /** A folder that is not there. */
    public static final class Missing extends IOException {
        private static final long serialVersionUID = 1;

        private Missing(Path folder) {
            super(
                    "there is no folder "
                            + folder
                            + ": plug in its disk, or make the folder once (mkdir -p "
                            + folder
                            + ")");
        }
    }
}
