package be.bsmr.control;

import java.util.Locale;

/** How far the controller may go. */
public enum ControlMode {
    /** It looks on. */
    OFF,
    /** It decides and says why, but touches nothing. */
    SHADOW,
    /** It acts. */
    ACTIVE;

    /** The name used in the configuration, in topics and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
