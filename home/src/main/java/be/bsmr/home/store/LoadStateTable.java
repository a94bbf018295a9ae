package be.bsmr.home.store;

import be.bsmr.control.LoadState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Table {@code load_states}: what each load was told to do, from when on. */
final class LoadStateTable {

    private LoadStateTable() {}

    /** A load from a second of the meter's time on. */
    record Row(long at, String load, LoadState.Position position, @Nullable Integer value) {

        static Row of(long at, LoadState state) {
            return new Row(at, state.load().id(), state.position(), state.value());
        }

        boolean saysTheSameAs(@Nullable Row other) {
            return other != null && equals(new Row(at, other.load, other.position, other.value));
        }
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
