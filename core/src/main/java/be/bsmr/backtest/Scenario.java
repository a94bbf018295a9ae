package be.bsmr.backtest;

import be.bsmr.meter.Grid;
import be.bsmr.unit.Current;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A house around a trace: the trace is what nobody controls, these loads come on top of it.
 *
 * @param zone of days and months
 * @param grid how it is connected; null = the meter tells nothing of the phases
 * @param shares of the trace on each of the three circuits; they add up to 1
 * @param fuse the main fuse, per wire; null = none is watched
 * @param seed of the commands that fail
 */
public record Scenario(
        ZoneId zone,
        @Nullable Grid grid,
        List<Double> shares,
        @Nullable Current fuse,
        long seed,
        List<ControlledLoad> loads) {

    public Scenario {
        shares = List.copyOf(shares);
        loads = List.copyOf(loads);
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        if (shares.size() != 3 || Math.abs(sum - 1) > 1e-6) {
            throw new IllegalArgumentException(
                    "shares are three numbers that add up to 1, not " + shares);
        }
    }
}
