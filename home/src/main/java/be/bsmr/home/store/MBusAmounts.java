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
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What gas, water and heat came to in each day or month: by the meters on the M-Bus and by each
 * origin of what was imported, side by side.
 */
final class MBusAmounts {

    /** How a day's own meter is called beside the origins of imports. */
    private static final String METER = "meter";

    /** So many values of a register tell whether the last one was a slip. */
    private static final int TELL_A_SLIP = 4;

    private final boolean months;
    private final LocalDate from;
    private final LocalDate to;
    private final ZoneId zone;
    private final SortedMap<Row, BigDecimal> amounts =
            new TreeMap<>(
                    Comparator.comparing(Row::period)
                            .thenComparing(Row::type)
                            .thenComparing(Row::unit)
                            .thenComparing(Row::origin));

    private record Row(LocalDate period, String type, String unit, String origin) {}

    /**
     * What was imported of an interval.
     *
     * @param amount in the unit's fractions: {@link #scale}
     */
    record Imported(
            Instant start, long seconds, String type, long amount, String unit, String origin) {

        /** Of a row of table {@code imported} that is of gas or water. */
        static Imported of(ResultSet r) throws SQLException {
            int quantity = r.getInt("quantity");
            return new Imported(
                    Instant.ofEpochSecond(r.getLong("start")),
                    r.getLong("seconds"),
                    quantity == Quantity.WATER.code() ? "water" : "gas",
                    r.getLong("amount"),
                    quantity == Quantity.GAS_ENERGY.code() ? "kWh" : "m3",
                    Origin.of(r.getInt("origin")).name().toLowerCase(Locale.ROOT));
        }

        /** Wh and dm³ of gas, tenths of a dm³ of water. */
        static int scale(String type) {
            return type.equals("water") ? 4 : 3;
        }
    }

    /** A register of a meter, as it stood when it last grew. */
    private static final class Register {

        private BigDecimal standing;
        private @Nullable BigDecimal below;

        private Register(BigDecimal standing) {
            this.standing = standing;
        }

        /**
         * What it grew. One value below the last is a slip, two are a meter that began anew.
         *
         * @return 0 or more
         */
        private BigDecimal grown(BigDecimal value) {
            BigDecimal base = standing;
            if (value.compareTo(standing) < 0) {
                if (below == null || value.compareTo(below) < 0) {
                    below = value;
                    return BigDecimal.ZERO;
                }
                base = below;
            }
            below = null;
            standing = value;
            return value.subtract(base);
        }
    }

    private MBusAmounts(boolean months, LocalDate from, LocalDate to, ZoneId zone) {
        this.months = months;
        this.from = from;
        this.to = to;
        this.zone = zone;
    }

    /** Of the local days of {@code [from, to)}, or of their months. */
    static Series of(boolean months, LocalDate from, LocalDate to, ZoneId zone, Connection c)
            throws SQLException {
        MBusAmounts of = new MBusAmounts(months, from, to, zone);
        of.measured(c);
        of.imported(c);
        return of.series();
    }

