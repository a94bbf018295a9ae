package be.bsmr.home.settings;

import be.bsmr.control.ControlMode;
import be.bsmr.unit.Current;
import java.util.Optional;

/**
 * How far the controller may go with the loads.
 *
 * @param mode off, shadow or active
 * @param fuseA the main fuse in ampere, per wire, at most 4000; 0 = as the meter says, if it does
 */
public record ControlSettings(ControlMode mode, int fuseA) {

    static final ControlSettings DEFAULT = new ControlSettings(ControlMode.ACTIVE, 0);

    private static final int MOST_AMPERES = 4000;

    /**
     * @throws IllegalArgumentException when the fuse is out of range
     */
    public ControlSettings {
        if (fuseA < 0 || fuseA > MOST_AMPERES) {
            throw new IllegalArgumentException(
                    "fuse_a is 0 to " + MOST_AMPERES + " A, not " + fuseA);
        }
    }

    Optional<Current> fuse() {
        return fuseA == 0 ? Optional.empty() : Optional.of(Current.ofAmperes(fuseA));
    }
}
