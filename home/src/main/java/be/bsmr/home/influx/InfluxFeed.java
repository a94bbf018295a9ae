package be.bsmr.home.influx;

import be.bsmr.home.guard.OneThread;
import be.bsmr.home.series.Bookmark;
import be.bsmr.home.series.InfluxRows;
import be.bsmr.home.series.LineServer;
import be.bsmr.home.series.Series;
import be.bsmr.home.store.History;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every second to a server, out of the database: an outage of hours or weeks is made up for
 * afterwards, and nothing waits in memory meanwhile. A file beside the database says how far it
 * came, as of some minutes ago, to spare the card: what is sent twice is the same. Without that
 * file it begins with what is newest ({@code export --push} sends what was before).
 *
 * <p>What the server refuses, though it takes what is newer, is passed over and counted: it may be
 * older than the server keeps. A server that refuses all is set up otherwise than we think, and is
 * waited for like one that is away.
 */
public final class InfluxFeed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(InfluxFeed.class);

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** So much is sent at once: some megabytes, whatever the outage was. */
    private static final Duration AT_ONCE = Duration.ofHours(1);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration REMEMBERED_EVERY = Duration.ofMinutes(15);

    private final History history;
    private final LineServer server;
    private final String site;
    private final ZoneId zone;
    private final Bookmark progress;
    private final OneThread thread = new OneThread("influx");
    private @Nullable Instant sentUntil;
    private @Nullable Instant remembered;
    private Duration atOnce = AT_ONCE;
    private @Nullable IOException told;
    private volatile Health health = new Health(0, null);

    /**
     * How well it goes.
     *
     * @param refused lines that the server does not want
     * @param trouble why nothing can be sent, in the operator's words; null when it can
     */
    public record Health(long refused, @Nullable String trouble) {}

    /**
     * @param database whose seconds are sent
     * @param site the tag that tells one house from another
     */
    public InfluxFeed(History history, Path database, LineServer server, String site, ZoneId zone) {
        this.history = history;
        this.server = server;
        this.site = site;
        this.zone = zone;
        progress = new Bookmark(database, "influx");
    }

    public void start() {
        var unused =
                thread.scheduleWithFixedDelay(this::send, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    /** From any thread. */
    public Health health() {
        return health;
    }

    /** Sends what is stored and was not sent. */
    void send() {
        try {
            Instant newest = history.newest().orElse(null);
            if (newest == null) {
                return;
            }
            Instant from = sentUntil != null ? sentUntil : progress.read().orElse(newest);
            Instant end = newest.plusSeconds(1);
            if (from.isAfter(end)) {
                // The meter's clock was set back: what follows is sent, were it sent before.
                from = history.presentSince().orElse(newest);
                remembered = null;
            }
            while (from.isBefore(end)) {
                Instant to = from.plus(atOnce).isBefore(end) ? from.plus(atOnce) : end;
                if (sends(from, to, newest)) {
                    from = to;
                    sentUntil = to;
                }
            }
            if (remembered == null || !from.isBefore(remembered.plus(REMEMBERED_EVERY))) {
                remember(from);
            }
            if (told != null) {
                log.info("{} takes what is measured again", server);
            }
            troubled(null);
        } catch (IOException e) {
            troubled(e);
        } catch (UncheckedIOException e) {
            troubled(e.getCause());
        } catch (RuntimeException e) {
            log.error("cannot send to {}", server, e);
        }
    }

    /** Returns whether that is done with: sent or passed over; otherwise it is to be less. */
    private boolean sends(Instant from, Instant to, Instant newest) throws IOException {
        try {
            String lines = lines(from, to);
            if (!lines.isEmpty()) {
                server.send(lines);
            }
        } catch (LineServer.Refused e) {
            if (e.tooLarge() && Duration.between(from, to).compareTo(SHORTEST) > 0) {
                atOnce =
                        Duration.ofSeconds(Math.max(1, Duration.between(from, to).toSeconds() / 2));
                return false;
            }
            if (!e.partial()) {
                // Of all there is, this is the likeliest to be taken.
                server.send(lines(newest, newest.plusSeconds(1)));
            }
            passOver(e);
        }
        return true;
    }

    private void passOver(LineServer.Refused e) {
        if (health.refused == 0) {
            log.warn(
                    "{}: {} seconds are passed over, as are others that it refuses; they stay in the"
                            + " database. bsmr export --push sends them when the server wants them",
                    e.getMessage(),
                    e.lines());
        }
        health = new Health(health.refused + e.lines(), health.trouble);
    }

    /** Says it once, and once more when it is of another kind. */
    private void troubled(@Nullable IOException e) {
        if (e != null && (told == null || told.getClass() != e.getClass())) {
            log.warn(
                    e instanceof LineServer.Refused
                            ? "{}: it takes nothing from us. Look at influx.url and"
                                    + " influx.token_file, and at the server; all is sent when that"
                                    + " is mended"
                            : "{}: it is sent when that is over",
                    e.getMessage());
        }
        told = e;
        health = new Health(health.refused, e == null ? null : String.valueOf(e.getMessage()));
    }

    private String lines(Instant from, Instant to) throws IOException {
        StringWriter lines = new StringWriter();
        Series series = history.series(Series.Resolution.SECOND, from, to, zone);
        try (InfluxRows rows = new InfluxRows(series.columns(), "bsmr_second", site, zone, lines)) {
            while (series.rows().hasNext()) {
                rows.write(series.rows().next());
            }
        }
        return lines.toString();
    }

    private void remember(Instant until) throws IOException {
        progress.write(until);
        remembered = until;
    }

    /** What is left goes the next time. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("{} did not answer in time", server);
            }
            if (sentUntil != null) {
                remember(sentUntil);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("cannot write {}: {}", progress, PlainWords.of(e));
        }
    }
}
