package be.bsmr.home.settings;

import be.bsmr.control.Actuation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A load that can be set between two values.
 *
 * @param unit ampere, watt or percent; ampere when left out (null)
 * @param min the least it can be set to, in its unit; below zero where it can give
 * @param max the most it can be set to, in its unit
 * @param step values are whole steps above the least; 1 when left out (null)
 * @param wattsPerUnit what one unit draws; null = by the unit and the wires
 * @param pausable whether it can be off too; true when left out (null) and min is above 0
 */
public record ModulatingSettings(
        Actuation.Unit unit,
        int min,
        int max,
        Integer step,
        @Nullable Double wattsPerUnit,
        @Nullable Boolean pausable) {

    private static final double PHASE = 230;

    public ModulatingSettings {
        unit = Objects.requireNonNullElse(unit, Actuation.Unit.AMPERE);
        step = Objects.requireNonNullElse(step, 1);
    }

    Actuation actuation(int wires, int powerW) {
        return new Actuation.Modulating(
                unit,
                min,
                max,
                step,
                wattsPerUnit == null ? usual(unit, wires, powerW) : wattsPerUnit,
                pausable == null ? min > 0 : pausable);
    }

    private static double usual(Actuation.Unit unit, int wires, int powerW) {
        return switch (unit) {
            case AMPERE -> wires == 3 ? 3 * PHASE : PHASE;
            case WATT -> 1;
            case PERCENT -> powerW / 100.0;
        };
    }
}
