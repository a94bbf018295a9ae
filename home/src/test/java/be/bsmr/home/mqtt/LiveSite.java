package be.bsmr.home.mqtt;

import be.bsmr.meter.Reading;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.util.Objects;

/** A site as it runs at home: every reading comes with the link's new counters. */
final class LiveSite {

    private final Site site;
    private SiteState state;

    LiveSite(SiteSettings settings) {
        site = new Site(settings);
        state = SiteState.initial(settings, PeakHistory.EMPTY);
    }

    SiteStep step(SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        return step;
    }

    SiteStep read(Reading reading) {
        var at = Objects.requireNonNull(reading.measuredAt());
        LinkHealth link =
                state.metering().link().connected()
                        ? state.metering().link()
                        : state.metering().link().opened();
        return step(new SiteInput.MeterRead(reading, at, link.accepted(at, null)));
    }
}
