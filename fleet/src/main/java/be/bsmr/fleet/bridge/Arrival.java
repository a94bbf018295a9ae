package be.bsmr.fleet.bridge;

import be.bsmr.fleet.topics.Arrived;
import java.time.Instant;

/** What the moment at which something reaches the fleet allows its stamps to be. */
final class Arrival {

    private Arrival() {}

    /**
     * @param stamp of something that is over, by the meter's clock
     */
    static void allows(Instant stamp, Instant arrival) throws Refused {
        if (stamp.isAfter(arrival.plus(Arrived.AHEAD))) {
            throw new Refused(Reason.FUTURE, stamp + " in what arrived at " + arrival);
        }
        if (stamp.isBefore(arrival.minus(Arrived.LATE))) {
            throw new Refused(Reason.TOO_OLD, stamp + " in what arrived at " + arrival);
        }
    }
}
