package be.bsmr.tariff;

import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * The highest quarter-hour demand of a calendar month.
 *
 * @param month in the meter's local time
 * @param quarterEnd end of that quarter; null when the meter no longer tells
 * @param source who says so
 */
public record MonthPeak(
        YearMonth month, Power demand, @Nullable Instant quarterEnd, Source source) {

    public enum Source {
        /** The meter's own memory, 1-0:1.6.0 or 0-0:98.1.0. */
        METER,
        /** A quarter that we counted ourselves, from start to end. */
        COUNTED
    }
}
