package be.bsmr.site;

import be.bsmr.control.Command;
import be.bsmr.control.Decision;
import be.bsmr.control.LoadNow;
import be.bsmr.quarter.QuarterDemand;
import java.util.List;
import java.util.Optional;

/**
 * What one input led to.
 *
 * @param counted what it led to in what is counted
 * @param state after it
 * @param loads after it, with what their owner wants, in the order of the configuration
 * @param commands for the relays, in order
 * @param decisions for the people, of counting, foreseeing and controlling, in that order
 */
public record SiteStep(
        MeteringStep counted,
        SiteState state,
        List<LoadNow> loads,
        List<Command> commands,
        List<Decision> decisions) {

    /** What happened; a telegram that counts has the time that counts. */
    public SiteInput input() {
        return counted.input();
    }

    /** The quarter that ended, if one did. */
    public Optional<QuarterDemand> finished() {
        return counted.finished();
    }

    /** Whether it was a reading later than the last: something new to show and to keep. */
    public boolean newReading() {
        return counted.newReading();
    }

    /** What is left of it when its decisions have been told before. */
    public SiteStep withoutDecisions() {
        return new SiteStep(counted, state, loads, commands, List.of());
    }
}
