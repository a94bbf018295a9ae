package be.bsmr.site;

import be.bsmr.control.Decision;
import be.bsmr.quarter.QuarterDemand;
import java.util.List;
import java.util.Optional;

/**
 * What one input led to in what is counted.
 *
 * @param input what happened; a telegram that counts has the time that counts
 * @param metering after it
 * @param decisions for the people
 * @param finished the quarter that ended, if one did
 * @param newReading true when the input was a reading later than the last: something new to show
 *     and to keep
 * @param anew whether its time does not go on from that of the last, so that counting began anew
 */
public record MeteringStep(
        SiteInput input,
        Metering metering,
        List<Decision> decisions,
        Optional<QuarterDemand> finished,
        boolean newReading,
        boolean anew) {

    /** After an input that is no new reading. */
    static MeteringStep without(SiteInput input, Metering metering, List<Decision> decisions) {
        return new MeteringStep(input, metering, decisions, Optional.empty(), false, false);
    }
}
