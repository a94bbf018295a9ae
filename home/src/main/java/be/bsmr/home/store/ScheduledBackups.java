package be.bsmr.home.store;

import be.bsmr.home.guard.OneThread;
import be.bsmr.home.series.OutputFolder;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the database to a folder every so often, while it is written, on a thread of its own; the
 * oldest copies go when a new one is there and sound. When the last was made is read off the
 * folder, so that a restart neither forgets nor repeats one. A copy that fails is told once and
 * tried again each minute.
 */
public final class ScheduledBackups implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ScheduledBackups.class);

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("bsmr-(\\d{8}-\\d{6})\\.db");

    private final Path database;
    private final BackupSettings settings;
    private final Path folder;
    private final Clock clock;
    private final OneThread thread = new OneThread("backups");
    private volatile Health health = new Health(null, null);

    /**
     * How well it goes.
     *
     * @param newest when the newest copy was made; null when there is none
     * @param trouble why the last one failed, in the operator's words; null when it did not
     */
    public record Health(@Nullable Instant newest, @Nullable String trouble) {}

    /**
     * @param clock the host's
     */
    public ScheduledBackups(Path database, BackupSettings settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        folder = Path.of(settings.folder());
        this.clock = clock;
    }

    public void start() {
        var unused =
                thread.scheduleWithFixedDelay(
                        this::look, 0, LOOK_EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    public Health health() {
        return health;
    }

    /** Makes a copy when one is due. */
    void look() {
        try {
            OutputFolder.mustBeThere(folder);
            Instant now = clock.instant();
            Optional<Instant> newest = newest(now);
            if (newest.isEmpty() || !newest.get().plus(every()).isAfter(now)) {
                make(now);
                newest = Optional.of(now);
            }
            if (health.trouble() != null) {
                log.info("backups go to {} again", folder);
            }
            health = new Health(newest.orElse(null), null);
        } catch (IOException | RuntimeException e) {
            if (health.trouble() == null) {
                log.error("no backup could be made: {}. BSMR tries again each minute", why(e));
            }
            health = new Health(health.newest(), why(e));
        }
    }

    private static String why(Throwable e) {
        return PlainWords.of(e);
    }

    private Duration every() {
        return Duration.ofHours(settings.everyHours());
    }

    private void make(Instant now) throws IOException {
        Backup made = Backup.of(database, folder.resolve("bsmr-" + TIME.format(now) + ".db"));
        log.info("backup {}: {} quarter-hours", made.file(), made.quarters());
        SortedMap<Instant, Path> copies = copies();
        while (copies.size() > settings.keep()) {
            Files.deleteIfExists(copies.remove(copies.firstKey()));
        }
    }

    /** Of those made up to now: one from the future was made under another clock. */
    private Optional<Instant> newest(Instant now) throws IOException {
        SortedMap<Instant, Path> past = copies().headMap(now.plusSeconds(1));
        return past.isEmpty() ? Optional.empty() : Optional.of(past.lastKey());
    }

    /** Our copies by the time in their names; other files are left alone. */
    private SortedMap<Instant, Path> copies() throws IOException {
        SortedMap<Instant, Path> copies = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    try {
                        copies.put(
                                LocalDateTime.parse(name.group(1), TIME).toInstant(ZoneOffset.UTC),
                                file);
                    } catch (DateTimeException e) {
                        // Not one of ours.
                    }
                }
            }
        }
        return copies;
    }

    /** Waits for a copy that is being made. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
