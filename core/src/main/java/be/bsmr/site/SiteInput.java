package be.bsmr.site;

import be.bsmr.control.LoadState;
import be.bsmr.meter.Reading;
import java.time.Instant;

/**
 * Everything that can happen to a site, each with its time on the host's clock. One queue, one
 * order: what was recorded can be replayed.
 */
public sealed interface SiteInput {

    /** Host clock. */
    Instant at();

    /**
     * A telegram was read.
     *
     * @param at when its last byte arrived; decides staleness only
     * @param link how the link stood after it
     */
    record MeterRead(Reading reading, Instant at, LinkHealth link) implements SiteInput {

        /**
         * The time that decides quarter and month: the meter's, or ours for a meter without a
         * clock.
         */
        public Instant measuredAt() {
            return reading.measuredAt() != null ? reading.measuredAt() : at;
        }
    }

    /** The link changed without a reading: opened, broken, or a telegram rejected. */
    record LinkReport(Instant at, LinkHealth link) implements SiteInput {}

    /** Time passes, so that silence is noticed. */
    record Tick(Instant at) implements SiteInput {}

    /** A person decides over a load. */
    record UserRequest(Instant at, String load, LoadState.Mode mode) implements SiteInput {}

    /** A relay answers. */
    record LoadReport(Instant at, String load, LoadState.Report report) implements SiteInput {}
}
