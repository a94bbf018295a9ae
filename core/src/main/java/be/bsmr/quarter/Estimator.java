package be.bsmr.quarter;

import java.util.Locale;

/** How the import of a quarter is known, best first. */
public enum Estimator {
    /** The meter's own sum, 1-0:1.4.0, in steps of 0.25 Wh (from version 50217). */
    DEMAND_REGISTER,
    /** The difference of the import registers, in steps of 1 Wh. */
    REGISTERS,
    /** Power integrated over the meter's time. */
    POWER;

    /** The name used in reports, topics and columns. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
