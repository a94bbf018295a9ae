package be.bsmr.home.store;

import be.bsmr.control.Day;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.ManualOverride;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Table {@code loads}. */
final class LoadTable {

    private LoadTable() {}

    static void write(List<LoadMemory> loads, Connection connection) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO loads (id, mode, hands_off_until, learned_w, day,"
                                + " sheds, due_since, due_j, mean_w, name, day_j)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (LoadMemory m : loads) {
                s.setString(1, m.load());
                s.setString(2, m.mode().name());
                set(s, 3, m.handsOffUntil());
                s.setString(
                        4,
                        m.learned().stream().map(String::valueOf).collect(Collectors.joining(",")));
                LocalDate date = m.day().date();
                s.setString(5, date == null ? null : date.toString());
                s.setInt(6, m.day().sheds());
                set(s, 7, m.day().dueSince());
                s.setDouble(8, m.day().dueJoules());
                s.setDouble(9, m.day().meanWatts());
                s.setString(10, m.name());
                s.setDouble(11, m.day().joules());
                s.executeUpdate();
            }
        }
    }

    private static void set(PreparedStatement s, int column, @Nullable Instant at)
            throws SQLException {
        if (at == null) {
            s.setNull(column, Types.INTEGER);
        } else {
            s.setLong(column, at.getEpochSecond());
        }
    }

    static List<LoadMemory> read(Connection connection) throws SQLException {
        List<LoadMemory> loads = new ArrayList<>();
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("SELECT * FROM loads ORDER BY id")) {
            while (r.next()) {
                String day = r.getString("day");
                loads.add(
                        new LoadMemory(
                                r.getString("id"),
                                r.getString("name"),
                                ManualOverride.valueOf(r.getString("mode")),
                                instant(r, "hands_off_until"),
                                watts(r.getString("learned_w")),
                                new Day(
                                        day == null ? null : LocalDate.parse(day),
                                        r.getInt("sheds"),
                                        r.getDouble("day_j"),
                                        instant(r, "due_since"),
                                        r.getDouble("due_j"),
                                        r.getDouble("mean_w"),
                                        0)));
            }
        }
        return loads;
    }

    private static List<Integer> watts(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
    }

    private static @Nullable Instant instant(ResultSet r, String column) throws SQLException {
        long second = r.getLong(column);
        return r.wasNull() ? null : Instant.ofEpochSecond(second);
    }
}
