package be.bsmr.home.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Packs what stood in table {@code readings}, a row a second, as BSMR did up to version 5. */
public final class V6_1__Pack_the_readings extends BaseJavaMigration {

    private static final Logger log = LoggerFactory.getLogger(V6_1__Pack_the_readings.class);

    /** Readings between two lines in the log: about a day's. */
    private static final int TELL = 100_000;

    @Override
    public void migrate(Context context) throws SQLException {
        Connection c = context.getConnection();
        try (Statement s = c.createStatement()) {
            pack(c);
            s.execute("DROP TABLE readings");
            s.execute("PRAGMA user_version = 6");
        }
    }

    private static void pack(Connection c) throws SQLException {
        List<String> channels = ReadingRow.channels();
        long packed = 0;
        try (Statement s = c.createStatement();
                ResultSet r =
                        s.executeQuery(
                                "SELECT measured_at, meter, "
                                        + String.join(", ", channels)
                                        + " FROM readings ORDER BY measured_at")) {
            SortedMap<Integer, SortedMap<Long, long[]>> byMeter = new TreeMap<>();
            long quarter = Long.MIN_VALUE;
            while (r.next()) {
                long at = r.getLong(1);
                if (at >= quarter + SecondsTable.QUARTER || quarter == Long.MIN_VALUE) {
                    write(byMeter, quarter, c);
                    quarter = Math.floorDiv(at, SecondsTable.QUARTER) * SecondsTable.QUARTER;
                }
                long[] values = new long[channels.size()];
                for (int i = 0; i < values.length; i++) {
                    Long value = Database.longOrNull(r, channels.get(i));
                    values[i] = value == null ? ReadingRow.ABSENT : value;
                }
                byMeter.computeIfAbsent(r.getInt(2), m -> new TreeMap<>()).put(at, values);
                if (++packed % TELL == 0) {
                    log.info("packed {} readings, up to {}", packed, Instant.ofEpochSecond(at));
                }
            }
            write(byMeter, quarter, c);
        }
    }

    private static void write(
            SortedMap<Integer, SortedMap<Long, long[]>> byMeter, long quarter, Connection c)
            throws SQLException {
        for (var e : byMeter.entrySet()) {
            SortedMap<Long, long[]> seconds = e.getValue();
            SecondsTable.write(e.getKey(), quarter, seconds, c);
            writeRegisters(e.getKey(), seconds, c);
        }
        byMeter.clear();
    }

    /** Where they stood at the quarter's first reading, as version 6 keeps it. */
    private static void writeRegisters(int meter, SortedMap<Long, long[]> seconds, Connection c)
            throws SQLException {
        long first = seconds.firstKey();
        long[] values = Objects.requireNonNull(seconds.get(first));
        try (PreparedStatement s =
                c.prepareStatement(
                        "INSERT INTO registers (at, meter, "
                                + String.join(", ", GrowthTable.REGISTERS)
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            s.setLong(1, first);
            s.setInt(2, meter);
            for (int i = 0; i < GrowthTable.REGISTERS.size(); i++) {
                Database.setLong(s, 3 + i, ReadingRow.number(values, GrowthTable.REGISTERS.get(i)));
            }
            s.executeUpdate();
        }
    }
}
