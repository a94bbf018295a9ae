package be.bsmr.tariff;

import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one distribution area charges households for its network in one calendar year, as its
 * regulator has published it. What is not known is null, never a guess.
 *
 * @param area key of the area, such as {@code imewo}
 * @param name as people know it
 * @param source who published it
 * @param capacity rates of the tariff on quarter-hour peaks; null where no such peak is billed
 * @param bands hours with a price of their own; empty where the hour does not matter
 */
public record TariffSheet(
        String area,
        String name,
        int year,
        String source,
        @Nullable Capacity capacity,
        List<Band> bands) {

    /** The capacity tariff is billed in Flanders since 1 January 2023 (Vlaamse Nutsregulator). */
    public static final int FIRST_YEAR = 2023;

    public TariffSheet {
        if (area.isBlank() || source.isBlank()) {
            throw new IllegalArgumentException("a sheet has an area and a source");
        }
        if (year < FIRST_YEAR || year > 2100) {
            throw new IllegalArgumentException("year is " + FIRST_YEAR + " to 2100, not " + year);
        }
        bands = List.copyOf(bands);
    }

    /**
     * Rates of the Flemish capacity tariff, without VAT.
     *
     * @param perKw €/kW/year on the mean month peak
     * @param perKwh €/kWh for network use, public service obligations and surcharges together; null
     *     = unknown
     * @param mostPerKwh €/kWh, the maximum tariff on the two above together; null = unknown
     * @param dataPerYear €/year for data management; null = unknown
     * @param floor the least that a month counts for
     * @param vatPercent VAT for households, %
     */
    public record Capacity(
            BigDecimal perKw,
            @Nullable BigDecimal perKwh,
            @Nullable BigDecimal mostPerKwh,
            @Nullable BigDecimal dataPerYear,
            Power floor,
            BigDecimal vatPercent) {

        public Capacity {
            Objects.requireNonNull(perKw, "perKw");
            notNegative("perKw", perKw);
            notNegative("perKwh", perKwh);
            notNegative("mostPerKwh", mostPerKwh);
            notNegative("dataPerYear", dataPerYear);
            notNegative("vatPercent", vatPercent);
            if (floor.watts() < 0) {
                throw new IllegalArgumentException("floor is not negative: " + floor);
            }
        }

        private static void notNegative(String what, @Nullable BigDecimal value) {
            if (value != null && value.signum() < 0) {
                throw new IllegalArgumentException(what + " is not negative: " + value);
            }
        }
    }

    /**
     * Hours of the week that share a price.
     *
     * @param name as the tariff calls it, such as {@code pic}
     * @param times in local time
     */
    public record Band(String name, List<Span> times) {
        public Band {
            times = List.copyOf(times);
        }
    }

    /**
     * Part of a day.
     *
     * @param days on which it begins
     * @param to not part of it; not after {@code from} when the span runs over midnight
     */
    public record Span(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

        public Span {
            days = Set.copyOf(days);
        }

        /** Of every day. */
        public Span(LocalTime from, LocalTime to) {
            this(EnumSet.allOf(DayOfWeek.class), from, to);
        }

        public boolean contains(LocalDateTime time) {
            LocalTime clock = time.toLocalTime();
            boolean begun = !clock.isBefore(from);
            boolean open = clock.isBefore(to);
            if (from.isBefore(to)) {
                return begun && open && days.contains(time.getDayOfWeek());
            }
            return (begun && days.contains(time.getDayOfWeek()))
                    || (open && days.contains(time.getDayOfWeek().minus(1)));
        }
    }
}
