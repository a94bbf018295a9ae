package be.bsmr.home.trial;

import be.bsmr.backtest.ControlledLoad;
import be.bsmr.backtest.Hindsight;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The lowest peak that a plan of whole quarters reaches when all is known in advance, without
 * liberties that nobody has: nothing is drawn before its time, nothing later than the load may be
 * withheld, a compressor runs whole quarters, and all is delivered. Unlike {@link PeakBound} it is
 * a plan that can be carried out; there may be a better one.
 *
 * <p>Each level is tried by filling the quarters up to it in the order of time, the earliest
 * deadline first; the lowest that holds is found by halving. Each period stands for itself: what is
 * drawn in it when nobody controls is drawn in it here too.
 */
public final class PracticalBound {

    /** W. */
    private static final double CLOSE = 0.5;

    private PracticalBound() {}

    /**
     * Of each period that has a quarter: never below {@code least}.
     *
     * @param loads in the order of the needs
     * @param period in which a quarter begins
     * @param least what nobody can do better than, {@link PeakBound}
     */
    public static <P extends Comparable<? super P>> SortedMap<P, Power> of(
            List<Hindsight> quarters,
            List<ControlledLoad> loads,
            Function<Instant, P> period,
            SortedMap<P, Power> least) {
        List<Movable> movable = loads.stream().map(Movable::of).toList();
        SortedMap<P, Power> bounds = new TreeMap<>();
        Periods.of(quarters, period)
                .forEach(
                        (p, of) ->
                                bounds.put(
                                        p,
                                        Power.ofWatts((long) lowest(of, movable))
                                                .max(least.getOrDefault(p, Power.ZERO))));
        return bounds;
    }

    private static double lowest(List<Hindsight> quarters, List<Movable> loads) {
        double least = 0;
        double most = 0;
        for (Hindsight q : quarters) {
            if (!Double.isNaN(q.baseWatts())) {
                most = Math.max(most, q.uncontrolledWatts());
            }
        }
        // Whatever the plan, nobody control reaches this.
        while (most - least > CLOSE) {
            double level = (least + most) / 2;
            if (new LevelTrial(quarters, loads, level).holds()) {
                most = level;
            } else {
                least = level;
            }
        }
        return most;
    }
}
