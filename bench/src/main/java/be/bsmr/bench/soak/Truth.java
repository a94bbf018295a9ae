package be.bsmr.bench.soak;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the meter counted in each quarter of its clock, and what went wrong in it. One whose clock
 * is set back over the beginning of a quarter comes to that quarter twice, and counts it from zero
 * each time.
 */
final class Truth {

    /**
     * A quarter as it was.
     *
     * @param stays each time that the meter's clock showed this quarter
     * @param faults that may have touched what the program could know of it
     */
    record Quarter(List<Stay> stays, Set<Fault> faults) {

        /** Telegrams that the meter stamped in it. */
        int seconds() {
            return stays.stream().mapToInt(Stay::seconds).sum();
        }

        /** Drawn in the longest stay: another is no whole quarter. */
        Energy imported() {
            return stays.stream()
                    .max(Comparator.comparingInt(Stay::seconds))
                    .map(Stay::imported)
                    .orElse(Energy.ZERO);
        }
    }

    /**
     * The meter's clock shows one quarter for a time.
     *
     * @param imported drawn meanwhile
     * @param seconds telegrams meanwhile
     */
    record Stay(Energy imported, int seconds) {

        private static final Stay BEGUN = new Stay(Energy.ZERO, 0);
    }

    private final SortedMap<QuarterHour, Quarter> quarters = new TreeMap<>();

    /**
     * The meter speaks.
     *
     * @param imported since it spoke before, drawn in the quarter that was then
     */
    void add(QuarterHour drawnIn, Energy imported, QuarterHour stampedIn) {
        Stay before = newest(drawnIn);
        newest(drawnIn, new Stay(before.imported().plus(imported), before.seconds()));
        if (!stampedIn.equals(drawnIn)) {
            of(stampedIn).stays().add(Stay.BEGUN);
        }
        Stay now = newest(stampedIn);
        newest(stampedIn, new Stay(now.imported(), now.seconds() + 1));
    }

    private Stay newest(QuarterHour quarter) {
        List<Stay> stays = of(quarter).stays();
        if (stays.isEmpty()) {
            stays.add(Stay.BEGUN);
        }
        return stays.get(stays.size() - 1);
    }

    private void newest(QuarterHour quarter, Stay stay) {
        List<Stay> stays = of(quarter).stays();
        stays.set(stays.size() - 1, stay);
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
                quarter, q -> new Quarter(new ArrayList<>(), EnumSet.noneOf(Fault.class)));
    }
}
