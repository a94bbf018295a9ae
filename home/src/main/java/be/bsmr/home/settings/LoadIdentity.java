package be.bsmr.home.settings;

import be.bsmr.unit.Power;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a load is, whether or not it is controlled.
 *
 * @param id by which programs call it; empty only before its entry is read
 * @param name by which people call it; empty = as its id
 * @param priority 1…10, the lowest is shed first
 * @param powerW what it draws when it runs, W; 0 = learn it
 * @param wires of the grid that it hangs on: 1, 2, 3
 * @param needs ids of loads without which it does not work
 */
public record LoadIdentity(
        String id, String name, int priority, int powerW, List<Integer> wires, List<String> needs) {

    /**
     * @throws IllegalArgumentException when the power is below zero
     */
    public LoadIdentity {
        wires = List.copyOf(wires);
        needs = List.copyOf(needs);
        if (powerW < 0) {
            throw new IllegalArgumentException(
                    "power_w of load '"
                            + id
                            + "' is what it draws, such as 2400, or left out to be learned; not "
                            + powerW);
        }
    }

    String shownName() {
        return name.isEmpty() ? id : name;
    }

    /** Null when it is to be learned. */
    @Nullable Power power() {
        return powerW == 0 ? null : new Power(powerW);
    }
}
