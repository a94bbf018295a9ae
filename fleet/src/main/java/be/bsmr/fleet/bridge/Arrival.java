package be.bsmr.fleet.bridge;

import java.time.Duration;
import java.time.Instant;

/** What the moment at which something reaches the fleet allows its stamps to be. */
final class Arrival {

    /** A meter's clock may go ahead a little. */
    static final Duration AHEAD = Duration.ofMinutes(2);

    /** A house that was cut off tells what it has missed; seconds are kept as long. */
    static final Duration BEHIND = Duration.ofDays(3);

    private Arrival() {}

    /**
     * @param stamp of something that is over, by the meter's clock
     */
    static void allows(Instant stamp, Instant arrival) throws Refused {
        if (stamp.isAfter(arrival.plus(AHEAD))) {
            throw new Refused(Reason.FUTURE, stamp + " in what arrived at " + arrival);
        }
        if (stamp.isBefore(arrival.minus(BEHIND))) {
            throw new Refused(Reason.TOO_OLD, stamp + " in what arrived at " + arrival);
        }
    }
}
