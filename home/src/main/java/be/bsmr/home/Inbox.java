package be.bsmr.home;

import be.bsmr.site.SiteInput;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one queue of a site: what the meter says, what people ask, what relays answer, in one order.
 */
final class Inbox {

    private static final int CAPACITY = 1024;
    private static final long POLL_MILLIS = 50;

    private final BlockingQueue<SiteInput> inputs = new ArrayBlockingQueue<>(CAPACITY);

    private final List<Wishes> wishes = new CopyOnWriteArrayList<>();

    private volatile boolean closed;

    /**
     * Adds an input; waits while the inbox is full, so that a recording cannot outrun the site.
     * Once it is closed nobody reads it: then the input is dropped, and nobody waits.
     */
    void put(SiteInput input) {
        try {
            while (!closed && !inputs.offer(input, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                // Full: look again whether anybody still reads.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The site has ended, however it did: who waits for room is let go. */
    void close() {
        closed = true;
    }

    /** Where people ask through one source: no more often than a person can mean it. */
    Consumer<SiteInput> asking() {
        Wishes source = new Wishes(this::put, System::nanoTime);
        wishes.add(source);
        return source;
    }

    /** The next input; empty when none came for a moment. */
    Optional<SiteInput> poll() {
        for (Wishes source : wishes) {
            Optional<SiteInput> wish = source.due();
            if (wish.isPresent()) {
                return wish;
            }
        }
        try {
            return Optional.ofNullable(inputs.poll(POLL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // The site thread ends by a flag; an interrupt must not cost an input.
            return Optional.ofNullable(inputs.poll());
        }
    }
}
