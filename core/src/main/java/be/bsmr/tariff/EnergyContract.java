package be.bsmr.tariff;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.EnergyPrices.Price;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a household's contract makes prices: of what the exchange pays for a quarter-hour, of the
 * hour of the day, or of neither.
 *
 * <p>Import costs {@code (factor · spot + added + band) × (1 + VAT)}, export brings {@code factor ·
 * spot + added + band}: a household pays VAT on what it takes, and none on what it sells. A dynamic
 * contract has factors, one by hours has bands, one with a fixed price has neither; a dynamic
 * contract on a network whose hours have prices has both. Amounts are exact.
 *
 * @param imported on a kWh from the grid, with network and levies
 * @param exported on a kWh put on the grid
 * @param bands what is added by the hour, the first that contains a quarter counts; empty = the
 *     hour does not matter
 * @param vatPercent on import, %
 * @param zone in which hours are told
 */
public record EnergyContract(
        Formula imported, Formula exported, List<Band> bands, BigDecimal vatPercent, ZoneId zone) {

    private static final int KWH_IN_MWH = 3;

    /**
     * @throws IllegalArgumentException when VAT is not 0 to 100 %, or there are bands and a time of
     *     the week is in none of them
     */
    public EnergyContract {
        bands = List.copyOf(bands);
        if (vatPercent.signum() < 0 || vatPercent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException("vat_percent is 0 to 100, not " + vatPercent);
        }
        if (!bands.isEmpty()) {
            requireWholeWeek(bands);
        }
    }

    /**
     * A price that is made of the exchange's.
     *
     * @param factor of the exchange's price; 0 = it does not matter
     * @param added €/kWh, without VAT; below zero = taken off
     */
    public record Formula(BigDecimal factor, BigDecimal added) {

        /** Whatever the exchange says. */
        public static Formula fixed(BigDecimal perKwh) {
            return new Formula(BigDecimal.ZERO, perKwh);
        }

        private BigDecimal of(@Nullable BigDecimal spotPerMwh) {
            return spotPerMwh == null
                    ? added
                    : factor.multiply(spotPerMwh).movePointLeft(KWH_IN_MWH).add(added);
        }
    }

    /**
     * Hours that have a price of their own.
     *
     * @param name as the contract or the network calls them, such as {@code pic}
     * @param times when; empty = all that is in no band before it
     * @param imported added to what a kWh from the grid costs, €/kWh, without VAT
     * @param exported added to what a kWh put on the grid brings, €/kWh
     */
    public record Band(
            String name, List<TariffSheet.Span> times, BigDecimal imported, BigDecimal exported) {

        public Band {
            times = List.copyOf(times);
        }

        boolean contains(LocalDateTime time) {
            return times.isEmpty() || times.stream().anyMatch(t -> t.contains(time));
        }
    }

    /** Whether nothing can be said without the exchange's price. */
    public boolean followsSpot() {
        return imported.factor().signum() != 0 || exported.factor().signum() != 0;
    }

    /**
     * What a quarter costs and brings.
     *
     * @param spotPerMwh the exchange's price, €/MWh without VAT; null = not known
     * @return empty when that depends on the exchange's price and it is not known
     */
    public Optional<Price> at(QuarterHour quarter, @Nullable BigDecimal spotPerMwh) {
        if (spotPerMwh == null && followsSpot()) {
            return Optional.empty();
        }
        LocalDateTime local = LocalDateTime.ofInstant(quarter.start(), zone);
        Band band = bands.stream().filter(b -> b.contains(local)).findFirst().orElse(null);
        BigDecimal costs = imported.of(spotPerMwh);
        BigDecimal brings = exported.of(spotPerMwh);
        return Optional.of(
                new Price(
                        said((band == null ? costs : costs.add(band.imported())).multiply(vat())),
                        said(band == null ? brings : brings.add(band.exported())),
                        spotPerMwh,
                        band == null ? null : band.name()));
    }

    /**
     * What the quarters from {@code first} to {@code end} cost and bring, as far as it is known.
     *
     * @param spots the exchange's prices that are known, €/MWh without VAT
     * @param end not among them
     * @throws IllegalArgumentException when these are more than {@link EnergyPrices#MOST}
     */
    public SortedMap<QuarterHour, Price> prices(
            Map<QuarterHour, BigDecimal> spots, QuarterHour first, QuarterHour end) {
        SortedMap<QuarterHour, Price> prices = new TreeMap<>();
        for (QuarterHour q = first; q.compareTo(end) < 0; q = new QuarterHour(q.end())) {
            QuarterHour quarter = q;
            at(q, spots.get(q)).ifPresent(price -> prices.put(quarter, price));
        }
        return prices;
    }

    private BigDecimal vat() {
        return BigDecimal.ONE.add(vatPercent.movePointLeft(2));
    }

    /** Two that are worth the same are equal. */
    private static BigDecimal said(BigDecimal amount) {
        return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    private static void requireWholeWeek(List<Band> bands) {
        LocalDateTime monday = LocalDateTime.of(2024, 1, 1, 0, 0);
        for (LocalDateTime t = monday;
                t.isBefore(monday.plusWeeks(1));
                t = t.plus(QuarterHour.LENGTH)) {
            LocalDateTime time = t;
            if (bands.stream().noneMatch(b -> b.contains(time))) {
                String day = t.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT);
                throw new IllegalArgumentException(
                        "bands say nothing of "
                                + day
                                + " "
                                + t.toLocalTime()
                                + ": give a band these hours, or leave out the hours of the last one,"
                                + " which then has all the rest");
            }
        }
    }
}
