package be.bsmr.home.store;

import be.bsmr.home.series.Series;
import be.bsmr.home.series.Series.Column;
import be.bsmr.home.series.Series.Kind;
import be.bsmr.meter.MBusReading;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is stored when it changes, as rows: a few hundred a day at most. */
final class EventReader {

    private EventReader() {}

    /** How one row is made of what was found. */
    private interface Row {
        List<@Nullable Object> of(ResultSet r) throws SQLException;
    }

    /**
     * Gas, water and heat: what each channel told from when on (no value when it went), and what
     * was imported of each interval.
     */
    static Series mbus(Instant from, Instant to, Connection c) throws SQLException {
        List<Column> columns =
                List.of(
                        new Column("time", Kind.TIME),
                        new Column("channel", Kind.INTEGER),
                        new Column("type", Kind.TEXT),
                        new Column("id", Kind.TEXT),
                        new Column("value", Kind.DECIMAL),
                        new Column("unit", Kind.TEXT),
                        new Column("counted", Kind.TIME),
                        new Column("valve", Kind.TEXT),
                        new Column("amount", Kind.DECIMAL),
                        new Column("seconds", Kind.INTEGER),
                        new Column("origin", Kind.TEXT));
        List<List<@Nullable Object>> rows =
                rows(
                        MBusTable.SELECT
                                + "WHERE r.measured_at >= ? AND r.measured_at < ?"
                                + " ORDER BY r.measured_at, r.channel",
                        from,
                        to,
                        c,
                        EventReader::told);
        rows.addAll(
                rows(
                        "SELECT start, seconds, origin, quantity, amount FROM imported"
                                + " WHERE start >= ? AND start < ? AND quantity IN (7, 8, 9)"
                                + " ORDER BY start",
                        from,
                        to,
                        c,
                        EventReader::imported));
        rows.sort(Comparator.comparing(row -> (Instant) Objects.requireNonNull(row.get(0))));
        return new Series(columns, rows.iterator());
    }

    private static List<@Nullable Object> told(ResultSet r) throws SQLException {
        MBusTable.Change change = MBusTable.change(r);
        MBusReading m = change.reading().orElse(null);
        List<@Nullable Object> row = new ArrayList<>();
        row.add(Instant.ofEpochSecond(change.measuredAt()));
        row.add((long) change.channel());
        row.add(m == null ? null : lower(m.type()));
        row.add(m == null ? null : m.id());
        row.add(m == null ? null : m.value());
        row.add(m == null ? null : m.unit());
        row.add(m == null ? null : m.measuredAt());
        row.add(m == null || m.valve() == null ? null : lower(m.valve()));
        row.add(null);
        row.add(null);
        row.add("meter");
        return row;
    }

    private static List<@Nullable Object> imported(ResultSet r) throws SQLException {
        MBusAmounts.Imported told = MBusAmounts.Imported.of(r);
        List<@Nullable Object> row = new ArrayList<>();
        row.add(told.start());
        row.add(null);
        row.add(told.type());
        row.add(null);
        row.add(null);
        row.add(told.unit());
        row.add(null);
        row.add(null);
        row.add(BigDecimal.valueOf(told.amount(), MBusAmounts.Imported.scale(told.type())));
        row.add(told.seconds());
        row.add(told.origin());
        return row;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What each load was told, from when on. */
    static Series loads(Instant from, Instant to, Connection c) throws SQLException {
        List<Column> columns =
                List.of(
                        new Column("time", Kind.TIME),
                        new Column("load", Kind.TEXT),
                        new Column("position", Kind.TEXT),
                        new Column("value", Kind.INTEGER));
        return new Series(
                columns,
                rows(
                                "SELECT at, load, position, value FROM load_states"
                                        + " WHERE at >= ? AND at < ? ORDER BY at, load",
                                from,
                                to,
                                c,
                                r -> {
                                    List<@Nullable Object> row = new ArrayList<>();
                                    row.add(Instant.ofEpochSecond(r.getLong("at")));
                                    row.add(r.getString("load"));
                                    row.add(r.getString("position").toLowerCase(Locale.ROOT));
                                    row.add(Database.longOrNull(r, "value"));
                                    return row;
                                })
                        .iterator());
    }

    /** How well the cable did in each quarter. */
    static Series link(Instant from, Instant to, Connection c) throws SQLException {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("start", Kind.TIME));
        List<String> counts = List.of("accepted", "rejected", "stray_bytes", "opened");
        counts.forEach(name -> columns.add(new Column(name, Kind.INTEGER)));
        return new Series(
                columns,
                rows(
                                "SELECT * FROM link_health WHERE quarter >= ? AND quarter < ?"
                                        + " ORDER BY quarter",
                                from,
                                to,
                                c,
                                r -> {
                                    List<@Nullable Object> row = new ArrayList<>();
                                    row.add(Instant.ofEpochSecond(r.getLong("quarter")));
                                    for (String name : counts) {
                                        row.add(r.getLong(name));
                                    }
                                    return row;
                                })
                        .iterator());
    }

    private static List<List<@Nullable Object>> rows(
            String select, Instant from, Instant to, Connection c, Row row) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(select)) {
            s.setLong(1, from.getEpochSecond());
            s.setLong(2, to.getEpochSecond());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    rows.add(row.of(r));
                }
            }
        }
        return rows;
    }
}
