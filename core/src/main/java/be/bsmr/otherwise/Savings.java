package be.bsmr.otherwise;

import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.CapacityTariff.Bill;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The network bill of a year as it is, and as it would be.
 *
 * @param as the peaks were
 * @param otherwise as they would have been
 */
public record Savings(Bill as, Bill otherwise) {

    /**
     * Our own highest quarter is the month's peak when it is within this share of what is billed;
     * of a month of which we know less nothing is changed.
     */
    private static final double KNOWN = 0.97;

    /**
     * Import of the twelve months that are billed.
     *
     * @param as it was, kWh; null when it is not known
     * @param otherwise as it would have been, kWh; null when it is not known
     */
    public record Volume(@Nullable BigDecimal as, @Nullable BigDecimal otherwise) {}

    /**
     * Sets the bills of the last twelve months beside each other.
     *
     * @param peaks what counts
     * @param months as they would have been
     * @param would which of a month's values is taken
     * @return empty when no peak is billed, or the rates are not known
     */
    public static Optional<Savings> of(
            CapacityTariff tariff,
            PeakHistory peaks,
            List<Month> months,
            Function<Month, Power> would,
            Volume volume) {
        if (months.isEmpty()) {
            return Optional.empty();
        }
        YearMonth last = months.get(months.size() - 1).month();
        Map<YearMonth, Power> changed = new HashMap<>();
        for (Month m : months) {
            if (isKnown(m, peaks)) {
                changed.put(m.month(), would.apply(m));
            }
        }
        Optional<Bill> bill = tariff.bill(peaks, last, volume.as());
        Optional<Bill> other = tariff.bill(peaks.instead(changed), last, volume.otherwise());
        return bill.flatMap(b -> other.map(o -> new Savings(b, o)));
    }

    /** Whether our quarters have the peak that is billed. */
    public static boolean isKnown(Month month, PeakHistory peaks) {
        return peaks.of(month.month())
                .map(MonthPeak::demand)
                .filter(billed -> month.was().watts() >= KNOWN * billed.watts())
                .isPresent();
    }

    /** What it takes off the bill, € a year, VAT included; below zero when it adds. */
    public BigDecimal euro() {
        return as.total().subtract(otherwise.total());
    }
}
