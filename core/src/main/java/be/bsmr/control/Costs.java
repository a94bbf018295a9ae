package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What the house pays, for what may wait for a cheaper quarter-hour.
 *
 * @param energy of a quarter; empty when its price is not known
 * @param peak over a year, € with VAT, of a month's peak at the second instead of the first; empty
 *     when it is not known, or when no peak is billed
 */
public record Costs(
        Function<QuarterHour, Optional<Price>> energy,
        BiFunction<Power, Power, Optional<BigDecimal>> peak) {

    /** Of a house of which neither is known. */
    public static final Costs UNKNOWN =
            new Costs(q -> Optional.empty(), (b, a) -> Optional.empty());

    /**
     * What a kilowatt-hour comes to, €/kWh, all in; below zero when one is paid for drawing it.
     *
     * @param imported of one that is drawn from the grid
     * @param exported of one that is fed into it: who draws it instead forgoes that
     */
    public record Price(double imported, double exported) {}
}
