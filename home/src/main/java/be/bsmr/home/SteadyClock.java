package be.bsmr.home;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The host's clock as the newest telegram found it, and a stopwatch since: when the host's clock is
 * set, by years perhaps on a Pi that has none of its own, the meter was not silent for years.
 */
final class SteadyClock extends Clock {

    private final LongSupplier nanoTime;
    private volatile Heard heard;

    private record Heard(Instant at, long nanos) {}

    SteadyClock() {
        this(System::nanoTime);
    }

    /**
     * @param nanoTime the stopwatch
     */
    SteadyClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        heard = new Heard(Clock.systemUTC().instant(), nanoTime.getAsLong());
    }

    /**
     * A telegram came just now.
     *
     * @param at host clock
     */
    void telegramAt(Instant at) {
        heard = new Heard(at, nanoTime.getAsLong());
    }

    @Override
    public Instant instant() {
        Heard last = heard;
        return last.at().plus(Duration.ofNanos(nanoTime.getAsLong() - last.nanos()));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /**
     * @throws UnsupportedOperationException always: it gives instants
     */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a steady clock gives instants");
    }
}
