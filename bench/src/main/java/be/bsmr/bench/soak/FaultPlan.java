package be.bsmr.bench.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which fault comes when; never two at once.
 *
 * @param faults in order
 */
record FaultPlan(List<Planned> faults) {

    /** So many seeds in a row have every fault, however short their runs are. */
    static final int SEEDS_FOR_ALL = 3;

    private static final int FIRST = 300;

    /** A long run has each fault once in so many seconds: two days. */
    private static final int CYCLE = 2 * 86_400;

    /** For so many of these a process lives, so that its memory is seen to be flat. */
    private static final int CYCLES_ALIVE = 3;

    private static final int SHORTEST_GAP = 600;

    /**
     * @param begin second of the run
     * @param seconds that it lasts
     */
    record Planned(Fault fault, int begin, int seconds) {

        int end() {
            return begin + seconds;
        }
    }

    FaultPlan {
        faults = List.copyOf(faults);
    }

    /** A plan for a run of so many seconds. */
    static FaultPlan of(long seed, int seconds) {
        Random random = new Random(seed);
        int kinds = Fault.values().length;
        int usualGap = Math.min(CYCLE / kinds, seconds / 8);
        List<Planned> planned = new ArrayList<>();
        List<Fault> next = new ArrayList<>(first(seed));
        int cycles = 0;
        int at = FIRST + random.nextInt(FIRST);
        while (true) {
            Fault fault = next.remove(0);
            int longest = Math.max(fault.shortest, Math.min(fault.longest, seconds / 12));
            int length = fault.shortest + random.nextInt(longest - fault.shortest + 1);
            if (at + length + SHORTEST_GAP > seconds) {
                return new FaultPlan(planned);
            }
            planned.add(new Planned(fault, at, length));
            int gap = usualGap / 2 + random.nextInt(usualGap + 1) - length;
            at += length + Math.max(SHORTEST_GAP, gap);
            if (next.isEmpty()) {
                next.addAll(List.of(Fault.values()));
                if (++cycles % CYCLES_ALIVE != 0) {
                    next.removeAll(Set.of(Fault.KILLED, Fault.READ_ONLY));
                }
                Collections.shuffle(next, random);
            }
        }
    }

    /** All, those first that this seed is to have in any case. */
    private static List<Fault> first(long seed) {
        List<Fault> all = List.of(Fault.values());
        List<Fault> faults = new ArrayList<>();
        for (int turn = 0; turn < SEEDS_FOR_ALL; turn++) {
            for (int i = Math.floorMod(seed + turn, SEEDS_FOR_ALL);
                    i < all.size();
                    i += SEEDS_FOR_ALL) {
                faults.add(all.get(i));
            }
        }
        return faults;
    }
}
