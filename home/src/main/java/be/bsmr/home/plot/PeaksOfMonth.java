package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The highest quarter of each day of a month. A day without a complete quarter is missing: nothing
 * is known of it.
 *
 * @param days by day of the month, at least one
 */
public record PeaksOfMonth(YearMonth month, SortedMap<Integer, QuarterDemand> days) {

    public PeaksOfMonth {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
        if (days.isEmpty()) {
            throw new IllegalArgumentException("no complete quarter is stored of " + month);
        }
    }

    /**
     * @param quarters in any order; those of other months and incomplete ones are left out
     * @throws IllegalArgumentException when none is left
     */
    public static PeaksOfMonth of(YearMonth month, List<QuarterDemand> quarters, ZoneId zone) {
        SortedMap<Integer, QuarterDemand> days = new TreeMap<>();
        for (QuarterDemand q : quarters) {
            LocalDate day = q.quarter().start().atZone(zone).toLocalDate();
            if (q.complete() && YearMonth.from(day).equals(month)) {
                days.merge(
                        day.getDayOfMonth(), q, (a, b) -> b.demand().isAbove(a.demand()) ? b : a);
            }
        }
        return new PeaksOfMonth(month, days);
    }

    /** Of several alike the first. */
    QuarterDemand highest() {
        return Collections.max(days.values(), Demands.BY_HEIGHT);
    }
}
