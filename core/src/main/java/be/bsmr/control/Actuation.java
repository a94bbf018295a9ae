package be.bsmr.control;

import be.bsmr.unit.Power;
import java.util.Locale;

/** How a load can be controlled. */
public sealed interface Actuation {

    /** On or off, nothing between: a boiler behind a relay, a plug. */
    record OnOff() implements Actuation {}

    /**
     * Anything between two values: a car charger, a battery, a boiler behind a power controller.
     *
     * @param unit of the values
     * @param min lowest value while it is on; below zero it feeds the house, as a battery does
     * @param max highest value, above {@code min}
     * @param step values lie whole steps above {@code min}, 1 or more
     * @param wattsPerUnit what one of {@code unit} draws: 230 for an ampere of one phase, 690 for
     *     one of three phases of 230 V to the neutral, 398 for one of three without neutral
     * @param pausable whether it can be off too, as a charger can; a battery is not, its 0 lies in
     *     its range
     */
    record Modulating(Unit unit, int min, int max, int step, double wattsPerUnit, boolean pausable)
            implements Actuation {

        public Modulating {
            if (min >= max) {
                throw new IllegalArgumentException(
                        "min must be below max, not " + min + " and " + max);
            }
            if (step < 1) {
                throw new IllegalArgumentException("step is 1 or more, not " + step);
            }
            if (!(wattsPerUnit > 0)) {
                throw new IllegalArgumentException(
                        "one " + unit.label() + " draws more than 0 W, not " + wattsPerUnit);
            }
            if (min < 0 && unit != Unit.WATT) {
                throw new IllegalArgumentException("min below 0 is for watts, not " + unit.label());
            }
        }

        /** What it draws at {@code value}. */
        public Power power(int value) {
            return Power.ofWatts(Math.round(value * wattsPerUnit));
        }

        /** The highest value that draws no more than {@code watts}, within the range. */
        public int valueWithin(double watts) {
            double steps = Math.floor((watts / wattsPerUnit - min) / step + 1e-9);
            double most = Math.floorDiv(max - min, step);
            return min + step * (int) Math.max(0, Math.min(most, steps));
        }
    }

    /** What the value of a modulating load is counted in. */
    enum Unit {
        AMPERE,
        WATT,
        PERCENT;

        /** The name used in the configuration and in topics. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
