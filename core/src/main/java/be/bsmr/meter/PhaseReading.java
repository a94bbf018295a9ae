package be.bsmr.meter;

import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One phase at one moment. A component is null when the meter does not send it (phase powers come
 * from version 50216 on; single-phase meters send only L1).
 */
public record PhaseReading(
        @Nullable Power importPower,
        @Nullable Power exportPower,
        @Nullable Voltage voltage,
        @Nullable Current current) {

    public static final PhaseReading NONE = new PhaseReading(null, null, null, null);

    /**
     * The current, below zero when the wire feeds the grid: the meter tells its direction only of
     * the power. Null when the meter tells no current.
     */
    public @Nullable Current signedCurrent() {
        boolean back =
                exportPower != null
                        && exportPower.isAbove(Objects.requireNonNullElse(importPower, Power.ZERO));
        return current == null || !back ? current : new Current(-current.milliamperes());
    }
}
