package be.bsmr.home.settings;

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
public record SimulatedSettings(
        @Nullable BoilerSettings boiler,
        @Nullable HeatPumpSettings heatPump,
        @Nullable CarSettings car,
        @Nullable BatterySettings battery,
        @Nullable DryerSettings dryer,
        @Nullable Integer delayS,
        @Nullable Double failing,
        @Nullable Boolean metered) {

    /**
     * @throws IllegalArgumentException when it is none of the kinds, or several
     */
    public SimulatedSettings {
        long kinds =
                Stream.of(boiler, heatPump, car, battery, dryer).filter(Objects::nonNull).count();
        if (kinds != 1) {
            throw new IllegalArgumentException(
                    "a simulated load is one of boiler, heat_pump, car, battery and dryer");
        }
    }

    /** A tank of hot water. */
    public record BoilerSettings(
            @Nullable Double litres,
            @Nullable Double powerW,
            @Nullable Double setC,
            @Nullable Double bandK,
            @Nullable Double comfortC,
            @Nullable Double litresPerDay,
            @Nullable Double lossWattsPerK) {}

    /** A heat pump and the rooms that it heats. */
    public record HeatPumpSettings(
            @Nullable Double powerW,
            @Nullable Double cop,
            @Nullable Double setC,
            @Nullable Double bandK,
            @Nullable Double comfortC,
            @Nullable Double lossWattsPerK,
            @Nullable Double heatKwhPerK,
            @Nullable Integer restS) {}

    /** A car that comes home and leaves again. */
    public record CarSettings(
            @Nullable Double powerW,
            @Nullable String arrives,
            @Nullable String leaves,
            @Nullable Double kwh) {}

    /** A battery of the house. */
    public record BatterySettings(
            @Nullable Double powerW, @Nullable Double kwh, @Nullable Double efficiency) {}

    /** A machine with a program, such as a dryer or a washer. */
    public record DryerSettings(
            @Nullable Double powerW,
            @Nullable Integer programMin,
            @Nullable Integer withinMin,
            @Nullable Double perWeek) {}
}
