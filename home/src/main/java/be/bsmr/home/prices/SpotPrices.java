package be.bsmr.home.prices;

import be.bsmr.quarter.QuarterHour;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What energy is on the exchange, by the quarter-hour.
 *
 * @param quarters €/MWh, without VAT
 * @param licence under which they may be shown, in the words of who told them; empty = not said
 */
record SpotPrices(SortedMap<QuarterHour, BigDecimal> quarters, String licence) {

    /** €/MWh; the exchange itself takes no bids above some thousands. */
    private static final BigDecimal MOST = BigDecimal.valueOf(100_000);

    private static final int MOST_DECIMALS = 10;

    static final SpotPrices NONE = new SpotPrices(Collections.emptySortedMap(), "");

    /**
     * @throws IllegalArgumentException when a price cannot be one
     */
    SpotPrices {
        for (BigDecimal price : quarters.values()) {
            if (price.abs().compareTo(MOST) > 0 || price.scale() > MOST_DECIMALS) {
                throw new IllegalArgumentException("a price of another order of magnitude");
            }
        }
        quarters = Collections.unmodifiableSortedMap(new TreeMap<>(quarters));
    }

    /** These, and what is newly told in the place of what was. */
    SpotPrices with(SpotPrices newer) {
        SortedMap<QuarterHour, BigDecimal> all = new TreeMap<>(quarters);
        all.putAll(newer.quarters);
        return new SpotPrices(all, newer.quarters.isEmpty() ? licence : newer.licence);
    }

    /** Without what lies outside. */
    SpotPrices between(QuarterHour first, QuarterHour end) {
        return new SpotPrices(quarters.subMap(first, end), licence);
    }

    /**
     * Whether all quarters of a time are known.
     *
     * @param end not part of it
     */
    boolean know(QuarterHour first, QuarterHour end) {
        long all = Duration.between(first.start(), end.start()).dividedBy(QuarterHour.LENGTH);
        return quarters.subMap(first, end).size() == all;
    }

    /** The quarter that a day begins with. */
    static QuarterHour first(LocalDate day, ZoneId zone) {
        return QuarterHour.of(day.atStartOfDay(zone).toInstant());
    }

    /** One price from a time on, put into each of its quarters. */
    static void put(
            SortedMap<QuarterHour, BigDecimal> quarters,
            Instant from,
            Instant until,
            BigDecimal price) {
        for (QuarterHour q = QuarterHour.of(from);
                q.start().isBefore(until);
                q = new QuarterHour(q.end())) {
            quarters.put(q, price);
        }
    }
}
