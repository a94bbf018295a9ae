package be.bsmr.home;

import be.bsmr.control.Decision;
import be.bsmr.home.json.DecisionWords;
import be.bsmr.site.SiteStep;
import be.bsmr.site.Speakers;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator, too, what is odd about the meter: who speaks, and whether its clock goes. */
final class MeterLog {

    private static final Logger log = LoggerFactory.getLogger(MeterLog.class);

    private static final Set<Decision.What> ABOUT_THE_METER =
            EnumSet.of(
                    Decision.What.METER_SWAPPED,
                    Decision.What.TWO_METERS,
                    Decision.What.OTHER_METER,
                    Decision.What.CLOCK_STANDS_STILL,
                    Decision.What.CLOCK_RUNS,
                    Decision.What.CLOCK_SET_BACK);

    private final DecisionWords words = new DecisionWords();

    void note(SiteStep step) {
        for (Decision d : step.decisions()) {
            if (ABOUT_THE_METER.contains(d.what())) {
                Speakers heard = step.state().watch().speakers();
                log.warn(
                        "{} (meter followed: {}, others: {})",
                        words.text(d, "en", null),
                        heard.followed() == null ? "none" : heard.followed(),
                        heard.others().isEmpty() ? "none" : heard.others());
            }
        }
    }
}
