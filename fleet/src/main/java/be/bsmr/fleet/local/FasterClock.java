package be.bsmr.fleet.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that goes faster than life, so that a quarter of an hour passes while people look on.
 * Several processes that are given the same one agree.
 *
 * @param life what tells the time of life
 * @param begun when it was the time {@code from}, of life
 * @param from what it showed then
 * @param speed how many of its seconds pass in one, 1 or more
 */
public record FasterClock(InstantSource life, Instant begun, Instant from, int speed)
        implements InstantSource {

    public FasterClock {
        if (speed < 1) {
            throw new IllegalArgumentException("the clock goes 1 times as fast or more: " + speed);
        }
    }

    /** As fast as life. */
    public static FasterClock asInLife(InstantSource life) {
        return new FasterClock(life, Instant.EPOCH, Instant.EPOCH, 1);
    }

    @Override
    public Instant instant() {
        return from.plus(Duration.between(begun, life.instant()).multipliedBy(speed));
    }
}
