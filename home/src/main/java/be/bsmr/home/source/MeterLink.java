package be.bsmr.home.source;

import be.bsmr.site.SiteInput;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads a meter. A source that breaks, or cannot be opened yet, is opened again:
 * after a second, then after twice as long each time, at most {@link #LONGEST_PAUSE}.
 */
public final class MeterLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MeterLink.class);

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final int BUFFER_BYTES = 4096;

    private final ByteSource source;
    private final Clock clock;
    private final P1Stream stream;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Duration pause = FIRST_PAUSE;
    private String lastTrouble = "";

    /**
     * @param zone the meter's
     * @param clock says when bytes arrived
     * @param inbox takes what is read, on this link's thread
     */
    public MeterLink(ByteSource source, ZoneId zone, Clock clock, Consumer<SiteInput> inbox) {
        this.source = source;
        this.clock = clock;
        stream = new P1Stream(zone, inbox);
        thread = new Thread(this::run, "meter");
    }

    public void start() {
        thread.start();
    }

    /** Completes when a source that has an end has given all it had. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        closing.countDown();
        source.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosing()) {
            try {
                source.open();
                stream.opened(clock.instant());
                log.info("reading {}", source.name());
                lastTrouble = "";
                readToTheEnd();
                stream.broken(clock.instant());
                ended.complete(null);
                return;
            } catch (IOException e) {
                if (isClosing()) {
                    break;
                }
                troubled(String.valueOf(e.getMessage()));
            }
        }
        stream.broken(clock.instant());
    }

    private void readToTheEnd() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (!isClosing()) {
            int count = source.read(buffer);
            if (count == ByteSource.END) {
                return;
            }
            if (count > 0) {
                pause = FIRST_PAUSE;
                stream.push(buffer, count, clock.instant());
            }
        }
    }

    /** The same trouble again is not worth another line. */
    private void troubled(String why) {
        stream.broken(clock.instant());
        stream.failed(why, clock.instant());
        if (!why.equals(lastTrouble)) {
            log.warn("{}; trying again until it works", why);
            lastTrouble = why;
        }
        try {
            closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }
}
