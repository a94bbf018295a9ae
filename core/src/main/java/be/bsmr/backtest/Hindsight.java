package be.bsmr.backtest;

import be.bsmr.simulator.Need;
import java.time.Instant;
import java.util.List;

/**
 * One quarter as only hindsight knows it.
 *
 * @param start of the quarter
 * @param baseWatts mean of what nobody controls, import minus export; not a number when it is not
 *     known from start to end
 * @param uncontrolledWatts import when nobody controls; likewise
 * @param needs of each load of the scenario, in its order
 * @param drawnWatts mean of what each load draws when nobody controls, in the same order
 */
public record Hindsight(
        Instant start,
        double baseWatts,
        double uncontrolledWatts,
        List<Need> needs,
        List<Double> drawnWatts) {

    public Hindsight {
        needs = List.copyOf(needs);
        drawnWatts = List.copyOf(drawnWatts);
    }
}
