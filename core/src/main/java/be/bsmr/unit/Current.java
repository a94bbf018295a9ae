package be.bsmr.unit;

import java.math.BigDecimal;

/**
 * Current in milliamperes, always the meter's own figure: never derived as P/U, which is wrong
 * without a neutral.
 *
 * @param milliamperes zero or more as a meter tells it; below zero where somebody added the
 *     direction, and the wire feeds the grid
 */
public record Current(int milliamperes) {

    public static Current ofAmperes(double amperes) {
        return new Current((int) Math.round(amperes * 1000));
    }

    public boolean isZero() {
        return milliamperes == 0;
    }

    public double amperes() {
        return milliamperes / 1000.0;
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(milliamperes, 3).stripTrailingZeros().toPlainString() + " A";
    }
}
