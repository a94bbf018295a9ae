package be.bsmr.bench.soak;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was really drawn in each quarter of the meter's clock, and what went wrong in it. */
final class Truth {

    /**
     * A quarter as it was.
     *
     * @param imported drawn while the meter's clock showed this quarter
     * @param seconds telegrams that the meter stamped in it
     * @param faults that may have touched what the program could know of it
     */
    record Quarter(Energy imported, int seconds, Set<Fault> faults) {}

    private final SortedMap<QuarterHour, Quarter> quarters = new TreeMap<>();

    /**
     * The meter speaks.
     *
     * @param imported since it spoke before, drawn in the quarter that was then
     */
    void add(QuarterHour drawnIn, Energy imported, QuarterHour stampedIn) {
        Quarter before = of(drawnIn);
        quarters.put(
                drawnIn,
                new Quarter(before.imported().plus(imported), before.seconds(), before.faults()));
        Quarter now = of(stampedIn);
        quarters.put(stampedIn, new Quarter(now.imported(), now.seconds() + 1, now.faults()));
    }

    /** Whatever is known of the quarter of this instant may be touched by a fault. */
    void touch(Instant at, Fault fault) {
        QuarterHour quarter = QuarterHour.of(at);
        of(quarter).faults().add(fault);
    }

    /** Each quarter between two instants, those of both included. */
    void touch(Instant from, Instant to, Fault fault) {
        for (Instant at = from; at.isBefore(to); at = at.plus(QuarterHour.LENGTH)) {
            touch(at, fault);
        }
        touch(to, fault);
    }

    /** All, by the meter's clock, oldest first; the last is not over. */
    SortedMap<QuarterHour, Quarter> quarters() {
        return quarters;
    }

    private Quarter of(QuarterHour quarter) {
        return quarters.computeIfAbsent(
                quarter, q -> new Quarter(Energy.ZERO, 0, EnumSet.noneOf(Fault.class)));
    }
}
