package be.bsmr.home.store;

import be.bsmr.meter.Breaker;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MBusType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables {@code mbus_meter} and {@code mbus_readings}: what changed on a channel, and when. */
final class MBusTable {

    static final String SELECT =
            "SELECT r.measured_at, r.channel, r.mbus_meter, r.valve, r.counted_at, r.value, r.scale,"
                    + " d.type, d.equipment_id, d.ean, d.unit"
                    + " FROM mbus_readings r JOIN meter m ON m.id = r.meter"
                    + " LEFT JOIN mbus_meter d ON d.id = r.mbus_meter ";

    /** A channel from a moment on. */
    record Change(long measuredAt, int channel, Optional<MBusReading> reading) {}

    private final SortedMap<Integer, MBusReading> written = new TreeMap<>();
    private int writtenFor;
    private long writtenAt;

    /**
     * Writes the channels that differ from the row before; all of them for a new speaker, and when
     * it is of an earlier time.
     */
    void write(ReadingRow row, int meter, Connection connection) throws SQLException {
        if (meter != writtenFor || row.measuredAt() < writtenAt) {
            written.clear();
            writtenFor = meter;
        }
        writtenAt = row.measuredAt();
        SortedMap<Integer, MBusReading> now = new TreeMap<>();
        row.mbus().forEach(m -> now.put(m.channel(), m));
        if (now.equals(written)) {
            return;
        }
        for (MBusReading m : now.values()) {
            if (!m.equals(written.get(m.channel()))) {
                insert(row.measuredAt(), meter, m.channel(), m, connection);
            }
        }
        for (Integer channel : written.keySet()) {
            if (!now.containsKey(channel)) {
                insert(row.measuredAt(), meter, channel, null, connection);
            }
        }
        written.clear();
        written.putAll(now);
    }

    /** After a rollback: what was written in that transaction was not. */
    void forget() {
        writtenFor = 0;
    }

    /** The channels as they were at {@code at}, under one setting of the clock. */
    static SortedMap<Integer, MBusReading> at(long at, int clock, Connection connection)
            throws SQLException {
        SortedMap<Integer, MBusReading> channels = new TreeMap<>();
        try (PreparedStatement s =
                connection.prepareStatement(
                        SELECT
                                + "WHERE m.clock = ? AND r.channel = ? AND r.measured_at <= ?"
                                + " ORDER BY r.measured_at DESC LIMIT 1")) {
            for (int channel = 1; channel <= 4; channel++) {
                s.setInt(1, clock);
                s.setInt(2, channel);
                s.setLong(3, at);
                try (ResultSet r = s.executeQuery()) {
                    if (r.next()) {
                        change(r).reading().ifPresent(m -> channels.put(m.channel(), m));
                    }
                }
            }
        }
        return channels;
    }

    /** What changed in {@code (after, to]}, oldest first. */
    static List<Change> changes(long after, long to, int clock, Connection connection)
            throws SQLException {
        List<Change> changes = new ArrayList<>();
        try (PreparedStatement s =
                connection.prepareStatement(
                        SELECT
                                + "WHERE m.clock = ? AND r.measured_at > ? AND r.measured_at <= ?"
                                + " ORDER BY r.measured_at, r.channel")) {
            s.setInt(1, clock);
            s.setLong(2, after);
            s.setLong(3, to);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    changes.add(change(r));
                }
            }
        }
        return changes;
    }

    private static void insert(
            long measuredAt,
            int meter,
            int channel,
            @Nullable MBusReading reading,
            Connection connection)
            throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO mbus_readings (measured_at, channel, meter,"
                                + " mbus_meter, valve, counted_at, value, scale)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 4; i <= 8; i++) {
                s.setNull(i, Types.INTEGER);
            }
            s.setLong(1, measuredAt);
            s.setInt(2, channel);
            s.setInt(3, meter);
            if (reading != null) {
                s.setInt(4, deviceOf(reading, connection));
                if (reading.valve() != null) {
                    s.setInt(5, reading.valve().code());
                }
                if (reading.measuredAt() != null) {
                    s.setLong(6, reading.measuredAt().getEpochSecond());
                }
                BigDecimal value = reading.value();
                if (value != null && value.unscaledValue().bitLength() < Long.SIZE) {
                    s.setLong(7, value.unscaledValue().longValueExact());
                    s.setInt(8, value.scale());
                }
            }
            s.executeUpdate();
        }
    }

    private static int deviceOf(MBusReading m, Connection connection) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "SELECT id FROM mbus_meter WHERE channel = ? AND type = ?"
                                + " AND equipment_id IS ? AND ean IS ? AND unit IS ?")) {
            bind(s, m);
            try (ResultSet r = s.executeQuery()) {
                if (r.next()) {
                    return r.getInt(1);
                }
            }
        }
        try (PreparedStatement s =
                connection.prepareStatement(
                        "INSERT INTO mbus_meter (channel, type, equipment_id, ean, unit)"
                                + " VALUES (?, ?, ?, ?, ?) RETURNING id")) {
            bind(s, m);
            try (ResultSet r = s.executeQuery()) {
                return r.getInt(1);
            }
        }
    }

    private static void bind(PreparedStatement s, MBusReading m) throws SQLException {
        s.setInt(1, m.channel());
        s.setInt(2, m.type().code());
        s.setString(3, m.id());
        s.setString(4, m.ean());
        s.setString(5, m.unit());
    }

    static Change change(ResultSet r) throws SQLException {
        int channel = r.getInt("channel");
        long measuredAt = r.getLong("measured_at");
        if (Database.longOrNull(r, "mbus_meter") == null) {
            return new Change(measuredAt, channel, Optional.empty());
        }
        Long valve = Database.longOrNull(r, "valve");
        Long countedAt = Database.longOrNull(r, "counted_at");
        Long value = Database.longOrNull(r, "value");
        return new Change(
                measuredAt,
                channel,
                Optional.of(
                        new MBusReading(
                                channel,
                                MBusType.of(r.getInt("type")),
                                r.getString("equipment_id"),
                                r.getString("ean"),
                                valve == null ? null : Breaker.of(valve.intValue()).orElse(null),
                                countedAt == null ? null : Instant.ofEpochSecond(countedAt),
                                value == null ? null : BigDecimal.valueOf(value, r.getInt("scale")),
                                r.getString("unit"))));
    }
}
