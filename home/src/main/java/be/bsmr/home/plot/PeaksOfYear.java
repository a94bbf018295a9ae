package be.bsmr.home.plot;

import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.time.Month;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The month peaks of a calendar year, and after each month the mean of the last twelve, which is
 * what is billed. A month that nobody knows is missing.
 *
 * @param floor the least that a month counts for; empty where no peak is billed
 * @param months at least one, in order of time
 */
public record PeaksOfYear(int year, Optional<Power> floor, List<Known> months) {

    /**
     * A month.
     *
     * @param meanKw mean of the known of the twelve months that end with this one, each counted for
     *     the floor at least
     * @param meanOf how many those are, 1…12
     */
    public record Known(MonthPeak peak, double meanKw, int meanOf) {

        Month month() {
            return peak.month().getMonth();
        }

        double kilowatts() {
            return peak.demand().watts() / 1000.0;
        }
    }

    public PeaksOfYear {
        months = List.copyOf(months);
        if (months.isEmpty()) {
            throw new IllegalArgumentException("no month peak is known of " + year);
        }
    }

    /**
     * @throws IllegalArgumentException when no month of the year is known
     */
    public static PeaksOfYear of(int year, PeakHistory peaks, Optional<Power> floor) {
        List<Known> months = new ArrayList<>();
        for (Month m : Month.values()) {
            peaks.of(YearMonth.of(year, m)).ifPresent(p -> months.add(known(p, peaks, floor)));
        }
        return new PeaksOfYear(year, floor, months);
    }

    private static Known known(MonthPeak peak, PeakHistory peaks, Optional<Power> floor) {
        List<CapacityTariff.BilledMonth> billed = CapacityTariff.months(peaks, peak.month(), floor);
        double mean = billed.stream().mapToInt(b -> b.billed().watts()).average().orElseThrow();
        return new Known(peak, mean / 1000, billed.size());
    }

    /** Of several alike the first. */
    Known highest() {
        Known highest = months.get(0);
        for (Known known : months) {
            if (known.peak().demand().isAbove(highest.peak().demand())) {
                highest = known;
            }
        }
        return highest;
    }

    /** The newest that is known. */
    Known last() {
        return months.get(months.size() - 1);
    }
}