    private void measured(Connection c) throws SQLException {
        long begin = from.atStartOfDay(zone).toEpochSecond();
        Map<Integer, Register> registers = new HashMap<>();
        for (int meter : meters(c)) {
            before(meter, begin, registers, c);
        }
        try (PreparedStatement s =
                c.prepareStatement(
                        MBusTable.SELECT
                                + "WHERE r.value IS NOT NULL AND r.measured_at >= ?"
                                + " AND r.measured_at < ? ORDER BY r.measured_at")) {
            s.setLong(1, begin);
            s.setLong(2, to.atStartOfDay(zone).toEpochSecond());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    count(r, registers);
                }
            }
        }
    }

    private static List<Integer> meters(Connection c) throws SQLException {
        List<Integer> meters = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement("SELECT id FROM mbus_meter");
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                meters.add(r.getInt(1));
            }
        }
        return meters;
    }

    /** How a meter stood before the period: not all that it ever told is read for that. */
    private void before(int meter, long begin, Map<Integer, Register> registers, Connection c)
            throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT * FROM ("
                                + MBusTable.SELECT
                                + "WHERE r.value IS NOT NULL AND r.mbus_meter = ?"
                                + " AND r.measured_at < ? ORDER BY r.measured_at DESC LIMIT "
                                + TELL_A_SLIP
                                + ") ORDER BY measured_at")) {
            s.setInt(1, meter);
            s.setLong(2, begin);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    count(r, registers);
                }
            }
        }
    }

    private void count(ResultSet r, Map<Integer, Register> registers) throws SQLException {
        MBusReading m = MBusTable.change(r).reading().orElseThrow();
        BigDecimal value = m.value();
        if (value == null) {
            return;
        }
        Register register = registers.get(r.getInt("mbus_meter"));
        if (register == null) {
            registers.put(r.getInt("mbus_meter"), new Register(value));
            return;
        }
        Instant at =
                m.measuredAt() == null
                        ? Instant.ofEpochSecond(r.getLong("measured_at"))
                        : m.measuredAt();
        LocalDate day = at.minusSeconds(1).atZone(zone).toLocalDate();
        String type = m.type().name().toLowerCase(Locale.ROOT);
        String unit = m.unit() == null ? "" : m.unit();
        add(day, new Row(day, type, unit, METER), register.grown(value));
    }

    /** What one origin told of a day, in pieces of one length. */
    private record Pieces(Row row, long seconds) {}

    /** Of one who tells a day twice, in hours and as a day, what tells most of it counts. */
    private void imported(Connection c) throws SQLException {
        SortedMap<LocalDate, Map<Pieces, long[]>> days = new TreeMap<>();
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT start, seconds, origin, quantity, amount FROM imported"
                                + " WHERE quantity IN (7, 8, 9) AND start >= ? AND start < ?"
                                + " AND seconds <= 90000")) {
            s.setLong(1, from.atStartOfDay(zone).toEpochSecond());
            s.setLong(2, to.atStartOfDay(zone).toEpochSecond());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    Imported imported = Imported.of(r);
                    LocalDate day = imported.start().atZone(zone).toLocalDate();
                    long[] told =
                            days.computeIfAbsent(day, d -> new HashMap<>())
                                    .computeIfAbsent(
                                            new Pieces(
                                                    new Row(
                                                            day,
                                                            imported.type(),
                                                            imported.unit(),
                                                            imported.origin()),
                                                    imported.seconds()),
                                            p -> new long[2]);
                    told[0] += imported.seconds();
                    told[1] += imported.amount();
                }
            }
        }
        for (Map<Pieces, long[]> pieces : days.values()) {
            Map<Row, long[]> most = new HashMap<>();
            pieces.forEach((p, told) -> most.merge(p.row(), told, (a, b) -> b[0] > a[0] ? b : a));
            most.forEach(
                    (row, told) ->
                            add(
                                    row.period(),
                                    row,
                                    BigDecimal.valueOf(told[1], Imported.scale(row.type()))));
        }
    }

    private void add(LocalDate day, Row row, BigDecimal amount) {
        if (!day.isBefore(from) && day.isBefore(to)) {
            LocalDate period = months ? day.withDayOfMonth(1) : day;
            amounts.merge(
                    new Row(period, row.type(), row.unit(), row.origin()), amount, BigDecimal::add);
        }
    }

    private Series series() {
        List<Column> columns =
                List.of(
                        months ? new Column("month", Kind.MONTH) : new Column("day", Kind.DAY),
                        new Column("type", Kind.TEXT),
                        new Column("amount", Kind.DECIMAL),
                        new Column("unit", Kind.TEXT),
                        new Column("origin", Kind.TEXT));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        amounts.forEach(
                (row, amount) -> {
                    List<@Nullable Object> cells = new ArrayList<>();
                    cells.add(months ? YearMonth.from(row.period()) : row.period());
                    cells.add(row.type());
                    cells.add(amount);
                    cells.add(row.unit());
                    cells.add(row.origin());
                    rows.add(cells);
                });
        return new Series(columns, rows.iterator());
    }
}
