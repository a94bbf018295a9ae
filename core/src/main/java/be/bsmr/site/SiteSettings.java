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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the owner chose.
 *
 * @param zone decides months; Europe/Brussels
 * @param aim what to stay under
 * @param loads that may be controlled
 * @param control how far the controller may go
 * @param rating what wires and connection bear
 * @param listening to which meter, and how long
 * @param tariff what peaks cost; without sheets that is not known
 */
public record SiteSettings(
        ZoneId zone,
        Aim aim,
        List<Load> loads,
        ControlMode control,
        Rating rating,
        Listening listening,
        CapacityTariff tariff) {

    public static final ZoneId BELGIUM = ZoneId.of("Europe/Brussels");

    public static final SiteSettings DEFAULT =
            new SiteSettings(
                    BELGIUM,
                    Aim.at(PeakTarget.WITHOUT_GOAL),
                    List.of(),
                    ControlMode.ACTIVE,
                    Rating.UNSAID,
                    Listening.TO_ANY,
                    CapacityTariff.UNKNOWN);

    /**
     * What a quarter is to stay under.
     *
     * @param target the demand to stay under
     * @param limit the limit line; empty = it follows the target
     * @param alarmLine how the alarm line falls
     */
    public record Aim(PeakTarget target, Optional<Power> limit, AlarmLine alarmLine) {

        /** With lines as the original draws them, after the target. */
        public static Aim at(PeakTarget target) {
            return new Aim(target, Optional.empty(), AlarmLine.ORIGINAL);
        }
    }

    /**
     * What the way from the grid into the house bears.
     *
     * @param fuse the main fuse, per wire; empty = as the meter says, if it does
     * @param connection what the connection is rated for; empty = as fuse and meter say, if they do
     */
    public record Rating(Optional<Current> fuse, Optional<Power> connection) {

        /** The owner says neither. */
        public static final Rating UNSAID = new Rating(Optional.empty(), Optional.empty());
    }

    /**
     * Which meter is listened to.
     *
     * @param meter the one to follow where several speak; empty = the first that is heard
     * @param silence after this long without a telegram the house is left alone
     */
    public record Listening(Optional<MeterId> meter, Duration silence) {

        /** To the first that is heard; silence lasts a minute. */
        public static final Listening TO_ANY =
                new Listening(Optional.empty(), Duration.ofSeconds(60));
    }

    /** With other loads. */
    public SiteSettings controlling(List<Load> newLoads) {
        return new SiteSettings(zone, aim, newLoads, control, rating, listening, tariff);
    }

    /** With one meter to follow, named by the owner. */
    public SiteSettings following(MeterId newMeter) {
        Listening toIt = new Listening(Optional.of(newMeter), listening.silence);
        return new SiteSettings(zone, aim, loads, control, rating, toIt, tariff);
    }

    /** With what peaks cost. */
    public SiteSettings billed(CapacityTariff newTariff) {
        return new SiteSettings(zone, aim, loads, control, rating, listening, newTariff);
    }

    /** With another target. */
    public SiteSettings aiming(PeakTarget newTarget) {
        Aim atIt = new Aim(newTarget, aim.limit, aim.alarmLine);
        return new SiteSettings(zone, atIt, loads, control, rating, listening, tariff);
    }

    public SiteSettings {
        loads = List.copyOf(loads);
        Set<String> ids = new HashSet<>();
        for (Load load : loads) {
            if (!ids.add(load.id())) {
                throw new IllegalArgumentException(
                        "the id '" + load.id() + "' is that of another load too: write another");
            }
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
