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

    /** Who says so, in the order in which they are believed. */
    public enum Source {
        /** The meter's own memory, 1-0:1.6.0 or 0-0:98.1.0. */
        METER,
        /** The memory of a meter that hung in this place before. */
        METER_BEFORE,
        /** The grid operator's quarter-hours, imported. */
        IMPORTED,
        /** A quarter that we counted ourselves, from start to end. */
        COUNTED,
        /**
         * Imported quarters of a month that the file has not whole, or that another program
         * counted: the peak is at least that.
         */
        IMPORTED_PART;

        /** Whether it came out of a file. */
        public boolean isImported() {
            return this == IMPORTED || this == IMPORTED_PART;
        }
    }
}
