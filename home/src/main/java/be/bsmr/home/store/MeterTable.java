package be.bsmr.home.store;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Table {@code meter}: the speakers, each once. */
final class MeterTable {

    private @Nullable Speaker last;
    private int lastId;

    /** The speaker's number, a new one when it has none yet. */
    int idOf(Speaker speaker, Connection connection) throws SQLException {
        if (!speaker.equals(last)) {
            Integer known = find(speaker, connection);
            lastId = known != null ? known : insert(speaker, connection);
            last = speaker;
        }
        return lastId;
    }

    /** After a rollback: a number given in that transaction does not exist. */
    void forget() {
        last = null;
    }

    /** How often the clock has been set back so far. */
    static int clock(Connection connection) throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("SELECT coalesce(max(clock), 0) FROM meter")) {
            return r.getInt(1);
        }
    }

    /** The speakers of one setting of the clock, by number. */
    static Map<Integer, Speaker> speakers(int clock, Connection connection) throws SQLException {
        Map<Integer, Speaker> speakers = speakers(connection);
        speakers.values().removeIf(speaker -> speaker.clock() != clock);
        return speakers;
    }

    /** All speakers there ever were, by number. */
    static Map<Integer, Speaker> speakers(Connection connection) throws SQLException {
        Map<Integer, Speaker> speakers = new HashMap<>();
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("SELECT * FROM meter")) {
            while (r.next()) {
                speakers.put(r.getInt("id"), speaker(r));
            }
        }
        return speakers;
    }

    /** Whether it has a number; only reads, which another program's lock does not forbid. */
    boolean knows(Speaker speaker, Connection connection) throws SQLException {
        if (!speaker.equals(last)) {
            Integer known = find(speaker, connection);
            if (known == null) {
                return false;
            }
            lastId = known;
            last = speaker;
        }
        return true;
    }

    private static @Nullable Integer find(Speaker speaker, Connection connection)
            throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "SELECT id FROM meter WHERE clock = ? AND header = ? AND version IS ?"
                                + " AND equipment_id IS ? AND ean IS ? AND declared_grid IS ?")) {
            bind(s, speaker);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getInt(1) : null;
            }
        }
    }

    private static int insert(Speaker speaker, Connection connection) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "INSERT INTO meter"
                                + " (clock, header, version, equipment_id, ean, declared_grid)"
                                + " VALUES (?, ?, ?, ?, ?, ?) RETURNING id")) {
            bind(s, speaker);
            try (ResultSet r = s.executeQuery()) {
                return r.getInt(1);
            }
        }
    }

    private static void bind(PreparedStatement s, Speaker speaker) throws SQLException {
        Identity identity = speaker.identity();
        s.setInt(1, speaker.clock());
        s.setString(2, identity.header());
        s.setString(3, identity.version());
        s.setString(4, identity.meter() == null ? null : identity.meter().value());
        s.setString(5, identity.ean());
        s.setString(6, speaker.declaredGrid() == null ? null : speaker.declaredGrid().label());
    }

    private static Speaker speaker(ResultSet r) throws SQLException {
        String equipment = r.getString("equipment_id");
        String grid = r.getString("declared_grid");
        return new Speaker(
                r.getInt("clock"),
                new Identity(
                        r.getString("header"),
                        r.getString("version"),
                        equipment == null ? null : new MeterId(equipment),
                        r.getString("ean")),
                Arrays.stream(Grid.values())
                        .filter(g -> g.label().equals(grid))
                        .findFirst()
                        .orElse(null));
    }
}
