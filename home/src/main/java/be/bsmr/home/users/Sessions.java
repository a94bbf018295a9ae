package be.bsmr.home.users;

import be.bsmr.home.guard.PrivateFile;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Browsers that have signed in. Kept in a file, so that a restart signs nobody out; what stands
 * there lets nobody in: of what a browser shows only the hash.
 */
final class Sessions {

    /** Beside {@code users.yaml}. */
    static final String NAME = "sessions";

    /** However often somebody comes. */
    static final Duration LONGEST = Duration.ofDays(90);

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    /** The oldest goes when there are more. */
    private static final int MOST = 256;

    /**
     * One browser, as it is kept.
     *
     * @param name of who signed in
     * @param proof hash of what the browser shows and of what its owner's password was kept as: of
     *     another password it is another
     * @param until when it ends by itself
     */
    private record Row(String name, String proof, Instant until) {}

    /** A session that somebody has shown. */
    record Found(String name, String id, String proof) {

        /** Whether the password is still the one that he signed in with. */
        boolean isOf(String secret) {
            return Digest.areSame(proof, Digest.of(id, secret));
        }
    }

    private final Path file;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    Sessions(Path file) {
        this.file = file;
        try {
            Files.readAllLines(file).forEach(this::read);
        } catch (NoSuchFileException nobodyYet) {
            log.debug("no sessions at {}", file);
        } catch (IOException e) {
            log.warn("{}; all have to sign in again", PlainWords.ofReading(file, e));
        }
    }

    private void read(String line) {
        String[] parts = line.split(" ", 4);
        try {
            if (parts.length == 4) {
                rows.put(parts[0], new Row(parts[3], parts[1], Instant.parse(parts[2])));
            }
        } catch (DateTimeException brokenOff) {
            log.debug("no session: {}", brokenOff.getMessage());
        }
    }

    /**
     * @param secret what the password is kept as
     * @return what the browser has to show from now on
     */
    synchronized String begin(String name, String secret, Instant now) {
        rows.values().removeIf(row -> row.until.isBefore(now));
        if (rows.size() >= MOST) {
            rows.remove(rows.keySet().iterator().next());
        }
        String id = Digest.secret();
        rows.put(Digest.of(id), new Row(name, Digest.of(id, secret), now.plus(LONGEST)));
        write();
        return id;
    }

    synchronized Optional<Found> find(String id, Instant now) {
        return Optional.ofNullable(rows.get(Digest.of(id)))
                .filter(row -> row.until.isAfter(now))
                .map(row -> new Found(row.name, id, row.proof));
    }

    synchronized void end(String id) {
        if (rows.remove(Digest.of(id)) != null) {
            write();
        }
    }

    synchronized void endAll(String name) {
        if (rows.values().removeIf(row -> row.name.equals(name))) {
            write();
        }
    }

    private void write() {
        String text =
                rows.entrySet().stream()
                        .map(e -> e.getKey() + " " + line(e.getValue()) + "\n")
                        .collect(Collectors.joining());
        try {
            PrivateFile.write(file, text);
        } catch (IOException e) {
            log.warn("{}; until a restart all is as it should be", PlainWords.of(e));
        }
    }

    private static String line(Row row) {
        return row.proof + " " + row.until + " " + row.name;
    }
}
