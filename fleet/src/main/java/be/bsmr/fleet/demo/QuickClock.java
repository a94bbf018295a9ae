package be.bsmr.fleet.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock on which time passes quicker, or begins elsewhere, than on this machine's. Two processes
 * that are told the same three numbers show the same time.
 *
 * @param real a moment of this machine's clock
 * @param shown what this clock showed then
 * @param speed seconds on this clock a second, 1 or more
 * @param machine this machine's clock
 */
public record QuickClock(Instant real, Instant shown, int speed, InstantSource machine)
        implements InstantSource {

    public QuickClock {
        if (speed < 1) {
            throw new IllegalArgumentException("a speed is 1 or more, not " + speed);
        }
    }

    @Override
    public Instant instant() {
        return shown.plus(Duration.between(real, machine.instant()).multipliedBy(speed));
    }

    /**
     * How long to wait on this machine until this clock shows {@code time}; negative = it is over.
     */
    public Duration until(Instant time) {
        return Duration.between(instant(), time).dividedBy(speed);
    }
}
