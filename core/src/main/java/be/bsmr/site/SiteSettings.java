package be.bsmr.site;

import be.bsmr.control.Load;
import be.bsmr.quarter.AlarmLine;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What the owner chose.
 *
 * @param zone decides months; Europe/Brussels
 * @param target the demand to stay under
 * @param limit the limit line; empty = it follows the target
 * @param alarmLine how the alarm line falls
 * @param loads in the order in which they are shed
 * @param silence after this long without a telegram the house is left alone
 */
public record SiteSettings(
        ZoneId zone,
        PeakTarget target,
        Optional<Power> limit,
        AlarmLine alarmLine,
        List<Load> loads,
        Duration silence) {

    public static final ZoneId BELGIUM = ZoneId.of("Europe/Brussels");

    public static final SiteSettings DEFAULT =
            new SiteSettings(
                    BELGIUM,
                    PeakTarget.WITHOUT_GOAL,
                    Optional.empty(),
                    AlarmLine.ORIGINAL,
                    List.of(),
                    Duration.ofSeconds(60));

    public SiteSettings {
        loads = List.copyOf(loads);
        if (loads.stream().map(Load::id).distinct().count() != loads.size()) {
            throw new IllegalArgumentException("two loads have the same id");
        }
    }
}
