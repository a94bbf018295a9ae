package be.bsmr.home.series;

import be.bsmr.home.guard.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far somebody came who sends on what is stored: a file beside the database. */
public final class Bookmark {

    private static final Logger log = LoggerFactory.getLogger(Bookmark.class);

    private final Path file;

    /**
     * @param who a word, such as {@code influx}
     */
    public Bookmark(Path database, String who) {
        file = database.resolveSibling(database.getFileName() + "-" + who);
    }

    /** Empty when nobody wrote there yet, or what stands there is no time. */
    public Optional<Instant> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file).strip();
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            log.warn("{} says '{}', which is no time: sending begins anew", file, text);
            return Optional.empty();
        }
    }

    /** Whole or not at all: a power cut leaves what stood there before. */
    public void write(Instant until) throws IOException {
        PrivateFile.write(file, until + "\n");
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
