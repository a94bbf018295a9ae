package be.bsmr.site;

import be.bsmr.control.LoadMemory;
import be.bsmr.quarter.Forecaster;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.PeakHistory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a site knows at one moment. Never changed: each step gives the next. Each part builds on
 * those before it and knows nothing of those after it.
 *
 * @param metering what is counted
 * @param foresight what is foreseen, and what was learned for it
 * @param control what is known of the loads
 */
public record SiteState(Metering metering, Foresight foresight, Control control) {

    /** Before anything was read; {@code peaks} is what an earlier run remembers. */
    public static SiteState initial(SiteSettings settings, PeakHistory peaks) {
        return initial(settings, peaks, Forecaster.EMPTY);
    }

    /** Before anything was read, when an earlier run has learned the house too. */
    public static SiteState initial(
            SiteSettings settings, PeakHistory peaks, Forecaster forecaster) {
        return new SiteState(
                Metering.initial(peaks), Foresight.initial(forecaster), Control.initial(settings));
    }

    /**
     * After a restart, when stored readings have been replayed: what was learned stays, but every
     * load is as its relay is at start, and silence counts from {@code now}.
     */
    public SiteState resumed(SiteSettings settings, List<LoadMemory> memories, Instant now) {
        return new SiteState(
                metering.resumed(now), foresight.resumed(), Control.initial(settings, memories));
    }

    /** The newest reading; null before the first. */
    public @Nullable MeterRead last() {
        return metering.last();
    }

    /** With other month peaks than were seen: a trial begins anew with none. */
    public SiteState with(PeakHistory newPeaks) {
        return new SiteState(metering.with(newPeaks), foresight, control);
    }
}
