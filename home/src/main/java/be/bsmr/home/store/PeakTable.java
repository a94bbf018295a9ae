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
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Table {@code month_peaks}. */
final class PeakTable {

    private PeakTable() {}

    /**
     * Writes the months of {@code now} that {@code before} has otherwise, or not at all; what was
     * imported stands in a table of its own, {@link ImportedPeaks}.
     */
    static void write(PeakHistory before, PeakHistory now, Connection connection)
            throws SQLException {
        try (PreparedStatement forget =
                        connection.prepareStatement("DELETE FROM month_peaks WHERE month = ?");
                PreparedStatement s =
                        connection.prepareStatement(
                                "INSERT INTO month_peaks (month, demand_w, quarter_end, source)"
                                        + " VALUES (?, ?, ?, ?)")) {
            for (Map.Entry<YearMonth, Map<MonthPeak.Source, MonthPeak>> e :
                    now.sides().entrySet()) {
                if (e.getValue().equals(before.sides().get(e.getKey()))) {
                    continue;
                }
                forget.setInt(1, number(e.getKey()));
                forget.executeUpdate();
                for (MonthPeak p : e.getValue().values()) {
                    if (p.source().isImported()) {
                        continue;
                    }
                    s.setInt(1, number(p.month()));
                    s.setInt(2, p.demand().watts());
                    if (p.quarterEnd() == null) {
                        s.setNull(3, Types.INTEGER);
                    } else {
                        s.setLong(3, p.quarterEnd().getEpochSecond());
                    }
                    s.setInt(4, code(p.source()));
                    s.executeUpdate();
                }
            }
        }
    }

    static int number(YearMonth month) {
        return month.getYear() * 100 + month.getMonthValue();
    }

    private static int code(MonthPeak.Source source) {
        return switch (source) {
            case METER -> 1;
            case COUNTED -> 2;
            case METER_BEFORE -> 4;
            case IMPORTED, IMPORTED_PART -> throw new IllegalArgumentException(source.name());
        };
    }

    private static Optional<MonthPeak.Source> source(int code) {
        return Arrays.stream(MonthPeak.Source.values())
                .filter(s -> !s.isImported() && code(s) == code)
                .findFirst();
    }

    /** All that are stored; one whose source this version does not know is passed over. */
    static PeakHistory read(Connection connection) throws SQLException {
        PeakHistory peaks = PeakHistory.EMPTY;
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("SELECT * FROM month_peaks ORDER BY month")) {
            while (r.next()) {
                Optional<MonthPeak.Source> source = source(r.getInt("source"));
                if (source.isPresent()) {
                    peaks = peaks.with(peak(r, source.get()));
                }
            }
        }
        return peaks;
    }

    private static MonthPeak peak(ResultSet r, MonthPeak.Source source) throws SQLException {
        int month = r.getInt("month");
        Long quarterEnd = Database.longOrNull(r, "quarter_end");
        return new MonthPeak(
                YearMonth.of(month / 100, month % 100),
                new Power(r.getInt("demand_w")),
                quarterEnd == null ? null : Instant.ofEpochSecond(quarterEnd),
                source);
    }
}
