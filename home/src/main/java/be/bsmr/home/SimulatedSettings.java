package be.bsmr.home;

import be.bsmr.backtest.ControlledLoad;
import be.bsmr.control.Actuation;
import be.bsmr.control.Load;
import be.bsmr.simulator.Battery;
import be.bsmr.simulator.Boiler;
import be.bsmr.simulator.Car;
import be.bsmr.simulator.Dryer;
import be.bsmr.simulator.HeatPump;
import be.bsmr.simulator.SimulatedLoad;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a load behaves in {@code evaluate control}: one of five kinds, and how its actuator obeys.
 * docs/evaluate.md explains each key; what is left out is null here and has the default given
 * there.
 *
 * @param delayS from a command to its effect, s; 2 when left out
 * @param failing share of attempts to command it that come to nothing, 0…1; 0 when left out
 * @param metered whether a meter of its own says what it draws; false when left out
 */
record SimulatedSettings(
        @Nullable BoilerSettings boiler,
        @Nullable HeatPumpSettings heatPump,
        @Nullable CarSettings car,
        @Nullable BatterySettings battery,
        @Nullable DryerSettings dryer,
        @Nullable Integer delayS,
        @Nullable Double failing,
        @Nullable Boolean metered) {

    private static final int MINUTE = 60;

    SimulatedSettings {
        long kinds =
                Stream.of(boiler, heatPump, car, battery, dryer).filter(Objects::nonNull).count();
        if (kinds != 1) {
            throw new IllegalArgumentException(
                    "a simulated load is one of boiler, heat_pump, car, battery and dryer");
        }
    }

    record BoilerSettings(
            @Nullable Double litres,
            @Nullable Double powerW,
            @Nullable Double setC,
            @Nullable Double bandK,
            @Nullable Double comfortC,
            @Nullable Double litresPerDay,
            @Nullable Double lossWattsPerK) {

        SimulatedLoad of(double watts, long seed) {
            return new Boiler(
                    new Boiler.Make(
                            or(litres, 150),
                            power(powerW, watts),
                            or(setC, 65),
                            or(bandK, 5),
                            or(comfortC, 40),
                            or(litresPerDay, 100),
                            or(lossWattsPerK, 1.5)),
                    seed);
        }
    }

    record HeatPumpSettings(
            @Nullable Double powerW,
            @Nullable Double cop,
            @Nullable Double setC,
            @Nullable Double bandK,
            @Nullable Double comfortC,
            @Nullable Double lossWattsPerK,
            @Nullable Double heatKwhPerK,
            @Nullable Integer restS) {

        SimulatedLoad of(double watts, long seed) {
            return new HeatPump(
                    new HeatPump.Make(
                            power(powerW, watts),
                            or(cop, 3.5),
                            or(setC, 21),
                            or(bandK, 0.6),
                            or(comfortC, 19.5),
                            or(lossWattsPerK, 170),
                            or(heatKwhPerK, 8),
                            restS == null ? 5 * MINUTE : restS),
                    seed);
        }
    }

    record CarSettings(
            @Nullable Double powerW,
            @Nullable String arrives,
            @Nullable String leaves,
            @Nullable Double kwh) {

        SimulatedLoad of(Load load, double watts, long seed) {
            double least =
                    load.actuation() instanceof Actuation.Modulating m
                            ? Math.max(0, m.power(m.min()).watts())
                            : 0;
            return new Car(
                    new Car.Make(
                            power(powerW, watts),
                            least,
                            time("arrives", arrives, "18:00"),
                            time("leaves", leaves, "07:30"),
                            or(kwh, 10)),
                    seed);
        }
    }

    record BatterySettings(
            @Nullable Double powerW, @Nullable Double kwh, @Nullable Double efficiency) {

        SimulatedLoad of(double watts) {
            return new Battery(
                    new Battery.Make(or(kwh, 5), power(powerW, watts), or(efficiency, 0.9)));
        }
    }

    record DryerSettings(
            @Nullable Double powerW,
            @Nullable Integer programMin,
            @Nullable Integer withinMin,
            @Nullable Double perWeek) {

        SimulatedLoad of(double watts, long seed) {
            return new Dryer(
                    new Dryer.Make(
                            power(powerW, watts),
                            MINUTE * (programMin == null ? 75 : programMin),
                            MINUTE * (withinMin == null ? 240 : withinMin),
                            or(perWeek, 4)),
                    seed);
        }
    }

    /**
     * The load in a trial.
     *
     * @param seed of what people do with it
     */
    ControlledLoad of(Load load, long seed) {
        return new ControlledLoad(
                load,
                simulated(load, seed),
                delayS == null ? 2 : delayS,
                or(failing, 0),
                metered != null && metered);
    }

    private SimulatedLoad simulated(Load load, long seed) {
        double watts =
                load.actuation() instanceof Actuation.Modulating m
                        ? m.power(m.max()).watts()
                        : load.power() == null ? Double.NaN : load.power().watts();
        if (boiler != null) {
            return boiler.of(watts, seed);
        }
        if (heatPump != null) {
            return heatPump.of(watts, seed);
        }
        if (car != null) {
            return car.of(load, watts, seed);
        }
        return battery != null ? battery.of(watts) : Objects.requireNonNull(dryer).of(watts, seed);
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
