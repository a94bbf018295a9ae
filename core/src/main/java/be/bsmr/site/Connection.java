package be.bsmr.site;

import be.bsmr.control.Outlook;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import org.jspecify.annotations.Nullable;

/**
 * How much the connection to the grid can give, as the owner or the meter says. Nothing is assumed:
 * a house has 9 kW, a bakery 56, a workshop behind current transformers 400.
 */
final class Connection {

    private static final double VOLTS = 230;

    private Connection() {}

    /**
     * More than can be drawn for the rest of a quarter; null while the size of the connection is
     * not known, and when what was drawn shows that it is larger.
     *
     * @param grid null while unknown
     */
    static @Nullable Power most(
            SiteSettings settings,
            Reading reading,
            @Nullable Grid grid,
            RunningQuarter quarter,
            PeakHistory peaks) {
        Power rated = rated(settings, reading, grid);
        if (rated == null) {
            return null;
        }
        Power seen = quarter.power().highest();
        for (MonthPeak peak : peaks.months().values()) {
            seen = seen.max(peak.demand());
        }
        Power most = Power.ofWatts((long) rated.watts() * Outlook.BEARS_TIMES);
        return seen.isAbove(most) ? null : most;
    }

    /**
     * What the connection is rated for: as the owner says, or else the larger of what fuse and
     * limiter say; null when none is known.
     */
    private static @Nullable Power rated(
            SiteSettings settings, Reading reading, @Nullable Grid grid) {
        if (settings.rating().connection().isPresent()) {
            return settings.rating().connection().get();
        }
        Power limiter = reading.supply().limiter();
        Current fuse = settings.rating().fuse().orElse(reading.supply().fuse());
        if (fuse == null) {
            return limiter;
        }
        Power fused = Power.ofWatts(Math.round(fuse.amperes() * VOLTS * wires(grid)));
        return limiter == null ? fused : fused.max(limiter);
    }

    /** How many times 230 V and a wire's current make the power; the largest while unknown. */
    private static double wires(@Nullable Grid grid) {
        if (grid == Grid.SINGLE_PHASE) {
            return 1;
        }
        return grid == Grid.DELTA_230 ? Math.sqrt(3) : 3;
    }
}
