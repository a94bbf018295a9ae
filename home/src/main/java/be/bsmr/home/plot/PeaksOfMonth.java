package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The highest quarter of each day of a month. A day without a complete quarter is missing: nothing
 * is known of it.
 *
 * @param days by day of the month, at least one
 * @param target of the month
 * @param until when the month was last heard of, or its end
 * @param floor the least that a month counts for; empty where no peak is billed
 */
public record PeaksOfMonth(
        YearMonth month,
        SortedMap<Integer, QuarterDemand> days,
        TargetLine target,
        Instant until,
        Optional<Power> floor) {

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
    public static PeaksOfMonth of(
            YearMonth month,
            List<QuarterDemand> quarters,
            PeakTarget goal,
            PeakHistory stored,
            Optional<Power> floor,
            ZoneId zone) {
        SortedMap<Integer, QuarterDemand> days = new TreeMap<>();
        for (QuarterDemand q : quarters) {
            LocalDate day = q.quarter().start().atZone(zone).toLocalDate();
            if (q.complete() && YearMonth.from(day).equals(month)) {
                days.merge(
                        day.getDayOfMonth(), q, (a, b) -> b.demand().isAbove(a.demand()) ? b : a);
            }
        }
        Instant start = month.atDay(1).atStartOfDay(zone).toInstant();
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        Instant until =
                quarters.stream()
                        .map(q -> q.quarter().end())
                        .filter(at -> !at.isAfter(end))
                        .max(Comparator.naturalOrder())
                        .orElse(end);
        return new PeaksOfMonth(
                month,
                days,
                TargetLine.of(goal, stored, quarters, start, until, zone),
                until,
                floor);
    }

    /** Of several alike the first. */
    QuarterDemand highest() {
        return Collections.max(days.values(), Demands.BY_HEIGHT);
    }
}
