package be.bsmr.home.series;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a period, as rows of a table, oldest first; read as it is asked for, in
 * constant memory.
 *
 * @param columns of every row
 * @param rows each with a value for each column: as its kind says, or null where it is not known
 */
public record Series(List<Column> columns, Iterator<List<@Nullable Object>> rows) {

    /** How finely. */
    public enum Resolution {
        SECOND,
        QUARTER,
        DAY,
        MONTH
    }

    /** What is kept when it changes. */
    public enum Topic {
        MBUS,
        LOADS,
        LINK
    }

    /** What the values of a column are. */
    public enum Kind {
        /** {@link java.time.Instant}. */
        TIME,
        /** {@link java.time.LocalDate}. */
        DAY,
        /** {@link java.time.YearMonth}. */
        MONTH,
        /** {@link Long}. */
        INTEGER,
        /** {@link java.math.BigDecimal}. */
        DECIMAL,
        /** {@link Boolean}. */
        TRUTH,
        /** {@link String}. */
        TEXT
    }

    /**
     * A column.
     *
     * @param name with its unit, such as {@code import_power_w}
     */
    public record Column(String name, Kind kind) {}
}
