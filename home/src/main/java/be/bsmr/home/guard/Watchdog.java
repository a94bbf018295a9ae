package be.bsmr.home.guard;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches, on a thread of its own, whether the site thread moves. One that hangs leaves loads shed
 * that nobody gives back.
 */
public final class Watchdog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    /** The site takes an input every second at least; a machine that swaps may take ten. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<Duration> stillFor;
    private final Duration patience;
    private final Consumer<Boolean> hangs;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "watchdog");

    /**
     * @param stillFor how long it has not moved
     * @param hangs told true when that is longer than {@code patience}, and false when it moves
     *     again; must not wait for the site
     */
    public Watchdog(Supplier<Duration> stillFor, Duration patience, Consumer<Boolean> hangs) {
        this.stillFor = stillFor;
        this.patience = patience;
        this.hangs = hangs;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean hanging = false;
        while (!isClosing()) {
            boolean still = stillFor.get().compareTo(patience) > 0;
            if (still == hanging) {
                continue;
            }
            hanging = still;
            if (still) {
                log.error(
                        "the site has not moved for {} s: every load goes to its fail-safe",
                        patience.toSeconds());
            } else {
                log.warn("the site moves again: it has its loads back");
            }
            hangs.accept(still);
        }
    }

    /** Waits a thirtieth of the patience. */
    private boolean isClosing() {
        try {
            return closing.await(patience.toMillis() / 30, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
