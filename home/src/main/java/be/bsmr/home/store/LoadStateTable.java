package be.bsmr.home.store;

import be.bsmr.control.LoadNow;
import be.bsmr.control.LoadState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table {@code load_states}: what each load was told to do, from when on. */
final class LoadStateTable {

    private LoadStateTable() {}

    /** A load from a second of the meter's time on. */
    record Row(long at, String load, LoadState.Position position, @Nullable Integer value) {

        static Row of(long at, LoadNow load) {
            return new Row(at, load.load().id(), load.position(), load.value());
        }

        boolean saysTheSameAs(@Nullable Row other) {
            return other != null && equals(new Row(at, other.load, other.position, other.value));
        }
    }

    /** What each was told last before {@code from}, then what was told before {@code to}. */
    static List<LoadPosition> read(Instant from, Instant to, Connection c) throws SQLException {
        List<LoadPosition> positions = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT max(at) AS at, load, position, value FROM load_states"
                                + " WHERE at < ?1 GROUP BY load"
                                + " UNION ALL SELECT at, load, position, value FROM load_states"
                                + " WHERE at >= ?1 AND at < ?2 ORDER BY at, load")) {
            s.setLong(1, from.getEpochSecond());
            s.setLong(2, to.getEpochSecond());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    Long value = Database.longOrNull(r, "value");
                    positions.add(
                            new LoadPosition(
                                    Instant.ofEpochSecond(r.getLong("at")),
                                    r.getString("load"),
                                    r.getString("position").equals(LoadState.Position.SHED.name()),
                                    value == null ? null : (Integer) value.intValue()));
                }
            }
        }
        return positions;
    }

    static void write(Collection<Row> rows, Connection c) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "INSERT OR REPLACE INTO load_states (at, load, position, value)"
                                + " VALUES (?, ?, ?, ?)")) {
            for (Row row : rows) {
                s.setLong(1, row.at());
                s.setString(2, row.load());
                s.setString(3, row.position().name());
                Database.setLong(s, 4, row.value() == null ? null : row.value().longValue());
                s.executeUpdate();
            }
        }
    }
}
