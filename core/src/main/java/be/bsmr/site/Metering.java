package be.bsmr.site;

import be.bsmr.meter.Grid;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.PeakHistory;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is counted: the quarter that runs, the peak of each month, and which meter says so. It needs
 * nothing of what is foreseen or controlled; telegrams of the past move it alone.
 *
 * @param last the newest reading; null before the first
 * @param grid declared, or inferred by any reading so far; null while unknown
 * @param quarter null before the first reading
 * @param peaks month peaks
 * @param watch which meter is followed, whether its clock is believed and whether it is silent
 * @param link how the cable does
 */
public record Metering(
        @Nullable MeterRead last,
        @Nullable Grid grid,
        @Nullable RunningQuarter quarter,
        PeakHistory peaks,
        MeterWatch watch,
        LinkHealth link) {

    /** Before anything was read; {@code peaks} is what an earlier run remembers. */
    public static Metering initial(PeakHistory peaks) {
        return new Metering(null, null, null, peaks, MeterWatch.NEW, LinkHealth.INITIAL);
    }

    /** The next state, and what is to be said of it. */
    public MeteringStep step(SiteInput input, SiteSettings settings) {
        return input.accept(new MeteringCases(this, settings));
    }

    /** After a restart: silence counts from {@code now}, host clock. */
    Metering resumed(Instant now) {
        return new Metering(
                last == null ? null : new MeterRead(last.reading(), now, LinkHealth.INITIAL),
                grid,
                quarter,
                peaks,
                watch.silent(false),
                LinkHealth.INITIAL);
    }

    /** Whether the meter has been silent too long. */
    public boolean silent() {
        return watch.silent();
    }

    /**
     * All that a site says and remembers is in the meter's time, whatever the host's clock shows.
     *
     * @param at host clock
     */
    public Instant time(Instant at) {
        return last == null ? at : last.measuredAt().plus(Duration.between(last.at(), at));
    }

    /** With other month peaks than were seen. */
    public Metering with(PeakHistory newPeaks) {
        return new Metering(last, grid, quarter, newPeaks, watch, link);
    }

    Metering with(LinkHealth newLink, MeterWatch newWatch) {
        return new Metering(last, grid, quarter, peaks, newWatch, newLink);
    }
}
