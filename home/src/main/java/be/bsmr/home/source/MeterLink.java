package be.bsmr.home.source;

import be.bsmr.site.SiteInput;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads a meter. A source that breaks, or cannot be opened yet, is opened again:
 * after a second, then after twice as long each time, at most {@link #LONGEST_PAUSE}; after bytes
 * have come, after a second again.
 */
public final class MeterLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MeterLink.class);

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final int BUFFER_BYTES = 4096;

    /** A name server that does not answer must not keep shed loads waiting for their restore. */
    private static final long LONGEST_CLOSE_MILLIS = 3000;

    /** So many kinds of trouble are told apart in the log. */
    private static final int MOST_TROUBLES = 50;

    /** How the link waits before it tries again; ends early when {@code closing} opens. */
    @FunctionalInterface
    interface Waiting {
        void await(CountDownLatch closing, Duration pause) throws InterruptedException;
    }

    private final ByteSource source;
    private final Clock clock;
    private final P1Stream stream;
    private final Waiting waiting;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Map<String, Occasionally> troubles = new HashMap<>();
    private Duration pause = FIRST_PAUSE;

    /** Whether the trouble that bytes have not yet ended is in the log. */
    private boolean troubleSaid;

    private boolean openedBefore;
    private boolean heardBefore;

    /** Whether anything was read since the source was opened. */
    private boolean heard;

    /** Whether the last trouble was silence: then only bytes prove that the link is well. */
    private boolean mute;

    /**
     * @param zone the meter's
     * @param clock says when bytes arrived
     * @param inbox takes what is read, on this link's thread
     */
    public MeterLink(ByteSource source, ZoneId zone, Clock clock, Consumer<SiteInput> inbox) {
        this(source, zone, clock, inbox, MeterLink::awaitPause);
    }

    /** For tests, which need not wait. */
    MeterLink(
            ByteSource source,
            ZoneId zone,
            Clock clock,
            Consumer<SiteInput> inbox,
            Waiting waiting) {
        this.source = source;
        this.clock = clock;
        this.waiting = waiting;
        stream = new P1Stream(zone, inbox, source.isLive());
        thread = new Thread(this::run, "meter");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /**
     * Completes when nothing more will be read: the source had an end, or the link was closed.
     * Exceptionally when reading failed in a way that trying again cannot mend; then nobody watches
     * the meter any more and the program had better stop.
     */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Stops reading, within about a second. May be called more than once. */
    @Override
    public void close() {
        closing.countDown();
        source.close();
        try {
            thread.join(LONGEST_CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn("{} does not let go; left behind", source.name());
        }
    }

    private void run() {
        try {
            Optional<IOException> trouble = readUntilTrouble();
            while (trouble.isPresent() && !isClosing()) {
                note(trouble.get());
                awaitNextTry();
                trouble = isClosing() ? trouble : readUntilTrouble();
            }
            stream.broken(clock.instant());
            if (!isClosing()) {
                stream.failed(source.name() + " has ended", clock.instant());
            }
            ended.complete(null);
        } catch (RuntimeException | Error e) {
            log.error("reading {} failed and is given up", source.name(), e);
            ended.completeExceptionally(e);
        } finally {
            // A close that came while the source was being opened has not closed it.
            source.close();
        }
    }

    /** Empty when the source has given all it had, or the link is being closed. */
    private Optional<IOException> readUntilTrouble() {
        heard = false;
        try {
            source.open();
            if (!mute) {
                stream.opened(source.name(), clock.instant());
            }
            if (!openedBefore) {
                openedBefore = true;
                log.info("opened {}", source.name());
            }
            byte[] buffer = new byte[BUFFER_BYTES];
            int count = 0;
            while (count != ByteSource.END && !isClosing()) {
                count = source.read(buffer);
                if (count > 0) {
                    took(buffer, count);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private void took(byte[] bytes, int count) {
        if (!heard) {
            heard = true;
            pause = FIRST_PAUSE;
            if (mute) {
                mute = false;
                stream.opened(source.name(), clock.instant());
            }
            if (troubleSaid || !heardBefore) {
                troubleSaid = false;
                heardBefore = true;
                log.info("reading {}", source.name());
            }
        }
        stream.from(source.name(), clock.instant());
        stream.push(bytes, count, clock.instant());
    }

    private void note(IOException trouble) {
        String why = String.valueOf(trouble.getMessage());
        mute = trouble instanceof SilentSource;
        stream.broken(clock.instant());
        stream.failed(why, clock.instant());
        if (troubles.size() >= MOST_TROUBLES) {
            troubles.clear();
        }
        Occasionally seen = troubles.computeIfAbsent(why, w -> new Occasionally());
        if (seen.isDue(clock.instant())) {
            troubleSaid = true;
            log.warn("{}; trying again until it works{}", why, seen.again());
        }
    }

    private void awaitNextTry() {
        try {
            waiting.await(closing, pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
        pause = longer(pause);
    }

    /** The pause after this one, when nothing came in between. */
    static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private static void awaitPause(CountDownLatch closing, Duration pause)
            throws InterruptedException {
        var unused = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }
}
