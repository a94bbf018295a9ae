package be.bsmr.home.trial;

import be.bsmr.backtest.Hindsight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Quarters by the period in which they begin. */
final class Periods {

    private Periods() {}

    static <P extends Comparable<? super P>> SortedMap<P, List<Hindsight>> of(
            List<Hindsight> quarters, Function<Instant, P> period) {
        SortedMap<P, List<Hindsight>> periods = new TreeMap<>();
        for (Hindsight quarter : quarters) {
            periods.computeIfAbsent(period.apply(quarter.start()), p -> new ArrayList<>())
                    .add(quarter);
        }
        return periods;
    }
}
