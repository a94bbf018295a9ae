package be.bsmr.home;

import be.bsmr.site.SiteInput;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The one queue of a site: what the meter says, what people ask, what relays answer, in one order.
 */
final class Inbox {

    private static final int CAPACITY = 1024;
    private static final long POLL_MILLIS = 50;

    private final BlockingQueue<SiteInput> inputs = new ArrayBlockingQueue<>(CAPACITY);

    /** Adds an input; waits while the inbox is full, so that a recording cannot outrun the site. */
    void put(SiteInput input) {
        try {
            inputs.put(input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next input; empty when none came for a moment. */
    Optional<SiteInput> poll() {
        try {
            return Optional.ofNullable(inputs.poll(POLL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // The site thread ends by a flag; an interrupt must not cost an input.
            return Optional.ofNullable(inputs.poll());
        }
    }
}
