package be.bsmr.home.relay;

import java.time.Duration;

/**
 * How patient we are with an actuator.
 *
 * @param confirm it has so long to say that it is done
 * @param firstPause before it is told again; twice as long each time
 * @param longestPause between two attempts
 * @param attempts so many without success, and it is given up: told to the site, and tried again at
 *     the longest pause only
 * @param look so often a load is asked how it stands
 */
public record RetryTimes(
        Duration confirm, Duration firstPause, Duration longestPause, int attempts, Duration look) {

    /** Given up after half a minute: a quarter has thirty of them. */
    public static final RetryTimes USUAL =
            new RetryTimes(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60),
                    5,
                    Duration.ofSeconds(10));

    public RetryTimes {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts are 1 or more, not " + attempts);
        }
    }

    /** How long to wait after so many attempts in vain. */
    Duration pauseAfter(int failures) {
        if (failures >= attempts) {
            return longestPause;
        }
        Duration pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
