package be.bsmr.unit;

import java.math.BigDecimal;

/**
 * Voltage in millivolts. Meters send 0.1 V or, rarely, 0.01 V.
 *
 * @param millivolts zero or more
 */
public record Voltage(int millivolts) {

    public static Voltage ofVolts(double volts) {
        return new Voltage((int) Math.round(volts * 1000));
    }

    public boolean isZero() {
        return millivolts == 0;
    }

    public double volts() {
        return millivolts / 1000.0;
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(millivolts, 3).stripTrailingZeros().toPlainString() + " V";
    }
}
