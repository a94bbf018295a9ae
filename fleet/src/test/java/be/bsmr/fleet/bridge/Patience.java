package be.bsmr.fleet.bridge;

import java.time.Duration;

/** How long a test waits for what must come, on a machine that has much else to do. */
final class Patience {

    static final Duration LONG = Duration.ofSeconds(40);

    private Patience() {}
}
