package be.bsmr.backtest;

import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How well each way kept the peaks and the comfort.
 *
 * @param quarters scored: known from start to end
 * @param leftOut touched by a hole in the trace
 * @param months how many of the scored quarters each has
 */
public record ControlScore(
        int quarters,
        int leftOut,
        SortedMap<YearMonth, Integer> months,
        Map<ControlMethod, Of> methods) {

    /**
     * One way.
     *
     * @param monthPeaks highest demand of each month
     * @param overTarget quarters above the target that held when they began
     * @param avoidable of these, the ones that withholding what the loads drew in that quarter, as
     *     far as their limits allow, would have kept under it
     * @param switches loads shed and given back
     * @param settings values set on modulating loads
     * @param delayedKwh what loads would have drawn, had they not just been withheld
     * @param missedKwh what people wanted in vain, beyond what they miss when nobody steers
     * @param worst null when comfort was never worse than when nobody steers
     * @param overFuse seconds in which a wire drew more than the main fuse
     */
    public record Of(
            SortedMap<YearMonth, Power> monthPeaks,
            int overTarget,
            int avoidable,
            int switches,
            int settings,
            double delayedKwh,
            double missedKwh,
            @Nullable Breach worst,
            int overFuse) {}

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
     * @param amount by how much, in {@code unit}, beyond what it is when nobody steers
     */
    public record Breach(String load, Instant at, double amount, String unit) {

        /** To hold kelvins against minutes: a degree, a kilowatt-hour, ten minutes. */
        double serious() {
            return unit.equals("min") ? amount / 10 : amount;
        }
    }
}
