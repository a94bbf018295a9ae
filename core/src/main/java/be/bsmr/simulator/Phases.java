package be.bsmr.simulator;

import be.bsmr.meter.Grid;
import be.bsmr.meter.PhaseReading;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import java.util.List;
import java.util.Random;

/**
 * The net power of each phase, positive = import, as the house's grid divides it.
 *
 * @param watts one value for one phase, else three
 */
public record Phases(Grid grid, List<Integer> watts) {

    private static final double NOMINAL_VOLTS = 230;

    /**
     * @param a power on the first circuit, with the solar panels
     * @param b on the second
     * @param c on the third
     */
    public static Phases of(Grid grid, int a, int b, int c) {
        return switch (grid) {
            case SINGLE_PHASE -> new Phases(grid, List.of(a + b + c));
            case STAR_400 -> new Phases(grid, List.of(a, b, c));
            // Two wattmeters see it all: the circuit between L1 and L3 is shared by both.
            case DELTA_230 -> new Phases(grid, List.of(a + c - c / 2, 0, b + c / 2));
        };
    }

    /** The meter nets the phases every instant: it imports or exports, never both. */
    public Power imported() {
        return new Power(Math.max(0, sum()));
    }

    public Power exported() {
        return new Power(Math.max(0, -sum()));
    }

    public List<PhaseReading> readings(Random noise) {
        if (grid == Grid.DELTA_230) {
            double i1 = Math.abs(watts.get(0)) / NOMINAL_VOLTS;
            double i3 = Math.abs(watts.get(2)) / NOMINAL_VOLTS;
            // Two currents 60° apart meet in the second wire.
            double i2 = Math.sqrt(i1 * i1 + i3 * i3 + i1 * i3);
            return List.of(
                    phase(watts.get(0), volts(noise, watts.get(0)), i1),
                    phase(0, 0, i2),
                    phase(watts.get(2), volts(noise, watts.get(2)), i3));
        }
        return watts.stream()
                .map(w -> phase(w, volts(noise, w), Math.abs(w) / NOMINAL_VOLTS))
                .toList();
    }

    private int sum() {
        return watts.stream().mapToInt(Integer::intValue).sum();
    }

    /** Load pulls the voltage down a little, injection pushes it up. */
    private static double volts(Random noise, int watts) {
        return NOMINAL_VOLTS + 2 - watts / 1500.0 + noise.nextGaussian() * 0.3;
    }

    private static PhaseReading phase(int watts, double volts, double amperes) {
        return new PhaseReading(
                new Power(Math.max(0, watts)),
                new Power(Math.max(0, -watts)),
                new Voltage((int) Math.round(volts * 10) * 100),
                new Current((int) Math.round(amperes * 100) * 10));
    }
}
