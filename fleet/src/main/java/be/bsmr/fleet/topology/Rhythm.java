package be.bsmr.fleet.topology;

import java.time.Duration;

/**
 * How often communities are looked at.
 *
 * @param every so often it is said how each does, on the machine's own clock, however fast the
 *     fleet's goes
 * @param patience so long after its end a community's quarter is waited for, on the fleet's clock;
 *     it ends sooner when all houses have spoken
 */
public record Rhythm(Duration every, Duration patience) {

    public static final Rhythm DEFAULT = new Rhythm(Duration.ofSeconds(10), Duration.ofSeconds(90));

    public Rhythm {
        if (every.isNegative() || every.isZero() || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "every is above zero and patience not below: " + every + ", " + patience);
        }
    }
}
