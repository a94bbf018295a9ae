package be.bsmr.backtest;

import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How well each way kept the peaks and the comfort.
 *
 * @param quarters scored: known from start to end
 * @param leftOut touched by a hole in the trace
 * @param months how many of the scored quarters each has
 * @param span of a period
 * @param periods how many of the scored quarters each has
 */
public record ControlScore(
        int quarters,
        int leftOut,
        SortedMap<YearMonth, Integer> months,
        PeakGoal.Span span,
        SortedMap<LocalDate, Integer> periods,
        Map<ControlMethod, Of> methods) {

    /**
     * One way.
     *
     * @param monthPeaks highest demand of each month
     * @param overTarget quarters above the target that held when they began, or above the level
     *     that was aimed for on purpose
     * @param avoidable of these, the ones that withholding what the loads drew in that quarter, as
     *     far as their limits allow, would have kept under it
     * @param raised quarters for which a level above the target was aimed for on purpose
     * @param raisedWatts by how much at most in each period, the mean of all periods
     * @param toll what keeping the peaks took
     * @param worst null when comfort was never worse than when nobody controls
     * @param periods by the date on which they began
     */
    public record Of(
            SortedMap<YearMonth, Power> monthPeaks,
            int overTarget,
            int avoidable,
            int raised,
            double raisedWatts,
            Toll toll,
            @Nullable Breach worst,
            SortedMap<LocalDate, Period> periods) {}

    /**
     * What keeping the peaks took.
     *
     * @param switches loads shed and given back
     * @param settings values set on modulating loads
     * @param delayedKwh what loads would have drawn, had they not just been withheld
     * @param missedKwh what people wanted in vain, beyond what they miss when nobody controls
     * @param overFuse seconds in which a wire drew more than the main fuse
     */
    public record Toll(
            int switches, int settings, double delayedKwh, double missedKwh, int overFuse) {}

    /**
     * The time for which one peak counts, under one way.
     *
     * @param quarters scored
     * @param peak highest demand
     */
    public record Period(int quarters, Power peak, Toll toll) {}

    /**
     * Several periods.
     *
     * @param periods how many
     * @param meanPeakWatts of their peaks
     * @param switches a day
     * @param settings a day
     * @param delayedKwh a day
     * @param missedKwh a day
     * @param overFuse seconds in all
     */
    public record Summary(
            int periods,
            double meanPeakWatts,
            double switches,
            double settings,
            double delayedKwh,
            double missedKwh,
            int overFuse) {

        private static Summary of(Collection<Period> periods) {
            double quarters = periods.stream().mapToInt(Period::quarters).sum();
            double days = quarters / PeakGoal.QUARTERS_A_DAY;
            List<Toll> tolls = periods.stream().map(Period::toll).toList();
            return new Summary(
                    periods.size(),
                    periods.stream().mapToInt(p -> p.peak.watts()).average().orElse(Double.NaN),
                    tolls.stream().mapToInt(Toll::switches).sum() / days,
                    tolls.stream().mapToInt(Toll::settings).sum() / days,
                    tolls.stream().mapToDouble(Toll::delayedKwh).sum() / days,
                    tolls.stream().mapToDouble(Toll::missedKwh).sum() / days,
                    tolls.stream().mapToInt(Toll::overFuse).sum());
        }
    }

    /**
     * The periods that count: at least half of each was scored. In the first of them nothing of the
     * house was known yet.
     */
    public List<LocalDate> countedPeriods() {
        return periods.entrySet().stream()
                .filter(p -> 2 * p.getValue() >= span.quarters(p.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The periods that count, but the first. */
    public List<LocalDate> periodsAfterFirst() {
        return countedPeriods().stream().skip(1).toList();
    }

    /** The first period that counts; empty when there is none. */
    public Optional<Summary> first(Of of) {
        return summary(of, countedPeriods().stream().limit(1).toList());
    }

    /** All that count but the first; empty when there are none. */
    public Optional<Summary> afterFirst(Of of) {
        return summary(of, periodsAfterFirst());
    }

    private static Optional<Summary> summary(Of of, List<LocalDate> dates) {
        List<Period> chosen =
                of.periods.entrySet().stream()
                        .filter(p -> dates.contains(p.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
        return chosen.isEmpty() ? Optional.empty() : Optional.of(Summary.of(chosen));
    }

    /**
     * What the peaks of one way cost; a month that is known in part only weighs less.
     *
     * @param rate euro a year for each kW of the mean month peak
     */
    public double euroAYear(Of of, double rate) {
        double sum = 0;
        for (Map.Entry<YearMonth, Power> e : of.monthPeaks.entrySet()) {
            Power billed = PeakTarget.BILLED_MINIMUM.max(e.getValue());
            sum += months.getOrDefault(e.getKey(), 0) * billed.watts() / 1000.0;
        }
        return rate * sum / quarters;
    }

    /**
     * A comfort limit that was passed.
     *
     * @param amount by how much, in {@code unit}, beyond what it is when nobody controls
     */
    public record Breach(String load, Instant at, double amount, String unit) {

        /** To hold kelvins against minutes: a degree, a kilowatt-hour, ten minutes. */
        double serious() {
            return unit.equals("min") ? amount / 10 : amount;
        }
    }
}
