package be.bsmr.meter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well the grid has served, as mostly Dutch meters count it. A count is null when the meter
 * does not send it.
 *
 * @param failures power failures in any phase (0-0:96.7.21)
 * @param longFailures those of more than three minutes (0-0:96.7.9; DSMR P1 §6.12)
 * @param failureLog the last long ones (1-0:99.97.0), in the meter's order
 * @param sags voltage sags by phase (1-0:32.32.0, 52.32.0, 72.32.0)
 * @param swells voltage swells by phase (1-0:32.36.0, 52.36.0, 72.36.0)
 */
public record SupplyQuality(
        @Nullable Integer failures,
        @Nullable Integer longFailures,
        List<PowerFailure> failureLog,
        PhaseCounts sags,
        PhaseCounts swells) {

    /** A count by phase; null where the meter does not send it. */
    public record PhaseCounts(@Nullable Integer l1, @Nullable Integer l2, @Nullable Integer l3) {

        public static final PhaseCounts NONE = new PhaseCounts(null, null, null);
    }

    public static final SupplyQuality UNKNOWN =
            new SupplyQuality(null, null, List.of(), PhaseCounts.NONE, PhaseCounts.NONE);

    public SupplyQuality {
        failureLog = List.copyOf(failureLog);
    }
}
