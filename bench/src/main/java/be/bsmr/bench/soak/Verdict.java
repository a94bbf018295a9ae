package be.bsmr.bench.soak;

import be.bsmr.home.store.History;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the program kept against the truth, quarter by quarter.
 *
 * @param quarters that were over
 * @param right complete, and as the meter counted it
 * @param excused incomplete or missing, and a fault that explains it was in them
 * @param seconds that were kept
 */
record Verdict(int quarters, int right, int excused, long seconds) {

    /** What a register does not show: half of what it counts by, at both ends. */
    private static final Energy ROUNDING = Energy.ofWattHours(1);

    /** Reads the database, which nobody writes any more. */
    static Verdict of(Path database, Truth truth, Complaints complaints) throws IOException {
        SortedMap<QuarterHour, Truth.Quarter> quarters = new TreeMap<>(truth.quarters());
        QuarterHour first = quarters.firstKey();
        QuarterHour last = quarters.lastKey();
        quarters.remove(first);
        quarters.remove(last);
        int right = 0;
        int excused = 0;
        long seconds = 0;
        try (History history = History.open(database)) {
            Map<QuarterHour, QuarterDemand> kept = new TreeMap<>();
            history.counted(first.start(), last.end()).forEach(q -> kept.put(q.quarter(), q));
            for (Map.Entry<QuarterHour, Truth.Quarter> one : quarters.entrySet()) {
                Instant start = one.getKey().start();
                int here = history.readings(start, one.getKey().end().minusNanos(1)).size();
                seconds += here;
                String wrong = judge(one.getValue(), kept.get(one.getKey()), here);
                boolean whole = kept.containsKey(one.getKey()) && kept.get(one.getKey()).complete();
                if (!wrong.isEmpty()) {
                    complaints.add(
                            start,
                            "quarter " + wrong + "; faults in it: " + one.getValue().faults());
                } else if (whole) {
                    right++;
                } else {
                    excused++;
                }
            }
            String integrity = history.info().integrity();
            if (!integrity.equals("ok")) {
                complaints.add("the database: " + integrity);
            }
        }
        return new Verdict(quarters.size(), right, excused, seconds);
    }

    /**
     * What is wrong with a quarter; empty when nothing is.
     *
     * @param kept null when it is missing
     * @param seconds that were kept of it
     */
    static String judge(Truth.Quarter truth, @Nullable QuarterDemand kept, int seconds) {
        boolean mayLack = truth.faults().stream().anyMatch(fault -> fault.excuses);
        if (!mayLack && seconds != truth.seconds()) {
            return "has %d of %d seconds".formatted(seconds, truth.seconds());
        }
        if (kept == null) {
            return mayLack ? "" : "is missing";
        }
        if (!kept.complete()) {
            return mayLack ? "" : "is not complete";
        }
        Energy error = kept.error() == null ? Energy.ZERO : kept.error();
        Energy difference = kept.imported().minus(truth.imported());
        long most = error.plus(ROUNDING).joules();
        return Math.abs(difference.joules()) <= most
                ? ""
                : "has %d J, and %d J were drawn (%s, error %d J)"
                        .formatted(
                                kept.imported().joules(),
                                truth.imported().joules(),
                                kept.estimator(),
                                error.joules());
    }
}
