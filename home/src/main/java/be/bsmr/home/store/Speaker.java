package be.bsmr.home.store;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Who a reading comes from.
 *
 * @param clock how often the meter's clock had been set back before: stamps compare only within one
 *     setting
 * @param declaredGrid null when the meter does not say
 */
record Speaker(int clock, Identity identity, @Nullable Grid declaredGrid) {

    /** Whether it is the same meter, whatever its clock was. */
    boolean isSameAs(Speaker other) {
        return identity.equals(other.identity) && declaredGrid == other.declaredGrid;
    }
}
