package be.bsmr.home.store;

import be.bsmr.control.Decision;
import be.bsmr.control.LoadNow;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteInput.Recalled;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Store} keeps of a step: small, so that an hour of them can wait for a disk that
 * hangs.
 *
 * @param read the reading, if it was a later one than the last
 * @param finished the quarter that ended, if one did
 * @param recalled whether the site has just been told what the store knew
 */
public record KeptStep(
        @Nullable MeterRead read,
        @Nullable QuarterDemand finished,
        List<Decision> decisions,
        LinkHealth link,
        PeakHistory peaks,
        List<LoadNow> loads,
        boolean recalled) {

    /** What there is to keep of a step. */
    public static KeptStep of(SiteStep step) {
        boolean isReading = step.newReading() && step.input() instanceof MeterRead;
        return new KeptStep(
                isReading ? (MeterRead) step.input() : null,
                step.finished().orElse(null),
                step.decisions(),
                step.state().metering().link(),
                step.state().metering().peaks(),
                step.loads(),
                step.input() instanceof Recalled);
    }

    /** Whether the next step says all that this one does: how things are, not what happened. */
    public boolean isOnlyAState() {
        return read == null && finished == null && decisions.isEmpty() && !recalled;
    }

    /** Whether it may give way to what is newer: neither a quarter nor a decision is lost by it. */
    public boolean mayGiveWay() {
        return finished == null && decisions.isEmpty() && !recalled;
    }
}
