package be.bsmr.site;

import be.bsmr.control.Command;
import be.bsmr.control.Decision;
import be.bsmr.quarter.QuarterDemand;
import java.util.List;
import java.util.Optional;

/**
 * What one input led to.
 *
 * @param input what happened
 * @param state after it
 * @param commands for the relays, in order
 * @param decisions for the people
 * @param finished the quarter that ended, if one did
 * @param newReading true when the input was a reading later than the last: something new to show
 *     and to keep
 */
public record SiteStep(
        SiteInput input,
        SiteState state,
        List<Command> commands,
        List<Decision> decisions,
        Optional<QuarterDemand> finished,
        boolean newReading) {

    /** The same, when what was decided has been told before. */
    public SiteStep withoutDecisions() {
        return new SiteStep(input, state, commands, List.of(), finished, newReading);
    }
}
