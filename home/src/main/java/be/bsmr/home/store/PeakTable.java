package be.bsmr.home.store;

import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.YearMonth;

/** Table {@code month_peaks}. */
final class PeakTable {

    private PeakTable() {}

    /** Writes the months of {@code now} that {@code before} has otherwise, or not at all. */
    static void write(PeakHistory before, PeakHistory now, Connection connection)
            throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO month_peaks (month, demand_w, quarter_end, source)"
                                + " VALUES (?, ?, ?, ?)")) {
            for (MonthPeak p : now.months().values()) {
                if (p.equals(before.months().get(p.month()))) {
                    continue;
                }
                s.setInt(1, p.month().getYear() * 100 + p.month().getMonthValue());
                s.setInt(2, p.demand().watts());
                if (p.quarterEnd() == null) {
                    s.setNull(3, Types.INTEGER);
                } else {
                    s.setLong(3, p.quarterEnd().getEpochSecond());
                }
                s.setInt(4, p.source() == MonthPeak.Source.METER ? 1 : 2);
                s.executeUpdate();
            }
        }
    }

    static PeakHistory read(Connection connection) throws SQLException {
        PeakHistory peaks = PeakHistory.EMPTY;
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("SELECT * FROM month_peaks ORDER BY month")) {
            while (r.next()) {
                int month = r.getInt("month");
                Long quarterEnd = ReadingRow.number(r, "quarter_end");
                peaks =
                        peaks.with(
                                new MonthPeak(
                                        YearMonth.of(month / 100, month % 100),
                                        new Power(r.getInt("demand_w")),
                                        quarterEnd == null
                                                ? null
                                                : Instant.ofEpochSecond(quarterEnd),
                                        r.getInt("source") == 1
                                                ? MonthPeak.Source.METER
                                                : MonthPeak.Source.COUNTED));
            }
        }
        return peaks;
    }
}
