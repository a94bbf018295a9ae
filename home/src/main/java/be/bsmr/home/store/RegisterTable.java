package be.bsmr.home.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Table {@code registers}: where they stood at the first reading of each quarter. */
final class RegisterTable {

    static final List<String> REGISTERS =
            List.of(
                    "import_t1_wh",
                    "import_t2_wh",
                    "import_wh",
                    "export_t1_wh",
                    "export_t2_wh",
                    "export_wh");

    private static final String EXPORT = "coalesce(export_wh, export_t1_wh + export_t2_wh)";

    /** A meter may be so many seconds late with the first reading of a quarter. */
    private static final long LATE = 30;

    private record Standing(long at, long register) {}

    private RegisterTable() {}

    /** Those of the first of {@code seconds}, unless that quarter has one already. */
    static void write(int meter, long quarter, SortedMap<Long, long[]> seconds, Connection c)
            throws SQLException {
        Map.Entry<Long, long[]> first = seconds.entrySet().iterator().next();
        long at = first.getKey();
        try (PreparedStatement s =
                c.prepareStatement(
                        "INSERT OR IGNORE INTO registers (at, meter, "
                                + String.join(", ", REGISTERS)
                                + ") SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM"
                                + " registers WHERE at BETWEEN ? AND ? AND meter = ?)")) {
            s.setLong(1, at);
            s.setInt(2, meter);
            for (int i = 0; i < REGISTERS.size(); i++) {
                Database.setLong(s, 3 + i, ReadingRow.number(first.getValue(), REGISTERS.get(i)));
            }
            s.setLong(9, quarter);
            s.setLong(10, at);
            s.setInt(11, meter);
            s.executeUpdate();
        }
    }

    /**
     * What was exported in each quarter that started in {@code [from, to)}, Wh, by its start; only
     * where the next quarter follows at once.
     */
    static Map<Long, Long> exported(Instant from, Instant to, Connection c) throws SQLException {
        Map<Long, Long> exported = new HashMap<>();
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT meter, at, "
                                + EXPORT
                                + " FROM registers WHERE at >= ? AND at < ? ORDER BY at")) {
            s.setLong(1, from.getEpochSecond());
            s.setLong(2, to.getEpochSecond() + 2 * SecondsTable.QUARTER);
            try (ResultSet r = s.executeQuery()) {
                Map<Integer, Standing> last = new HashMap<>();
                while (r.next()) {
                    long register = r.getLong(3);
                    Standing now = r.wasNull() ? null : new Standing(r.getLong(2), register);
                    Standing before =
                            now == null ? last.remove(r.getInt(1)) : last.put(r.getInt(1), now);
                    if (now != null
                            && before != null
                            && now.at - before.at <= SecondsTable.QUARTER + LATE) {
                        long quarter = Math.floorDiv(before.at, SecondsTable.QUARTER);
                        exported.put(
                                quarter * SecondsTable.QUARTER, now.register - before.register);
                    }
                }
            }
        }
        return exported;
    }
}
