package be.bsmr.home.plot;

import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The month peaks of twelve months, and after each month the mean of the last twelve, which is what
 * is billed. A month that nobody knows is missing.
 *
 * @param first of the twelve months
 * @param floor the least that a month counts for; empty where no peak is billed
 * @param months at least one, in order of time
 */
public record PeaksOfYear(YearMonth first, Optional<Power> floor, List<Known> months) {

    static final int MONTHS = 12;

    /**
     * A month.
     *
     * @param meanKw mean of the known of the twelve months that end with this one, each counted for
     *     the floor at least
     * @param meanOf how many those are, 1…12
     */
    public record Known(MonthPeak peak, double meanKw, int meanOf) {

        YearMonth month() {
            return peak.month();
        }

        double kilowatts() {
            return peak.demand().watts() / 1000.0;
        }
    }

    public PeaksOfYear {
        months = List.copyOf(months);
        if (months.isEmpty()) {
            throw new IllegalArgumentException(
                    "no month peak is known of " + first + " to " + first.plusMonths(MONTHS - 1));
        }
    }

    /**
     * @throws IllegalArgumentException when none of the twelve months is known
     */
    public static PeaksOfYear of(YearMonth first, PeakHistory peaks, Optional<Power> floor) {
        List<Known> months = new ArrayList<>();
        for (int i = 0; i < MONTHS; i++) {
            peaks.of(first.plusMonths(i)).ifPresent(p -> months.add(known(p, peaks, floor)));
        }
        return new PeaksOfYear(first, floor, months);
    }

    private static Known known(MonthPeak peak, PeakHistory peaks, Optional<Power> floor) {
        List<CapacityTariff.BilledMonth> billed = CapacityTariff.months(peaks, peak.month(), floor);
        double mean = billed.stream().mapToInt(b -> b.billed().watts()).average().orElseThrow();
        return new Known(peak, mean / 1000, billed.size());
    }

    /** 0 for the first of the twelve months. */
    int place(YearMonth month) {
        return (int) first.until(month, ChronoUnit.MONTHS);
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
