package be.bsmr.home;

import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site thread: takes inputs from one queue in one order and is the only writer of the state.
 * Sinks hear of each step on this thread and must not linger: they have mailboxes.
 */
final class SiteLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SiteLoop.class);

    private static final int INBOX = 1024;
    private static final long TICK_MILLIS = 1000;

    private final Site site;
    private final Clock clock;
    private final List<Consumer<SiteStep>> sinks;
    private final Consumer<Throwable> onFailure;
    private final BlockingQueue<SiteInput> inbox = new ArrayBlockingQueue<>(INBOX);
    private final Thread thread;
    private volatile SiteState state;
    private volatile boolean closing;

    /**
     * @param sinks told of each step, in this order: relays first
     * @param onFailure told, on the site thread, of an error that should never happen; nothing is
     *     decided any more
     */
    SiteLoop(
            Site site,
            SiteState initial,
            Clock clock,
            List<Consumer<SiteStep>> sinks,
            Consumer<Throwable> onFailure) {
        this.site = site;
        this.state = initial;
        this.clock = clock;
        this.sinks = List.copyOf(sinks);
        this.onFailure = onFailure;
        thread = new Thread(this::run, "site");
    }

    void start() {
        thread.start();
    }

    /** Adds an input; waits while the inbox is full, so that a recording cannot outrun the site. */
    void put(SiteInput input) {
        try {
            inbox.put(input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    SiteState state() {
        return state;
    }

    /** Handles what is in the inbox, then ends. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                SiteInput input = next();
                if (input == null) {
                    return;
                }
                SiteStep step = site.step(state, input);
                state = step.state();
                for (Consumer<SiteStep> sink : sinks) {
                    sink.accept(step);
                }
            }
        } catch (RuntimeException | Error e) {
            log.error("the site stopped; relays go back to their safe state", e);
            onFailure.accept(e);
        }
    }

    /**
     * The next input; a tick when nothing happens for a second; null when closing and all is done.
     */
    private @Nullable SiteInput next() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
        while (true) {
            try {
                SiteInput input = inbox.poll(50, TimeUnit.MILLISECONDS);
                if (input != null) {
                    return input;
                }
            } catch (InterruptedException e) {
                // Nobody interrupts the site thread; closing is a flag.
                log.warn("the site thread was interrupted and goes on");
            }
            if (closing) {
                return null;
            }
            if (System.nanoTime() >= deadline) {
                return new SiteInput.Tick(clock.instant());
            }
        }
    }
}
