package be.bsmr.tariff;

import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What peaks cost in one area: the capacity tariff of Flemish households (Vlaamse Nutsregulator,
 * distribution tariffs on low voltage with peak measurement).
 *
 * <p>Each month counts for its peak, and for no less than the floor; a year costs the mean of the
 * known months of the last twelve, times the rate. Amounts are exact until they are said; only then
 * they are rounded, half up, to the cent.
 */
public final class CapacityTariff {

    /** So many months share a bill. */
    private static final int MONTHS = 12;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal OF_A_YEAR = BigDecimal.valueOf(MONTHS);

    /** Of an area that nobody has named. */
    public static final CapacityTariff UNKNOWN = new CapacityTariff(List.of());

    private final SortedMap<Integer, TariffSheet> sheets;

    /**
     * @param sheets of one area, of any years; of two of the same year the last counts
     * @throws IllegalArgumentException when they are of several areas
     */
    public CapacityTariff(Collection<TariffSheet> sheets) {
        if (sheets.stream().map(TariffSheet::area).distinct().count() > 1) {
            throw new IllegalArgumentException("sheets of several areas: " + sheets);
        }
        SortedMap<Integer, TariffSheet> byYear = new TreeMap<>();
        sheets.forEach(s -> byYear.put(s.year(), s));
        this.sheets = Collections.unmodifiableSortedMap(byYear);
    }

    /** The sheet of a year; empty when it is not known. */
    public Optional<TariffSheet> sheet(int year) {
        return Optional.ofNullable(sheets.get(year));
    }

    /** The years of which a sheet is known. */
    public Collection<Integer> years() {
        return sheets.keySet();
    }

    /**
     * What it costs in all, VAT included, over the next twelve bills, that {@code month} has its
     * peak at {@code after} instead of {@code before}. Zero below the floor.
     *
     * @return €, exact; empty when no peak is billed there, or when that year's rate is not known
     */
    public Optional<BigDecimal> addedPerYear(YearMonth month, Power before, Power after) {
        return capacity(month.getYear())
                .map(
                        rates ->
                                kilowatts(billed(after, rates))
                                        .subtract(kilowatts(billed(before, rates)))
                                        .multiply(rates.perKw())
                                        .divide(OF_A_YEAR, MathContext.DECIMAL64)
                                        .multiply(withVat(rates)));
    }

    /** What a month's peak adds to a year's bill at these rates, VAT included, in euro, exact. */
    public static BigDecimal shareOfYear(BilledMonth month, TariffSheet.Capacity rates) {
        return kilowatts(month.billed())
                .multiply(rates.perKw())
                .divide(OF_A_YEAR, MathContext.DECIMAL64)
                .multiply(withVat(rates));
    }

    /**
     * What the network charges for energy, VAT included: network use, obligations and surcharges,
     * before the maximum tariff, and not the energy itself.
     *
     * @return €, exact; empty when that year's rate is not known
     */
    public Optional<BigDecimal> ofVolume(int year, BigDecimal kilowattHours) {
        return capacity(year)
                .filter(rates -> rates.perKwh() != null)
                .map(rates -> kilowattHours.multiply(rates.perKwh()).multiply(withVat(rates)));
    }

    /**
     * What a month's peak adds to a year's bill, VAT included; below the floor the floor counts.
     *
     * @return €, exact; empty when no peak is billed there, or when that year's rate is not known
     */
    public Optional<BigDecimal> shareOfYear(MonthPeak peak) {
        return capacity(peak.month().getYear())
                .map(
                        rates ->
                                shareOfYear(
                                        new BilledMonth(peak, billed(peak.demand(), rates)),
                                        rates));
    }

    /**
     * The bill of a year at the mean of the last twelve months.
     *
     * @param peaks whatever is known
     * @param last the newest of the twelve months; its year's sheet counts
     * @param kilowattHours import of a year; null when it is not known
     * @return empty when no peak is billed, that year's sheet is not known, or no month is
     */
    public Optional<Bill> bill(
            PeakHistory peaks, YearMonth last, @Nullable BigDecimal kilowattHours) {
        Optional<TariffSheet.Capacity> known = capacity(last.getYear());
        List<BilledMonth> months = months(peaks, last, known.map(TariffSheet.Capacity::floor));
        if (known.isEmpty() || months.isEmpty()) {
            return Optional.empty();
        }
        TariffSheet.Capacity rates = known.get();
        BigDecimal mean = mean(months);
        BigDecimal capacity = mean.multiply(rates.perKw());
        BigDecimal volume = null;
        BigDecimal adjustment = null;
        BigDecimal network = capacity;
        if (kilowattHours != null && rates.perKwh() != null) {
            volume = kilowattHours.multiply(rates.perKwh());
            network = capacity.add(volume);
            BigDecimal charged = network;
            if (rates.mostPerKwh() != null) {
                charged = charged.min(rates.mostPerKwh().multiply(kilowattHours));
            }
            charged = charged.max(kilowatts(rates.floor()).multiply(rates.perKw()));
            adjustment = charged.subtract(network);
            network = charged;
        }
        BigDecimal data = rates.dataPerYear();
        BigDecimal withoutVat = data == null ? network : network.add(data);
        BigDecimal total = withoutVat.multiply(withVat(rates));
        return Optional.of(
                new Bill(
                        months,
                        mean,
                        capacity,
                        volume,
                        adjustment,
                        data,
                        withoutVat,
                        total.subtract(withoutVat),
                        total));
    }

