package be.bsmr.meter;

import be.bsmr.unit.Power;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the meter itself says about quarter-hours of import, or of export; all absent before version
 * 50217, of export in households.
 *
 * @param running 1-0:1.4.0 (export 2.4.0): import of the running quarter so far divided by a whole
 *     quarter-hour. It climbs from zero; it is not a running average
 * @param monthPeak 1-0:1.6.0 (2.6.0)
 * @param history 0-0:98.1.0, oldest first whatever order the meter sends; entries with an
 *     unreadable capture are left out
 */
public record DemandReading(
        @Nullable Power running, @Nullable MeterPeak monthPeak, List<HistoricPeak> history) {

    public static final DemandReading NONE = new DemandReading(null, null, List.of());

    public DemandReading {
        history = List.copyOf(history);
    }

    /** Whether the meter remembers the same peaks, whatever the running quarter is at. */
    public boolean sameMemoryAs(DemandReading other) {
        return Objects.equals(monthPeak, other.monthPeak) && history.equals(other.history);
    }
}
