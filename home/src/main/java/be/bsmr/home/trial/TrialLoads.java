package be.bsmr.home.trial;

import be.bsmr.backtest.ControlledLoad;
import be.bsmr.control.Actuation;
import be.bsmr.control.Load;
import be.bsmr.home.settings.SimulatedSettings;
import be.bsmr.simulator.Battery;
import be.bsmr.simulator.Boiler;
import be.bsmr.simulator.Car;
import be.bsmr.simulator.Dryer;
import be.bsmr.simulator.HeatPump;
import be.bsmr.simulator.SimulatedLoad;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Loads with the physics that their settings ask for. */
final class TrialLoads {

    private static final int MINUTE = 60;

    private TrialLoads() {}

    /**
     * A load in a trial.
     *
     * @param seed of what people do with it
     * @throws IllegalArgumentException when its power or a time is missing or wrong
     */
    static ControlledLoad of(SimulatedSettings settings, Load load, long seed) {
        return new ControlledLoad(
                load,
                simulated(settings, load, seed),
                settings.delayS() == null ? 2 : settings.delayS(),
                or(settings.failing(), 0),
                settings.metered() != null && settings.metered());
    }

    private static SimulatedLoad simulated(SimulatedSettings settings, Load load, long seed) {
        double watts =
                load.actuation() instanceof Actuation.Modulating m
                        ? m.power(m.max()).watts()
                        : load.power() == null ? Double.NaN : load.power().watts();
        if (settings.boiler() != null) {
            return boiler(settings.boiler(), watts, seed);
        }
        if (settings.heatPump() != null) {
            return heatPump(settings.heatPump(), watts, seed);
        }
        if (settings.car() != null) {
            return car(settings.car(), load, watts, seed);
        }
        return settings.battery() != null
                ? battery(settings.battery(), watts)
                : dryer(Objects.requireNonNull(settings.dryer()), watts, seed);
    }

    private static SimulatedLoad boiler(
            SimulatedSettings.BoilerSettings of, double watts, long seed) {
        return new Boiler(
                new Boiler.Make(
                        or(of.litres(), 150),
                        power(of.powerW(), watts),
                        or(of.setC(), 65),
                        or(of.bandK(), 5),
                        or(of.comfortC(), 40),
                        or(of.litresPerDay(), 100),
                        or(of.lossWattsPerK(), 1.5)),
                seed);
    }

    private static SimulatedLoad heatPump(
            SimulatedSettings.HeatPumpSettings of, double watts, long seed) {
        return new HeatPump(
                new HeatPump.Make(
                        power(of.powerW(), watts),
                        or(of.cop(), 3.5),
                        or(of.setC(), 21),
                        or(of.bandK(), 0.6),
                        or(of.comfortC(), 19.5),
                        or(of.lossWattsPerK(), 170),
                        or(of.heatKwhPerK(), 8),
                        of.restS() == null ? 5 * MINUTE : of.restS()),
                seed);
    }

    private static SimulatedLoad car(
            SimulatedSettings.CarSettings of, Load load, double watts, long seed) {
        double least =
                load.actuation() instanceof Actuation.Modulating m
                        ? Math.max(0, m.power(m.min()).watts())
                        : 0;
        return new Car(
                new Car.Make(
                        power(of.powerW(), watts),
                        least,
                        time("arrives", of.arrives(), "18:00"),
                        time("leaves", of.leaves(), "07:30"),
                        or(of.kwh(), 10)),
                seed);
    }

    private static SimulatedLoad battery(SimulatedSettings.BatterySettings of, double watts) {
        return new Battery(
                new Battery.Make(
                        or(of.kwh(), 5), power(of.powerW(), watts), or(of.efficiency(), 0.9)));
    }

    private static SimulatedLoad dryer(
            SimulatedSettings.DryerSettings of, double watts, long seed) {
        return new Dryer(
                new Dryer.Make(
                        power(of.powerW(), watts),
                        MINUTE * (of.programMin() == null ? 75 : of.programMin()),
                        MINUTE * (of.withinMin() == null ? 240 : of.withinMin()),
                        or(of.perWeek(), 4)),
                seed);
    }

    private static double or(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    private static double power(@Nullable Double own, double ofLoad) {
        double watts = or(own, ofLoad);
        if (Double.isNaN(watts)) {
            throw new IllegalArgumentException(
                    "power_w is missing; write what the load draws, there or under simulated:");
        }
        return watts;
    }

    private static int time(String key, @Nullable String text, String otherwise) {
        try {
            return LocalTime.parse(text == null ? otherwise : text).toSecondOfDay();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    key + " is a time such as " + otherwise + ", not '" + text + "'", e);
        }
    }
}
