package be.bsmr.fleet.demo;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.DemandForecast;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import be.bsmr.wire.ForecastSent;
import be.bsmr.wire.HouseMessage;
import be.bsmr.wire.QuarterSent;
import be.bsmr.wire.SecondsBlock;
import be.bsmr.wire.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A simulated flat with a BSMR of its own: some have a car, which obeys. Says each minute what a
 * house says to its fleet. Changes as it lives.
 */
final class Flat {

    /** What a charger with a fixed cable takes, one phase at 32 A. */
    static final Power CHARGER = Power.ofWatts(7400);

    private static final Load CAR =
            new Load(
                    Household.CAR,
                    "Car",
                    1,
                    CHARGER,
                    new Actuation.OnOff(),
                    Set.of(),
                    Limits.USUAL,
                    List.of(),
                    new Load.FailSafe.On());

    private final String key;
    private final boolean withCar;
    private final Household house;
    private final Site site;
    private final List<Reading> minute = new ArrayList<>(60);
    private final List<QuarterDemand> ended = new ArrayList<>();
    private SiteState state;
    private @Nullable ForecastSent foreseen;

    /**
     * @param key by which its fleet knows it
     * @param target what its owner aims to stay under
     */
    Flat(String key, long seed, Instant start, boolean withCar, Power target) {
        this.key = key;
        this.withCar = withCar;
        house =
                withCar
                        ? Household.withCarAndHeatPump(
                                seed, start, SiteSettings.BELGIUM, Grid.STAR_400)
                        : new Household(seed, start, SiteSettings.BELGIUM, Grid.STAR_400);
        SiteSettings settings =
                SiteSettings.DEFAULT
                        .aiming(PeakTarget.fixed(target))
                        .controlling(withCar ? List.of(CAR) : List.of());
        site = new Site(settings);
        state = SiteState.initial(settings, PeakHistory.EMPTY, Forecaster.SMALL);
    }

    String key() {
        return key;
    }

    boolean withCar() {
        return withCar;
    }

    /** Lives through one second. */
    void second() {
        Reading reading = house.next();
        Instant at = Optional.ofNullable(reading.measuredAt()).orElseThrow();
        minute.add(reading);
        SiteStep step = take(new MeterRead(reading, at, LinkHealth.INITIAL));
        step.finished().ifPresent(ended::add);
        foreseen = foreseen(step, at, reading);
    }

    private static @Nullable ForecastSent foreseen(SiteStep step, Instant at, Reading reading) {
        var outlook = step.state().foresight().outlook();
        if (outlook == null) {
            return null;
        }
        DemandForecast forecast = outlook.forecast();
        return new ForecastSent(
                QuarterHour.of(at), at, reading.netPower().orElse(null), forecast.likely());
    }

    private SiteStep take(SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        for (Command command : step.commands()) {
            house.allow(
                    command.load(),
                    command instanceof Command.Shed ? Allowance.OFF : Allowance.UNCONTROLLED);
            take(
                    new SiteInput.LoadReport(
                            input.at(), command.load(), LoadState.Report.CONFIRMED, command.at()));
        }
        return step;
    }

    /** What it says at the end of a minute: its seconds, the quarters that ended, its forecast. */
    List<HouseMessage> said() {
        List<HouseMessage> said = new ArrayList<>(3);
        said.add(SecondsBlock.of(minute));
        ended.forEach(demand -> said.add(new QuarterSent(demand)));
        if (foreseen != null) {
            said.add(foreseen);
        }
        minute.clear();
        ended.clear();
        return said;
    }

    /** What its community grants it. */
    void hear(Share share) {
        Instant now = house.nextAt();
        if (share.until().isAfter(now)) {
            take(new SiteInput.LimitGranted(now, share.demand(), share.until()));
        }
    }
}
