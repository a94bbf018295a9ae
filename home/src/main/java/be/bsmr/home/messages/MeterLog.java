package be.bsmr.home.messages;

import be.bsmr.control.Decision;
import be.bsmr.home.json.DecisionWords;
import be.bsmr.home.words.Language;
import be.bsmr.site.MeteringStep;
import be.bsmr.site.Speakers;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator, too, what is odd about the meter: who speaks, and whether its clock goes. The
 * same thing three times, and then ever more rarely.
 */
public final class MeterLog {

    private static final Logger log = LoggerFactory.getLogger(MeterLog.class);

    private static final Set<Decision.What> ABOUT_THE_METER =
            EnumSet.of(
                    Decision.What.METER_SWAPPED,
                    Decision.What.TWO_METERS,
                    Decision.What.OTHER_METER,
                    Decision.What.CLOCK_STANDS_STILL,
                    Decision.What.CLOCK_RUNS,
                    Decision.What.CLOCK_SET_BACK);

    private static final long EACH = 3;

    private final DecisionWords words = new DecisionWords(ZoneOffset.UTC);
    private final Map<Decision.What, Long> counts = new EnumMap<>(Decision.What.class);

    /** Takes each step. */
    public void note(MeteringStep step) {
        for (Decision d : step.decisions()) {
            if (ABOUT_THE_METER.contains(d.what())) {
                tell(d, counts.merge(d.what(), 1L, Long::sum), step.metering().watch().speakers());
            }
        }
    }

    private void tell(Decision d, long count, Speakers heard) {
        if (count > EACH && Long.bitCount(count) > 1) {
            return;
        }
        log.warn(
                "{}: {}{} (meter followed: {}, others: {})",
                d.at(),
                words.text(d, Language.en, null),
                count > EACH ? " (" + count + " times so far)" : "",
                heard.followed() == null ? "none" : heard.followed(),
                heard.others().isEmpty() ? "none" : heard.others());
    }
}
