package be.bsmr.fleet.bridge;

import java.util.concurrent.atomic.AtomicInteger;

/** Acknowledges a message when each part of it has arrived. */
final class Parts {

    /** One more while parts are still added. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final Runnable acknowledge;

    Parts(Runnable acknowledge) {
        this.acknowledge = acknowledge;
    }

    void begin() {
        open.incrementAndGet();
    }

    /** A part has arrived, or all have been added. */
    void end() {
        if (open.decrementAndGet() == 0) {
            acknowledge.run();
        }
    }
}
