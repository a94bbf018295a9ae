package be.bsmr.site;

import be.bsmr.control.Decision;
import be.bsmr.control.Outlook;
import be.bsmr.quarter.Forecaster;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is foreseen of the running quarter, and what was learned to foresee it.
 *
 * @param forecaster what was learned of the house; saved at a cadence of its own
 * @param outlook null before the first reading
 * @param granted the newest limit that somebody granted; null when nobody did. A restart forgets
 *     it: who grants does so again before it ends
 */
public record Foresight(
        Forecaster forecaster,
        @Nullable Outlook outlook,
        SiteInput.@Nullable LimitGranted granted) {

    /** What one input led to. */
    record Step(Foresight foresight, List<Decision> decisions) {}

    /** Before anything was read; {@code forecaster} is what an earlier run has learned. */
    static Foresight initial(Forecaster forecaster) {
        return new Foresight(forecaster, null, null);
    }

    /** After a restart: from now on everything is news. */
    Foresight resumed() {
        return new Foresight(forecaster.resumed(), outlook, granted);
    }

    /**
     * The next state, and what is to be said of it.
     *
     * @param counted what the input has led to before
     * @param loads their share in the reading; null when the input is no new one
     */
    Step step(MeteringStep counted, @Nullable LoadShare loads, SiteSettings settings) {
        return counted.input().accept(new ForesightCases(this, counted, loads, settings));
    }
}
