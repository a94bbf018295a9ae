package be.bsmr.home.store;

import be.bsmr.quarter.QuarterDemand;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Table {@code imported_peaks}: the month peaks that follow from what was imported. */
final class ImportedPeaks {

    /** The grid operator's month counts as whole with this share of its quarters. */
    private static final double WHOLE = 0.99;

    private ImportedPeaks() {}

    /** Reckons the peak of a month anew. */
    static Imports.Month reckon(YearMonth month, ZoneId zone, Connection c) throws SQLException {
        Instant from = month.atDay(1).atStartOfDay(zone).toInstant();
        Instant to = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        int ofMonth =
                (int)
                        ((to.getEpochSecond() - from.getEpochSecond())
                                / ImportedTable.QUARTER_SECONDS);
        int quarters = 0;
        int operators = 0;
        QuarterDemand highest = null;
        for (ImportedTable.Interval i :
                ImportedTable.intervals(ImportedTable.QUARTER_SECONDS, from, to, c)) {
            if (i.imported() == null) {
                continue;
            }
            quarters++;
            operators += i.origin() == Origin.GRID_OPERATOR.code() ? 1 : 0;
            QuarterDemand q = ImportedTable.demand(i.start(), i.imported());
            if (highest == null || q.demand().isAbove(highest.demand())) {
                highest = q;
            }
        }
        Long whole = told("start = ? AND start + seconds >= ?", from, to, c);
        Long part = told("start >= ? AND start < ?", from, to, c);
        MonthPeak peak = null;
        if (whole != null) {
            peak = told(month, whole, highest, MonthPeak.Source.IMPORTED);
        } else if (part != null && (highest == null || part > highest.demand().watts())) {
            peak = told(month, part, highest, MonthPeak.Source.IMPORTED_PART);
        } else if (highest != null) {
            peak =
                    new MonthPeak(
                            month,
                            highest.demand(),
                            highest.quarter().end(),
                            operators >= WHOLE * ofMonth
                                    ? MonthPeak.Source.IMPORTED
                                    : MonthPeak.Source.IMPORTED_PART);
        }
        return new Imports.Month(month, peak, quarters, ofMonth);
    }

    private static MonthPeak told(
            YearMonth month, long watts, @Nullable QuarterDemand highest, MonthPeak.Source source) {
        // Rounded to a watt-hour per quarter, or not: the same peak.
        boolean same = highest != null && Math.abs(highest.demand().watts() - watts) <= 4;
        return new MonthPeak(
                month,
                new Power(Math.toIntExact(watts)),
                same && highest != null ? highest.quarter().end() : null,
                source);
    }

    /** The highest of the peaks that the grid operator tells of a month, or of a part of it. */
    private static @Nullable Long told(String which, Instant from, Instant to, Connection c)
            throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT max(amount) AS told FROM imported WHERE quantity = ? AND origin = ?"
                                + " AND "
                                + which)) {
            s.setInt(1, Quantity.PEAK.code());
            s.setInt(2, Origin.GRID_OPERATOR.code());
            s.setLong(3, from.getEpochSecond());
            s.setLong(4, to.getEpochSecond());
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Database.longOrNull(r, "told") : null;
            }
        }
    }

    static void write(MonthPeak peak, Connection c) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "INSERT OR REPLACE INTO imported_peaks"
                                + " (month, demand_w, quarter_end, whole) VALUES (?, ?, ?, ?)")) {
            s.setInt(1, PeakTable.number(peak.month()));
            s.setInt(2, peak.demand().watts());
            Instant end = peak.quarterEnd();
            Database.setLong(s, 3, end == null ? null : (Long) end.getEpochSecond());
            s.setInt(4, peak.source() == MonthPeak.Source.IMPORTED ? 1 : 0);
            s.executeUpdate();
        }
    }

    /** {@code peaks} with those that were imported. */
    static PeakHistory with(PeakHistory peaks, Connection c) throws SQLException {
        PeakHistory all = peaks;
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT * FROM imported_peaks ORDER BY month")) {
            while (r.next()) {
                int month = r.getInt("month");
                Long end = Database.longOrNull(r, "quarter_end");
                all =
                        all.with(
                                new MonthPeak(
                                        YearMonth.of(month / 100, month % 100),
                                        new Power(r.getInt("demand_w")),
                                        end == null ? null : Instant.ofEpochSecond(end),
                                        r.getInt("whole") == 1
                                                ? MonthPeak.Source.IMPORTED
                                                : MonthPeak.Source.IMPORTED_PART));
            }
        }
        return all;
    }
}
