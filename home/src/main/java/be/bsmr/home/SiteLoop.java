package be.bsmr.home;

import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private static final long TICK_MILLIS = 1000;

    private final Site site;
    private final SteadyClock clock;
    private final List<Consumer<SiteStep>> sinks;
    private final Consumer<Throwable> onFailure;
    private final Inbox inbox;
    private final Thread thread;
    private SiteState state;
    private long tickedNanos = System.nanoTime();
    private volatile boolean closing;
    private volatile long movedAt = System.nanoTime();

    /**
     * @param sinks told of each step, in this order: relays first
     * @param onFailure told, on the site thread, of an error that should never happen; nothing is
     *     decided any more
     */
    SiteLoop(
            Site site,
            SiteState initial,
            Inbox inbox,
            SteadyClock clock,
            List<Consumer<SiteStep>> sinks,
            Consumer<Throwable> onFailure) {
        this.site = site;
        this.state = initial;
        this.inbox = inbox;
        this.clock = clock;
        this.sinks = List.copyOf(sinks);
        this.onFailure = onFailure;
        thread = new Thread(this::run, "site");
    }

    void start() {
        thread.start();
    }

    /** How long ago the thread took its last input; it takes one a second at least. */
    Duration stillFor() {
        return Duration.ofNanos(System.nanoTime() - movedAt);
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
                movedAt = System.nanoTime();
                if (input instanceof SiteInput.MeterRead read) {
                    clock.telegramAt(read.at());
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
        } finally {
            // A relay that reports must not wait for ever, or the program could not stop.
            inbox.close();
        }
    }

    /** The next input; a tick each second; null when closing and all is done. */
    private @Nullable SiteInput next() {
        while (true) {
            long sinceTick = System.nanoTime() - tickedNanos;
            if (!closing && sinceTick >= TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
                tickedNanos = System.nanoTime();
                return new SiteInput.Tick(clock.instant());
            }
            Optional<SiteInput> input = inbox.poll();
            if (input.isPresent()) {
                return input.get();
            }
            if (closing) {
                return null;
            }
        }
    }
}
