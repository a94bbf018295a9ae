package be.bsmr.otherwise;

import be.bsmr.backtest.ControlTrial;
import be.bsmr.backtest.ControlledLoad;
import be.bsmr.backtest.EachSecond;
import be.bsmr.backtest.HouseTrial;
import be.bsmr.backtest.Scenario;
import be.bsmr.control.Actuation;
import be.bsmr.control.ControlMode;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.simulator.Battery;
import be.bsmr.simulator.Moment;
import be.bsmr.simulator.SimulatedLoad;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The past once more through the very same site, second by second: what nobody controls draws as it
 * did, and the site controls the loads around it, as it foresees and commands live. A command takes
 * two seconds. The time before {@code counted} is only for the forecast to learn the house; at
 * {@code counted} no peak has been set yet. Changes as it runs.
 */
public final class SecondBySecond {

    /** So long the forecast learns where that is kept. */
    public static final Duration WARM_UP = Duration.ofDays(1);

    private static final int DELAY_S = 2;

    private final EachSecond seconds;
    private final HouseTrial house;
    private final List<SimulatedLoad> uncontrolled;
    private final List<Assumed> assumed;
    private final List<double[]> wishes;
    private final List<String> unmodelled;
    private final RelivedTally tally;
    private final long counted;

    private SecondBySecond(
            SiteSettings settings,
            List<ControlledLoad> loads,
            List<Assumed> assumed,
            List<double[]> wishes,
            List<String> unmodelled,
            Instant counted) {
        this.assumed = assumed;
        this.wishes = wishes;
        this.unmodelled = unmodelled;
        this.counted = counted.getEpochSecond();
        tally = new RelivedTally(settings.zone(), settings.aim().target());
        uncontrolled = loads.stream().map(ControlledLoad::simulated).toList();
        house =
                HouseTrial.under(
                        settings,
                        new Scenario(
                                settings.zone(), null, List.of(1.0, 0.0, 0.0), null, 1, loads));
        seconds = new EachSecond(settings.zone(), ControlTrial.LONGEST_SILENCE, this::run);
    }

    /**
     * With a battery that the site controls; the loads of the house stay as they were.
     *
     * @param settings of the owner
     * @param counted the start of the first quarter that counts
     */
    public static SecondBySecond withBattery(
            SiteSettings settings, Battery.Make make, Instant counted) {
        int watts = (int) Math.max(1, Math.round(make.watts()));
        Load load =
                new Load(
                        "battery",
                        "Battery",
                        1,
                        new Power(watts),
                        new Actuation.Modulating(Actuation.Unit.WATT, -watts, watts, 1, 1, false),
                        Set.of(),
                        Limits.USUAL,
                        List.of(),
                        new Load.FailSafe.At(0));
        return new SecondBySecond(
                controlling(settings, settings.aim().target(), List.of(load)),
                List.of(new ControlledLoad(load, new Battery(make), DELAY_S, 0, true)),
                List.of(),
                List.of(),
                List.of(),
                counted);
    }

    /**
     * Under another target: what the owner's loads are assumed to have drawn is taken out, and the
     * site says when they may draw it.
     *
     * @param lived all of the time that is gone through, to know when each load ran
     * @param settings of the owner
     * @param counted the start of the first quarter that counts
     */
    public static SecondBySecond under(
            Power target, Lived lived, SiteSettings settings, Instant counted) {
        List<Assumed> assumed = Assumed.of(lived, settings.loads());
        List<String> known = assumed.stream().map(a -> a.mover().load().id()).toList();
        List<double[]> wishes = new ArrayList<>();
        List<ControlledLoad> loads = new ArrayList<>();
        for (Assumed a : assumed) {
            double[] wish = new double[Postponed.QUARTER];
            wishes.add(wish);
            loads.add(
                    new ControlledLoad(
                            modelled(a.mover(), known),
                            new Postponed(a.mover().power().watts(), wish),
                            DELAY_S,
                            0,
                            false));
        }
        return new SecondBySecond(
                controlling(
                        settings,
                        PeakTarget.fixed(target),
                        loads.stream().map(ControlledLoad::load).toList()),
                loads,
                assumed,
                wishes,
                settings.loads().stream().map(Load::id).filter(id -> !known.contains(id)).toList(),
                counted);
    }

    /** A load as its owner wants it; no wire is watched, as the trace is of all of them. */
    private static Load modelled(Mover mover, List<String> known) {
        Load load = mover.load();
        return new Load(
                load.id(),
                load.name(),
                load.priority(),
                mover.power(),
                load.actuation(),
                Set.of(),
                load.limits(),
                load.needs().stream().filter(known::contains).toList(),
                new Load.FailSafe.On());
    }

    private static SiteSettings controlling(SiteSettings own, PeakTarget target, List<Load> loads) {
        return new SiteSettings(
                own.zone(),
                new SiteSettings.Aim(target, own.aim().limit(), own.aim().alarmLine()),
                loads,
                ControlMode.ACTIVE,
                own.rating(),
                SiteSettings.Listening.TO_ANY,
                own.tariff());
    }

    /** The next reading of the past. */
    public void take(MeterRead read) {
        seconds.take(read);
    }

    private void run(Moment now, double watts) {
        long second = now.second();
        if (second == counted) {
            house.forgetPeaks();
        }
        int elapsed = (int) Math.floorMod(second, (long) Postponed.QUARTER);
        double base = watts;
        for (int i = 0; i < assumed.size(); i++) {
            double wish = assumed.get(i).drew(second, base);
            wishes.get(i)[elapsed] = wish;
            base -= wish;
        }
        house.run(now, base, uncontrolled);
        boolean counts = second >= counted;
        if (counts) {
            tally.second(second, watts, house.net(second));
        }
        for (int i = 0; i < uncontrolled.size(); i++) {
            double drew = house.drew(i, second);
            if (!assumed.isEmpty()) {
                tally.drawn(wishes.get(i)[elapsed], drew, counts);
            } else if (counts) {
                tally.stored(drew);
            }
        }
        if (counts) {
            tally.end(second);
        }
    }

    /** So far. */
    public Relived result() {
        return tally.result(unmodelled);
    }
}