    /**
     * The cost of peaks in one calendar year, VAT included, billed month by month on the mean of
     * the twelve months before each. Months that are not known yet are taken to be like {@code
     * expected}.
     *
     * @param expected the peak that the running month and those to come will have
     * @param running nothing is known of later months
     * @return €, exact; empty when no peak is billed, or that year's sheet is not known
     */
    public Optional<BigDecimal> costOfYear(
            PeakHistory peaks, int year, YearMonth running, Power expected) {
        return capacity(year).map(rates -> costOfYear(peaks, year, running, expected, rates));
    }

    private static BigDecimal costOfYear(
            PeakHistory peaks,
            int year,
            YearMonth running,
            Power expected,
            TariffSheet.Capacity rates) {
        PeakHistory filled = peaks;
        for (YearMonth m = running; m.getYear() <= year; m = m.plusMonths(1)) {
            // As if the meter had said so: its word counts, and of two the higher.
            filled = filled.with(new MonthPeak(m, expected, null, MonthPeak.Source.METER));
        }
        BigDecimal all = BigDecimal.ZERO;
        for (int month = 1; month <= MONTHS; month++) {
            YearMonth before = YearMonth.of(year, month).minusMonths(1);
            List<BilledMonth> months = months(filled, before, Optional.of(rates.floor()));
            BigDecimal mean = months.isEmpty() ? kilowatts(billed(expected, rates)) : mean(months);
            all = all.add(mean.multiply(rates.perKw()).divide(OF_A_YEAR, MathContext.DECIMAL64));
        }
        return all.multiply(withVat(rates));
    }

    /**
     * The known months of the twelve that end with {@code last}, oldest first.
     *
     * @param floor the least that a month counts for; empty = not known
     */
    public static List<BilledMonth> months(
            PeakHistory peaks, YearMonth last, Optional<Power> floor) {
        List<BilledMonth> months = new ArrayList<>();
        for (Map.Entry<YearMonth, MonthPeak> e :
                peaks.months()
                        .subMap(last.minusMonths(MONTHS - 1), last.plusMonths(1))
                        .entrySet()) {
            Power demand = e.getValue().demand();
            months.add(new BilledMonth(e.getValue(), floor.map(demand::max).orElse(demand)));
        }
        return List.copyOf(months);
    }

    /** Half up to the cent, as it is said. */
    public static BigDecimal cents(BigDecimal euro) {
        return euro.setScale(2, RoundingMode.HALF_UP);
    }

    /** A month and the power that it counts for. */
    public record BilledMonth(MonthPeak peak, Power billed) {}

    /**
     * The lines of a bill, € a year, exact.
     *
     * @param months what the mean is of, oldest first
     * @param meanKw kW
     * @param volume null when the volume or its rate is not known
     * @param adjustment what the maximum tariff takes off, or the minimum contribution adds; null
     *     together with {@code volume}
     * @param data data management; null when not known
     */
    public record Bill(
            List<BilledMonth> months,
            BigDecimal meanKw,
            BigDecimal capacity,
            @Nullable BigDecimal volume,
            @Nullable BigDecimal adjustment,
            @Nullable BigDecimal data,
            BigDecimal withoutVat,
            BigDecimal vat,
            BigDecimal total) {

        /** What peaks alone cost, VAT included. */
        public BigDecimal capacityWithVat() {
            return withoutVat.signum() == 0
                    ? capacity
                    : capacity.multiply(total).divide(withoutVat, MathContext.DECIMAL64);
        }
    }

    private Optional<TariffSheet.Capacity> capacity(int year) {
        return sheet(year).flatMap(s -> Optional.ofNullable(s.capacity()));
    }

    private static Power billed(Power peak, TariffSheet.Capacity rates) {
        return peak.max(rates.floor());
    }

    private static BigDecimal mean(List<BilledMonth> months) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BilledMonth m : months) {
            sum = sum.add(kilowatts(m.billed()));
        }
        return sum.divide(BigDecimal.valueOf(months.size()), MathContext.DECIMAL64);
    }

    private static BigDecimal kilowatts(Power power) {
        return BigDecimal.valueOf(power.watts(), 3);
    }

    private static BigDecimal withVat(TariffSheet.Capacity rates) {
        return BigDecimal.ONE.add(rates.vatPercent().divide(HUNDRED, MathContext.DECIMAL64));
    }
}
