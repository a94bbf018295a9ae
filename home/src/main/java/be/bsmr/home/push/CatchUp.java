package be.bsmr.home.push;

import be.bsmr.home.guard.OneThread;
import be.bsmr.home.messages.PartReport;
import be.bsmr.home.series.Bookmark;
import be.bsmr.home.series.Extent;
import be.bsmr.home.series.Past;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to one service out of the database, on a thread of its own: what an outage held up is made
 * up for afterwards, as far back as the service takes it, and nothing waits in memory. A file
 * beside the database says how far it came; what is sent twice is the same. Without that file it
 * begins with what is newest.
 *
 * <p>What the service refuses, though it takes what is newer, is passed over. A service that
 * refuses all is set up otherwise than we think, and is waited for like one that is away.
 */
final class CatchUp implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    /** How often is looked whether something is due. */
    static final Duration LOOK = Duration.ofSeconds(30);

    /** However long a service is away, it is tried again after so long. */
    static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration QUARTER = Duration.ofMinutes(15);

    private final Outlet outlet;
    private final Supplier<Optional<Past>> stored;
    private final InstantSource clock;
    private final Bookmark bookmark;
    private final OneThread thread;
    private int atOnce;
    private Duration pause = LOOK;

    /** The last time that is done with, sent or passed over; null while nobody looked. */
    private @Nullable Instant done;

    private @Nullable IOException told;
    private boolean passedOver;
    private boolean tooOld;
    private volatile @Nullable Instant sentAt;
    private volatile @Nullable String trouble;

    /**
     * @param stored what is kept, empty while the disk cannot be used
     * @param clock the site's: what is later is not sent
     */
    CatchUp(
            Outlet outlet,
            Supplier<Optional<Past>> stored,
            InstantSource clock,
            Bookmark bookmark) {
        this.outlet = outlet;
        this.stored = stored;
        this.clock = clock;
        this.bookmark = bookmark;
        thread = new OneThread("push-" + outlet.name());
        atOnce = outlet.rhythm().most();
    }

    void start() {
        later(Duration.ZERO);
    }

    private void later(Duration wait) {
        try {
            var unused =
                    thread.schedule(() -> later(attempt()), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The program stops.
        }
    }

    /** Sends what is due, and says after how long to look again. */
    Duration attempt() {
        try {
            Past past = stored.get().orElse(null);
            Duration next = past == null ? LOOK : send(past);
            pause = LOOK;
            return next;
        } catch (Post.NotNow e) {
            troubled(e, "it is sent when it asks for it");
            return e.pause();
        } catch (Post.Refused e) {
            troubled(e, outlet.advice() + "; all is sent when that is mended");
            return LONGEST;
        } catch (IOException e) {
            troubled(e, "it is sent when that is over");
        } catch (UncheckedIOException e) {
            troubled(new IOException(PlainWords.of(e), e), "it is sent when that is over");
        } catch (RuntimeException e) {
            log.error("cannot send to {}", outlet.name(), e);
            return LONGEST;
        }
        Duration now = pause;
        pause = shorter(pause.multipliedBy(2), LONGEST);
        return now;
    }

    private Duration send(Past past) throws IOException {
        if (isEarly(clock.instant())) {
            return LOOK;
        }
        Instant settled = settled(past);
        if (settled == null) {
            return LOOK;
        }
        List<Instant> due = due(settled);
        if (due.isEmpty()) {
            return LOOK;
        }
        try {
            boolean sent = outlet.send(past, due);
            doneUntil(due.get(due.size() - 1));
            atOnce = Math.min(outlet.rhythm().most(), atOnce * 2);
            if (!sent) {
                return Duration.ZERO;
            }
            taken();
        } catch (Post.Refused e) {
            if (e.ofAll()) {
                throw e;
            }
            if (due.size() > 1) {
                atOnce = due.size() / 2;
            } else {
                passOver(due.get(0), newest(settled), past, e);
            }
        }
        return outlet.rhythm().pace();
    }

    /** Nothing is looked up in the database as long as the next time has not come. */
    private boolean isEarly(Instant now) {
        return done != null && !done.isAfter(now) && outlet.after(done).isAfter(now);
    }

    /** Of one time that is refused; of all there is, the newest is the likeliest to be taken. */
    private void passOver(Instant time, Instant newest, Past past, Post.Refused why)
            throws IOException {
        if (newest.equals(time) || !outlet.send(past, List.of(newest))) {
            throw why;
        }
        taken();
        if (!passedOver) {
            log.warn(
                    "{}: what is of {} is passed over, as is other that it refuses; it stays in the"
                            + " database",
                    why.getMessage(),
                    time);
        }
        passedOver = true;
        doneUntil(time);
    }

    private void taken() {
        if (told != null) {
            log.info("{} takes what is measured again", outlet.name());
        }
        told = null;
        tooOld = false;
        trouble = null;
        sentAt = clock.instant();
    }

    /** Times until then are complete in the database; null while nobody knows. */
    private @Nullable Instant settled(Past past) {
        Instant now = clock.instant();
        Extent known = past.seconds().orElse(null);
        if (known == null) {
            return null;
        }
        Instant until = now.plus(QUARTER);
        Instant end = known.end().isBefore(until) ? known.end() : until;
        Instant begin = end.minus(QUARTER.multipliedBy(2));
        Iterator<List<@Nullable Object>> seconds =
                past.power(begin, end, (int) QUARTER.multipliedBy(2).toSeconds()).rows();
        Instant newest = null;
        while (seconds.hasNext()) {
            newest = (Instant) seconds.next().get(0);
        }
        if (newest == null) {
            return null;
        }
        // A meter's clock that runs ahead of ours must not have us send what is not over yet.
        return (newest.isAfter(now) ? now : newest).minus(outlet.rhythm().settled());
    }

    private List<Instant> due(Instant settled) throws IOException {
        Instant now = clock.instant();
        Instant from = done != null ? done : bookmark.read().orElse(null);
        if (from == null || from.isAfter(now)) {
            from = settled.minus(outlet.rhythm().interval());
            bookmark.write(from);
        }
        Instant oldest = now.minus(outlet.rhythm().reach());
        if (from.isBefore(oldest)) {
            if (!tooOld) {
                log.info("{} is not sent what is older than {}", outlet.name(), oldest);
            }
            tooOld = true;
            from = oldest;
        }
        done = from;
        List<Instant> due = new ArrayList<>();
        Instant time = outlet.after(from);
        while (!time.isAfter(settled) && due.size() < atOnce) {
            due.add(time);
            time = outlet.after(time);
        }
        return due;
    }

    /** The newest time that is complete; something is due, so there is one. */
    private Instant newest(Instant settled) {
        Instant newest = outlet.after(settled.minus(outlet.rhythm().interval()));
        Instant next = outlet.after(newest);
        return next.isAfter(settled) ? newest : next;
    }

    private void doneUntil(Instant time) throws IOException {
        done = time;
        bookmark.write(time);
    }

    /** Says it once, and once more when it is of another kind. */
    private void troubled(IOException e, String then) {
        if (thread.isShutdown()) {
            return;
        }
        if (told == null || told.getClass() != e.getClass()) {
            log.warn("{}: {}", e.getMessage(), then);
        }
        told = e;
        trouble = String.valueOf(e.getMessage());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    PartReport health() {
        Instant sent = sentAt;
        return new PartReport(
                sent == null ? null : Duration.between(sent, clock.instant()), trouble);
    }

    /** Breaks off what is being sent: it is sent after the next start. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("{} did not answer in time", outlet.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
