package be.bsmr.home.store;

import be.bsmr.home.series.Extent;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code imported}: what exports tell of intervals. */
final class ImportedTable {

    private static final long JOULES_PER_WATT_HOUR = 3600;
    static final int QUARTER_SECONDS = (int) QuarterHour.LENGTH.toSeconds();

    /** Of one interval: tariffs stand for their total, and a total where no tariff is told. */
    static final String IMPORTED =
            "coalesce(sum(CASE WHEN quantity IN (2, 3) THEN amount END),"
                    + " max(CASE WHEN quantity = 1 THEN amount END))";

    private ImportedTable() {}

    /**
     * What was drawn and given in an interval, by the best who tells it.
     *
     * @param imported Wh; null when nobody tells
     * @param exported Wh; null when nobody tells
     */
    record Interval(long start, int origin, @Nullable Long imported, @Nullable Long exported) {}

    /** What is known of the same already: amount and quality; null when nothing is. */
    static @Nullable ImportedAmount find(ImportedAmount a, Origin origin, PreparedStatement s)
            throws SQLException {
        s.setLong(1, a.start().getEpochSecond());
        s.setLong(2, a.seconds());
        s.setInt(3, origin.code());
        s.setInt(4, a.quantity().code());
        try (ResultSet r = s.executeQuery()) {
            return r.next()
                    ? new ImportedAmount(
                            a.start(),
                            a.seconds(),
                            a.quantity(),
                            r.getLong(1),
                            ImportedAmount.Quality.of(r.getInt(2)))
                    : null;
        }
    }

    static PreparedStatement finding(Connection c) throws SQLException {
        return c.prepareStatement(
                "SELECT amount, quality FROM imported"
                        + " WHERE start = ? AND seconds = ? AND origin = ? AND quantity = ?");
    }

    static PreparedStatement writing(Connection c) throws SQLException {
        return c.prepareStatement(
                "INSERT OR REPLACE INTO imported"
                        + " (start, seconds, origin, quantity, amount, quality)"
                        + " VALUES (?, ?, ?, ?, ?, ?)");
    }

    static void write(ImportedAmount a, Origin origin, PreparedStatement s) throws SQLException {
        s.setLong(1, a.start().getEpochSecond());
        s.setLong(2, a.seconds());
        s.setInt(3, origin.code());
        s.setInt(4, a.quantity().code());
        s.setLong(5, a.amount());
        s.setInt(6, a.quality().code());
        s.executeUpdate();
    }

    /** The intervals of one length that started in {@code [from, to)}, oldest first. */
    static List<Interval> intervals(int seconds, Instant from, Instant to, Connection c)
            throws SQLException {
        List<Interval> intervals = new ArrayList<>();
        // Rows of one start come in the order of belief.
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT start, origin, "
                                + IMPORTED
                                + " AS imported,"
                                + " coalesce(sum(CASE WHEN quantity IN (5, 6) THEN amount END),"
                                + " max(CASE WHEN quantity = 4 THEN amount END)) AS exported"
                                + " FROM imported WHERE start >= ? AND start < ? AND seconds = ?"
                                + " AND quantity <= 6 GROUP BY start, origin"
                                + " ORDER BY start, origin")) {
            s.setLong(1, QuarterTable.ceiling(from));
            s.setLong(2, QuarterTable.ceiling(to));
            s.setInt(3, seconds);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    long start = r.getLong("start");
                    if (intervals.isEmpty()
                            || intervals.get(intervals.size() - 1).start() != start) {
                        intervals.add(
                                new Interval(
                                        start,
                                        r.getInt("origin"),
                                        Database.longOrNull(r, "imported"),
                                        Database.longOrNull(r, "exported")));
                    }
                }
            }
        }
        return intervals;
    }

    /** The quarters of which the import was told. Their registers count whole watt-hours. */
    static List<QuarterDemand> quarters(Instant from, Instant to, Connection c)
            throws SQLException {
        return quarters(intervals(QUARTER_SECONDS, from, to, c));
    }

    /** Those of {@code intervals}, each a quarter-hour long, of which the import was told. */
    static List<QuarterDemand> quarters(List<Interval> intervals) {
        List<QuarterDemand> quarters = new ArrayList<>();
        for (Interval i : intervals) {
            if (i.imported() != null) {
                quarters.add(demand(i.start(), i.imported()));
            }
        }
        return quarters;
    }

    static QuarterDemand demand(long start, long wattHours) {
        return new QuarterDemand(
                new QuarterHour(Instant.ofEpochSecond(start)),
                new Energy(wattHours * JOULES_PER_WATT_HOUR),
                1,
                Estimator.REGISTERS,
                true);
    }

    /** What was told of; empty when nothing was. */
    static Optional<Extent> span(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r =
                        s.executeQuery(
                                "SELECT start, start + seconds FROM imported WHERE start IN"
                                        + " ((SELECT min(start) FROM imported),"
                                        + " (SELECT max(start) FROM imported)) ORDER BY start")) {
            Instant first = null;
            Instant last = null;
            while (r.next()) {
                first = first == null ? Instant.ofEpochSecond(r.getLong(1)) : first;
                last = Instant.ofEpochSecond(r.getLong(2));
            }
            return first == null || last == null
                    ? Optional.empty()
                    : Optional.of(new Extent(first, last));
        }
    }
}
