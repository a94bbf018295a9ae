package be.bsmr.home.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
}
