package be.bsmr.control;

import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.DemandForecast;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** A winter's night in which a car must be charged, as the controller sees it. */
final class Night {

    static final ZoneId ZONE = ZoneId.of("Europe/Brussels");

    /** Half past eleven in the evening in Belgium; until seven there are thirty quarters. */
    static final Instant NOW = Instant.parse("2026-01-13T22:30:00Z");

    static final Instant MIDNIGHT = Instant.parse("2026-01-13T23:00:00Z");

    private Night() {}

    /** 16 A; what it must still have by seven. */
    static LoadNow car(int wattHours) {
        Due due = new Due(Energy.ofWattHours(100_000), WeeklyTime.parse("18:00-07:00"));
        Limits limits =
                new Limits(
                        Duration.ZERO, Duration.ZERO, null, 0, List.of(), due, Duration.ofHours(2));
        LoadNow car = LoadNow.initial(charger(limits, new Load.FailSafe.On()));
        double had = Energy.ofWattHours(100_000 - wattHours).joules();
        return car.drawing(car.draw().running(true, NOW.minusSeconds(60)))
                .counting(car.day().due(NOW.minusSeconds(3600), had));
    }

    /** 6 to 16 A on one wire. */
    static Load charger(Limits limits, Load.FailSafe failSafe) {
        return new Load(
                "car",
                "Car",
                2,
                null,
                new Actuation.Modulating(Actuation.Unit.AMPERE, 6, 16, 1, 230, true),
                Set.of(1),
                limits,
                List.of(),
                failSafe);
    }

    /** With a target of 2.5 kW. */
    static View view(ToIntFunction<QuarterHour> house, boolean knowsADay, Plan plan) {
        return view(NOW, house, knowsADay, plan);
    }

    /** A quarter with a target of 2.5 kW that comes to {@code demand} W. */
    static Outlook outlook(Instant now, int demand) {
        return new Outlook(
                now,
                new QuarterDemand(
                        QuarterHour.of(now), Energy.ZERO, 1, Estimator.DEMAND_REGISTER, false),
                DemandForecast.certain(new Power(demand), Power.ZERO, Power.ZERO),
                new Power(2500),
                Energy.ofWattHours(625),
                Energy.ofWattHours(625),
                null,
                Alarm.NONE);
    }

    static View view(Instant now, ToIntFunction<QuarterHour> house, boolean knowsADay, Plan plan) {
        return view(now, house, knowsADay, Costs.UNKNOWN, plan);
    }

    static View view(
            Instant now,
            ToIntFunction<QuarterHour> house,
            boolean knowsADay,
            Costs costs,
            Plan plan) {
        return new View(
                outlook(now, 400),
                ZONE,
                List.of(),
                null,
                false,
                q -> DemandDistribution.certain(new Power(house.applyAsInt(q))),
                knowsADay,
                costs,
                plan);
    }
}
