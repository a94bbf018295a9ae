package be.bsmr.home.plot;

import java.time.Instant;
import java.util.List;

/**
 * When a load was held back.
 *
 * @param name as people call it
 * @param periods in order of time
 */
public record HeldBack(String name, List<Period> periods) {

    /**
     * @param off whether it was cut off, and not only set lower
     */
    public record Period(Instant from, Instant to, boolean off) {}

    public HeldBack {
        periods = List.copyOf(periods);
    }
}
