package be.bsmr.site;

import be.bsmr.control.Decision;
import be.bsmr.site.SiteInput.MeterRead;
import java.util.ArrayList;
import java.util.List;

/**
 * The household's state machine. {@link #step} is all there is: same state and same input, same
 * result, whether live, replayed or after a restart. Telegrams of the past, whose quarters need no
 * forecast and whose loads cannot be controlled any more, go through {@link Metering#step} alone.
 */
public final class Site {

    private final SiteSettings settings;

    public Site(SiteSettings settings) {
        this.settings = settings;
    }

    /**
     * The next state, and what it asks of the world: first it is counted, then foreseen, then
     * controlled.
     */
    public SiteStep step(SiteState state, SiteInput input) {
        Metering metering = state.metering();
        MeteringStep counted = metering.step(input, settings);
        LoadShare share =
                counted.newReading() && counted.input() instanceof MeterRead read
                        ? new LoadShare(state.control(), metering.last(), read, settings)
                        : null;
        Foresight.Step foreseen = state.foresight().step(counted, share, settings);
        Control.Step controlled =
                state.control().step(metering, counted, foreseen.foresight(), share, settings);
        List<Decision> decisions = new ArrayList<>(counted.decisions());
        decisions.addAll(foreseen.decisions());
        decisions.addAll(controlled.decisions());
        return new SiteStep(
                counted,
                new SiteState(counted.metering(), foreseen.foresight(), controlled.control()),
                controlled.control().loads(settings),
                controlled.commands(),
                List.copyOf(decisions));
    }
}
