package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The demand of each quarter of some days, by local date and local time. Of the hour that October
 * has twice the higher counts; the hour that March skips is missing, as is what nobody measured.
 *
 * @param last of the days, not before {@code first}
 * @param quarters at least one, by the date and time at which they began
 */
public record DemandOfDays(
        LocalDate first, LocalDate last, Map<LocalDate, Map<LocalTime, QuarterDemand>> quarters) {

    static final int QUARTERS = (int) Duration.ofDays(1).dividedBy(QuarterHour.LENGTH);

    public DemandOfDays {
        Map<LocalDate, Map<LocalTime, QuarterDemand>> copy = new TreeMap<>();
        quarters.forEach((day, of) -> copy.put(day, Collections.unmodifiableMap(of)));
        quarters = Collections.unmodifiableMap(copy);
        if (quarters.isEmpty()) {
            throw new IllegalArgumentException(
                    "no complete quarter is stored of " + first + " to " + last);
        }
    }

    /**
     * @param all in any order; those of other days and incomplete ones are left out
     * @throws IllegalArgumentException when none is left
     */
    public static DemandOfDays of(
            LocalDate first, LocalDate last, List<QuarterDemand> all, ZoneId zone) {
        Map<LocalDate, Map<LocalTime, QuarterDemand>> quarters = new TreeMap<>();
        for (QuarterDemand q : all) {
            LocalDate day = q.quarter().start().atZone(zone).toLocalDate();
            if (q.complete() && !day.isBefore(first) && !day.isAfter(last)) {
                quarters.computeIfAbsent(day, d -> new TreeMap<>())
                        .merge(
                                q.quarter().start().atZone(zone).toLocalTime(),
                                q,
                                (a, b) -> b.demand().isAbove(a.demand()) ? b : a);
            }
        }
        return new DemandOfDays(first, last, quarters);
    }

    /**
     * @param index of the day's quarters, 0 at midnight
     * @return kW; empty when it is not known
     */
    Optional<Double> kilowatts(LocalDate day, int index) {
        LocalTime start = LocalTime.MIDNIGHT.plus(QuarterHour.LENGTH.multipliedBy(index));
        return Optional.ofNullable(quarters.getOrDefault(day, Map.of()).get(start))
                .map(Demands::kilowatts);
    }

    /** Of several alike the first. */
    QuarterDemand highest() {
        return quarters.values().stream()
                .flatMap(day -> day.values().stream())
                .max(Demands.BY_HEIGHT)
                .orElseThrow();
    }
}
