package be.bsmr.home.source;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How traces are to be read.
 *
 * @param zone of times that name none
 * @param hold whether a value was written only when it changed, so that it holds until the next
 * @param column of the powers, by name or number from 1; null = the likeliest
 */
public record TraceWish(ZoneId zone, boolean hold, Unit unit, @Nullable String column) {

    /** Of the powers; by itself kW when the column's name says so, else W. */
    public enum Unit {
        AUTO,
        WATT,
        KILOWATT
    }
}
