package be.bsmr.tariff;

import be.bsmr.quarter.QuarterHour;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What energy costs and brings, quarter-hour by quarter-hour, as far as it is known: yesterday,
 * today and, once it is published, tomorrow. A day has 92, 96 or 100 quarters; nothing is filled
 * in.
 *
 * @param quarters at most {@link #MOST}, in order of time
 * @param source who says so, a word for programs such as {@code energy-charts}; empty = nobody
 * @param licence under which it is shown, in the source's own words; empty = none is needed
 */
public record EnergyPrices(SortedMap<QuarterHour, Price> quarters, String source, String licence) {

    /** Quarters of four of the longest days. */
    public static final int MOST = 400;

    /** Nothing is known. */
    public static final EnergyPrices NONE = new EnergyPrices(Collections.emptySortedMap(), "", "");

    /**
     * What a quarter's energy costs and brings.
     *
     * @param importPerKwh what a kWh from the grid costs, €/kWh, all taxes in; below zero when one
     *     is paid for taking it
     * @param exportPerKwh what a kWh put on the grid brings, €/kWh; below zero when it costs
     * @param spotPerMwh what it was on the exchange, €/MWh without VAT; null where the contract
     *     does not follow it and it is not known
     * @param band name of the hours of the day that have a price of their own; null where the hour
     *     does not matter
     */
    public record Price(
            BigDecimal importPerKwh,
            BigDecimal exportPerKwh,
            @Nullable BigDecimal spotPerMwh,
            @Nullable String band) {}

    /**
     * @throws IllegalArgumentException when there are more than {@link #MOST}
     */
    public EnergyPrices {
        if (quarters.size() > MOST) {
            throw new IllegalArgumentException("prices of " + quarters.size() + " quarters");
        }
        quarters = Collections.unmodifiableSortedMap(new TreeMap<>(quarters));
    }

    /** The price of a quarter; empty when it is not known. */
    public Optional<Price> at(QuarterHour quarter) {
        return Optional.ofNullable(quarters.get(quarter));
    }

    /** Those of {@code first} and of what comes after it, in order of time. */
    public SortedMap<QuarterHour, Price> from(QuarterHour first) {
        return quarters.tailMap(first);
    }

    public boolean isEmpty() {
        return quarters.isEmpty();
    }

    /** How many, and from when: hundreds of prices help nobody who reads a log. */
    @Override
    public String toString() {
        return "EnergyPrices["
                + quarters.size()
                + (isEmpty() ? "" : " from " + quarters.firstKey().start())
                + ", source="
                + source
                + "]";
    }
}
