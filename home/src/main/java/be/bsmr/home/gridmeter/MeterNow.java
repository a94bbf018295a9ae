package be.bsmr.home.gridmeter;

import be.bsmr.home.messages.PartReport;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the meter says now, and nothing once that is old: batteries follow these values, and run
 * away from one that stands still. What was read before this start is old too. From any thread.
 */
final class MeterNow {

    /** A meter that speaks each second has missed ten. */
    static final Duration OLD = Duration.ofSeconds(10);

    /** However seldom a meter speaks: who controls by it must not do so for longer. */
    static final Duration OLDEST = Duration.ofSeconds(30);

    private final SiteJson json;
    private final InstantSource clock;
    private volatile @Nullable SiteState heard;
    private volatile @Nullable Instant toldAt;

    /**
     * @param clock the site's
     */
    MeterNow(SiteJson json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
    }

    void hear(SiteStep step) {
        if (heard != null || step.newReading()) {
            heard = step.state();
        }
    }

    /** The rows of {@code grid_meter} that are known; empty while the meter is silent. */
    Optional<JsonNode> values() {
        SiteState state = heard;
        MeterRead last = state == null ? null : state.last();
        if (state == null || last == null || state.metering().silent()) {
            return Optional.empty();
        }
        Duration habit = state.metering().watch().pauses().patience(OLD);
        Duration patience = habit.compareTo(OLDEST) > 0 ? OLDEST : habit;
        Instant now = clock.instant();
        if (now.isAfter(last.at().plus(patience))) {
            return Optional.empty();
        }
        toldAt = now;
        return Optional.ofNullable(json.gridMeter(state));
    }

    /** Since somebody was last told something, and whether that was the last of it. */
    PartReport report() {
        SiteState state = heard;
        Instant told = toldAt;
        return new PartReport(
                told == null ? null : Duration.between(told, clock.instant()),
                state == null || state.metering().silent() ? "the meter is silent" : null);
    }
}
