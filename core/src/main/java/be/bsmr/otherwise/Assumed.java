package be.bsmr.otherwise;

import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.otherwise.Lived.Quarter;
import be.bsmr.quarter.QuarterHour;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When a load is assumed to have run in a past of which only the sum of all is known: in the
 * quarter-hours of each day in which the house drew most, so many as the energy of its day fills at
 * full power; there in each second in which the house drew at least that power. So it ran when it
 * is of most use to let it wait: the answer is at best.
 *
 * @param mover of which power and energy of a day are known
 * @param quarters starts, s since 1970
 */
record Assumed(Mover mover, Set<Long> quarters) {

    private static final double SECONDS = QuarterHour.LENGTH.toSeconds();
    private static final double QUARTERS_A_DAY = 96;

    /**
     * One load after the other: what is assumed of one is not there any more for the next. Of a
     * battery, and of a load whose power or energy of a day nobody knows, nothing is assumed.
     */
    static List<Assumed> of(Lived lived, List<Load> loads) {
        Map<String, LoadMemory> known = new HashMap<>();
        lived.loads().forEach(m -> known.put(m.load(), m));
        SortedMap<LocalDate, List<Left>> days = new TreeMap<>();
        for (Quarter q : lived.quarters()) {
            days.computeIfAbsent(
                            q.quarter().start().atZone(lived.zone()).toLocalDate(),
                            d -> new ArrayList<>())
                    .add(new Left(q));
        }
        List<Assumed> assumed = new ArrayList<>();
        for (Load load : loads) {
            Mover mover = Mover.of(load, known.get(load.id()));
            Double joules = mover.joulesADay();
            if (!load.isStore() && mover.power().watts() > 0 && joules != null) {
                Set<Long> quarters = new HashSet<>();
                days.values().forEach(day -> take(mover.power().watts(), joules, day, quarters));
                assumed.add(new Assumed(mover, Set.copyOf(quarters)));
            }
        }
        return assumed;
    }

    /**
     * Of a day of which only a part is known, as large a part of its energy.
     *
     * @param joulesADay J
     */
    private static void take(int watts, double joulesADay, List<Left> day, Set<Long> quarters) {
        double joules = joulesADay * day.size() / QUARTERS_A_DAY;
        long count = (long) Math.ceil(joules / (watts * SECONDS));
        day.stream()
                .sorted(Comparator.comparingDouble(left -> -left.joules))
                .limit(count)
                .forEach(
                        left -> {
                            left.joules = Math.max(0, left.joules - watts * SECONDS);
                            quarters.add(left.start);
                        });
    }

    /**
     * What it drew in a second in which the house drew {@code watts} beside the loads before, W.
     */
    double drew(long second, double watts) {
        long quarter = second - Math.floorMod(second, QuarterHour.LENGTH.toSeconds());
        int power = mover.power().watts();
        return watts >= power && quarters.contains(quarter) ? power : 0;
    }

    /** A quarter-hour, and what of it no load is assumed to have drawn. */
    private static final class Left {

        private final long start;
        private double joules;

        Left(Quarter quarter) {
            start = quarter.quarter().start().getEpochSecond();
            joules = quarter.imported().joules();
        }
    }
}
