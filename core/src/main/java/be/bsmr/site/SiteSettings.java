package be.bsmr.site;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Load;
import be.bsmr.meter.MeterId;
import be.bsmr.quarter.AlarmLine;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Current;
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
 * @param loads that may be controlled
 * @param control how far the controller may go
 * @param fuse the main fuse, per wire; empty = as the meter says, if it does
 * @param connection what the connection is rated for; empty = as fuse and meter say, if they do
 * @param meter the one to follow where several speak; empty = the first that is heard
 * @param silence after this long without a telegram the house is left alone
 * @param tariff what peaks cost; without sheets that is not known
 */
public record SiteSettings(
        ZoneId zone,
        PeakTarget target,
        Optional<Power> limit,
        AlarmLine alarmLine,
        List<Load> loads,
        ControlMode control,
        Optional<Current> fuse,
        Optional<Power> connection,
        Optional<MeterId> meter,
        Duration silence,
        CapacityTariff tariff) {

    public static final ZoneId BELGIUM = ZoneId.of("Europe/Brussels");

    public static final SiteSettings DEFAULT =
            new SiteSettings(
                    BELGIUM,
                    PeakTarget.WITHOUT_GOAL,
                    Optional.empty(),
                    AlarmLine.ORIGINAL,
                    List.of(),
                    ControlMode.ACTIVE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(60),
                    CapacityTariff.UNKNOWN);

    /** With other loads. */
    public SiteSettings controlling(List<Load> newLoads) {
        return with(target, newLoads, meter, tariff);
    }

    /** With one meter to follow, named by the owner. */
    public SiteSettings following(MeterId newMeter) {
        return with(target, loads, Optional.of(newMeter), tariff);
    }

    /** With what peaks cost. */
    public SiteSettings billed(CapacityTariff newTariff) {
        return with(target, loads, meter, newTariff);
    }

    /** With another target. */
    public SiteSettings aiming(PeakTarget newTarget) {
        return with(newTarget, loads, meter, tariff);
    }

    private SiteSettings with(
            PeakTarget newTarget,
            List<Load> newLoads,
            Optional<MeterId> newMeter,
            CapacityTariff newTariff) {
        return new SiteSettings(
                zone,
                newTarget,
                limit,
                alarmLine,
                newLoads,
                control,
                fuse,
                connection,
                newMeter,
                silence,
                newTariff);
    }

    public SiteSettings {
        loads = List.copyOf(loads);
        if (loads.stream().map(Load::id).distinct().count() != loads.size()) {
            throw new IllegalArgumentException("two loads have the same id");
        }
        for (Load load : loads) {
            for (String need : load.needs()) {
                if (loads.stream().noneMatch(l -> l.id().equals(need))) {
                    throw new IllegalArgumentException(
                            "load " + load.id() + " needs " + need + ", which is no load");
                }
            }
        }
    }
}
