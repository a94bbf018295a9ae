package be.bsmr.home.store;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables {@code imported} and {@code imported_peaks}. */
final class ImportedTable {

    private static final long JOULES_PER_WATT_HOUR = 3600;
    private static final int QUARTER_SECONDS = (int) QuarterHour.LENGTH.toSeconds();

    /** The grid operator's month counts as whole with this share of its quarters. */
    private static final double WHOLE = 0.99;

    /** Of the days on which the clock is changed. */
    private static final long SHORTEST_DAY = 23 * 3600L;

    private static final long LONGEST_DAY = 25 * 3600L;

    /** Of one interval: tariffs stand for their total, and a total where no tariff is told. */
    static final String IMPORTED =
            "coalesce(sum(CASE WHEN quantity IN (2, 3) THEN amount END),"
                    + " max(CASE WHEN quantity = 1 THEN amount END))";

    private ImportedTable() {}

    /** The registers of a day, in the order of {@link GrowthTable#REGISTERS}. */
    private static final List<Quantity> REGISTERS =
            List.of(
                    Quantity.IMPORT_T1,
                    Quantity.IMPORT_T2,
                    Quantity.IMPORT,
                    Quantity.EXPORT_T1,
                    Quantity.EXPORT_T2,
                    Quantity.EXPORT);

    private static final Set<Quantity> IMPORTS =
            EnumSet.of(Quantity.IMPORT, Quantity.IMPORT_T1, Quantity.IMPORT_T2);

    /**
     * What was drawn and given in an interval, by the best who tells it.
     *
     * @param imported Wh; null when nobody tells
     * @param exported Wh; null when nobody tells
     */
    record Interval(long start, int origin, @Nullable Long imported, @Nullable Long exported) {}

    /** What is known of the same already: amount and quality; null when nothing is. */
    static @Nullable ImportedAmount find(ImportedAmount a, Origin origin, PreparedStatement s)
            throws SQLException {
        s.setLong(1, a.start().getEpochSecond());
        s.setLong(2, a.seconds());
        s.setInt(3, origin.code());
        s.setInt(4, a.quantity().code());
        try (ResultSet r = s.executeQuery()) {
            return r.next()
                    ? new ImportedAmount(
                            a.start(),
                            a.seconds(),
                            a.quantity(),
                            r.getLong(1),
                            ImportedAmount.Quality.of(r.getInt(2)))
                    : null;
        }
    }

    static PreparedStatement finding(Connection c) throws SQLException {
        return c.prepareStatement(
                "SELECT amount, quality FROM imported"
                        + " WHERE start = ? AND seconds = ? AND origin = ? AND quantity = ?");
    }

    static PreparedStatement writing(Connection c) throws SQLException {
        return c.prepareStatement(
                "INSERT OR REPLACE INTO imported"
                        + " (start, seconds, origin, quantity, amount, quality)"
                        + " VALUES (?, ?, ?, ?, ?, ?)");
    }

    static void write(ImportedAmount a, Origin origin, PreparedStatement s) throws SQLException {
        s.setLong(1, a.start().getEpochSecond());
        s.setLong(2, a.seconds());
        s.setInt(3, origin.code());
        s.setInt(4, a.quantity().code());
        s.setLong(5, a.amount());
        s.setInt(6, a.quality().code());
        s.executeUpdate();
    }

    /** The intervals of one length that started in {@code [from, to)}, oldest first. */
    static List<Interval> intervals(int seconds, Instant from, Instant to, Connection c)
            throws SQLException {
        List<Interval> intervals = new ArrayList<>();
        // Rows of one start come in the order of belief.
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT start, origin, "
                                + IMPORTED
                                + " AS imported,"
                                + " coalesce(sum(CASE WHEN quantity IN (5, 6) THEN amount END),"
                                + " max(CASE WHEN quantity = 4 THEN amount END)) AS exported"
                                + " FROM imported WHERE start >= ? AND start < ? AND seconds = ?"
                                + " AND quantity <= 6 GROUP BY start, origin"
                                + " ORDER BY start, origin")) {
            s.setLong(1, QuarterTable.ceiling(from));
            s.setLong(2, QuarterTable.ceiling(to));
            s.setInt(3, seconds);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    long start = r.getLong("start");
                    if (intervals.isEmpty()
                            || intervals.get(intervals.size() - 1).start() != start) {
                        intervals.add(
                                new Interval(
                                        start,
                                        r.getInt("origin"),
                                        Database.longOrNull(r, "imported"),
                                        Database.longOrNull(r, "exported")));
                    }
                }
            }
        }
        return intervals;
    }

    /** The quarters of which the import was told. Their registers count whole watt-hours. */
    static List<QuarterDemand> quarters(Instant from, Instant to, Connection c)
            throws SQLException {
        return quarters(intervals(QUARTER_SECONDS, from, to, c));
    }

    /** Those of {@code intervals}, each a quarter-hour long, of which the import was told. */
    static List<QuarterDemand> quarters(List<Interval> intervals) {
        List<QuarterDemand> quarters = new ArrayList<>();
        for (Interval i : intervals) {
            if (i.imported() != null) {
                quarters.add(demand(i.start(), i.imported()));
            }
        }
        return quarters;
    }

    private static QuarterDemand demand(long start, long wattHours) {
        return new QuarterDemand(
                new QuarterHour(Instant.ofEpochSecond(start)),
                new Energy(wattHours * JOULES_PER_WATT_HOUR),
                1,
                Estimator.REGISTERS,
                true);
    }

    /** What was told of; empty when nothing was. */
    static Optional<Extent> span(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r =
                        s.executeQuery(
                                "SELECT start, start + seconds FROM imported WHERE start IN"
                                        + " ((SELECT min(start) FROM imported),"
                                        + " (SELECT max(start) FROM imported)) ORDER BY start")) {
            Instant first = null;
            Instant last = null;
            while (r.next()) {
                first = first == null ? Instant.ofEpochSecond(r.getLong(1)) : first;
                last = Instant.ofEpochSecond(r.getLong(2));
            }
            return first == null || last == null
                    ? Optional.empty()
                    : Optional.of(new Extent(first, last));
        }
    }

    /** What one origin told of a day in intervals of one kind. */
    private static final class Told {

        private final Map<Quantity, Long> day = new EnumMap<>(Quantity.class);
        private final Map<Quantity, Long> interval = new EnumMap<>(Quantity.class);
        private long start = Long.MIN_VALUE;
        private long covered;

        /** To be called in the order of time. */
        private void add(Quantity quantity, long at, long seconds, long amount) {
            if (at != start) {
                end();
                start = at;
            }
            boolean drawn = quantity.code() <= Quantity.IMPORT_T2.code();
            // Tariffs may be told one after the other, or all of them each time.
            if (drawn && interval.keySet().stream().noneMatch(IMPORTS::contains)) {
                covered += seconds;
            }
            interval.merge(quantity, amount, Long::sum);
        }

        private void end() {
            total(Quantity.IMPORT, Quantity.IMPORT_T1, Quantity.IMPORT_T2);
            total(Quantity.EXPORT, Quantity.EXPORT_T1, Quantity.EXPORT_T2);
            interval.forEach((quantity, amount) -> day.merge(quantity, amount, Long::sum));
            interval.clear();
        }

        /** Tariffs stand for their total, and a total where no tariff is told. */
        private void total(Quantity total, Quantity first, Quantity second) {
            if (interval.containsKey(first) || interval.containsKey(second)) {
                interval.put(
                        total,
                        interval.getOrDefault(first, 0L) + interval.getOrDefault(second, 0L));
            }
        }

        /** Of the whole day; null when nobody tells. */
        private @Nullable Long amount(Quantity register) {
            end();
            return day.get(register);
        }
    }

    /**
     * The local days of {@code [from, to)}, oldest first. Of several who tell a day, or of one who
     * tells it twice in pieces of another length, the one counts that tells most of it.
     */
    static List<DayTable.Day> days(LocalDate from, LocalDate to, ZoneId zone, Connection c)
            throws SQLException {
        List<DayTable.Day> days = new ArrayList<>();
        Instant start = from.atStartOfDay(zone).toInstant();
        Instant end = to.atStartOfDay(zone).toInstant();
        Map<Integer, Quantity> registers = new HashMap<>();
        REGISTERS.forEach(q -> registers.put(q.code(), q));
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT start, seconds, origin, quantity, amount FROM imported"
                                + " WHERE start >= ? AND start < ? AND seconds <= ?"
                                + " AND quantity <= 6 ORDER BY start")) {
            s.setLong(1, start.getEpochSecond());
            s.setLong(2, end.getEpochSecond());
            s.setLong(3, LONGEST_DAY);
            try (ResultSet r = s.executeQuery()) {
                LocalDate day = null;
                SortedMap<Long, Told> told = new TreeMap<>();
                while (r.next()) {
                    LocalDate of = Instant.ofEpochSecond(r.getLong(1)).atZone(zone).toLocalDate();
                    if (day != null && !of.equals(day)) {
                        days.add(day(day, told, zone, c));
                        told.clear();
                    }
                    day = of;
                    long seconds = r.getLong(2);
                    // In the order of belief, and the finest first.
                    long kind = seconds >= SHORTEST_DAY ? 2 : seconds == 3600 ? 1 : 0;
                    told.computeIfAbsent(r.getLong(3) * 10 + kind, k -> new Told())
                            .add(
                                    Objects.requireNonNull(registers.get(r.getInt(4))),
                                    r.getLong(1),
                                    seconds,
                                    r.getLong(5));
                }
                if (day != null) {
                    days.add(day(day, told, zone, c));
                }
            }
        }
        return days;
    }

    private static DayTable.Day day(
            LocalDate day, SortedMap<Long, Told> told, ZoneId zone, Connection c)
            throws SQLException {
        Told best = null;
        for (Told t : told.values()) {
            best = best == null || t.covered > best.covered ? t : best;
        }
        List<@Nullable Long> energies = new ArrayList<>();
        for (Quantity register : REGISTERS) {
            energies.add(best == null ? null : best.amount(register));
        }
        Instant start = day.atStartOfDay(zone).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
        QuarterDemand highest = null;
        for (QuarterDemand q : quarters(start, end, c)) {
            highest = highest == null || q.demand().isAbove(highest.demand()) ? q : highest;
        }
        long length = end.getEpochSecond() - start.getEpochSecond();
        long covered = best == null ? 0 : Math.min(length, best.covered);
        return new DayTable.Day(
                day,
                energies,
                highest == null ? null : (Long) (long) highest.demand().watts(),
                highest == null ? null : (Long) highest.quarter().end().getEpochSecond(),
                (int) (covered / QUARTER_SECONDS),
                10_000);
    }

    /** Reckons the peak of a month anew. */
    static Imports.Month reckon(YearMonth month, ZoneId zone, Connection c) throws SQLException {
        Instant from = month.atDay(1).atStartOfDay(zone).toInstant();
        Instant to = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        int ofMonth = (int) ((to.getEpochSecond() - from.getEpochSecond()) / QUARTER_SECONDS);
        int quarters = 0;
        int operators = 0;
        QuarterDemand highest = null;
        for (Interval i : intervals(QUARTER_SECONDS, from, to, c)) {
            if (i.imported() == null) {
                continue;
            }
            quarters++;
            operators += i.origin() == Origin.GRID_OPERATOR.code() ? 1 : 0;
            QuarterDemand q = demand(i.start(), i.imported());
            if (highest == null || q.demand().isAbove(highest.demand())) {
                highest = q;
            }
        }
        Long whole = told("start = ? AND start + seconds >= ?", from, to, c);
        Long part = told("start >= ? AND start < ?", from, to, c);
        MonthPeak peak = null;
        if (whole != null) {
            peak = told(month, whole, highest, MonthPeak.Source.IMPORTED);
        } else if (part != null && (highest == null || part > highest.demand().watts())) {
            peak = told(month, part, highest, MonthPeak.Source.IMPORTED_PART);
        } else if (highest != null) {
            peak =
                    new MonthPeak(
                            month,
                            highest.demand(),
                            highest.quarter().end(),
                            operators >= WHOLE * ofMonth
                                    ? MonthPeak.Source.IMPORTED
                                    : MonthPeak.Source.IMPORTED_PART);
        }
        return new Imports.Month(month, peak, quarters, ofMonth);
    }

    private static MonthPeak told(
            YearMonth month, long watts, @Nullable QuarterDemand highest, MonthPeak.Source source) {
        // Rounded to a watt-hour per quarter, or not: the same peak.
        boolean same = highest != null && Math.abs(highest.demand().watts() - watts) <= 4;
        return new MonthPeak(
                month,
                new Power(Math.toIntExact(watts)),
                same && highest != null ? highest.quarter().end() : null,
                source);
    }

    /** The highest of the peaks that the grid operator tells of a month, or of a part of it. */
    private static @Nullable Long told(String which, Instant from, Instant to, Connection c)
            throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT max(amount) AS told FROM imported WHERE quantity = ? AND origin = ?"
                                + " AND "
                                + which)) {
            s.setInt(1, Quantity.PEAK.code());
            s.setInt(2, Origin.GRID_OPERATOR.code());
            s.setLong(3, from.getEpochSecond());
            s.setLong(4, to.getEpochSecond());
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Database.longOrNull(r, "told") : null;
            }
        }
    }

    static void writePeak(MonthPeak peak, Connection c) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "INSERT OR REPLACE INTO imported_peaks"
                                + " (month, demand_w, quarter_end, whole) VALUES (?, ?, ?, ?)")) {
            s.setInt(1, PeakTable.number(peak.month()));
            s.setInt(2, peak.demand().watts());
            Instant end = peak.quarterEnd();
            Database.setLong(s, 3, end == null ? null : (Long) end.getEpochSecond());
            s.setInt(4, peak.source() == MonthPeak.Source.IMPORTED ? 1 : 0);
            s.executeUpdate();
        }
    }

    /** {@code peaks} with those that were imported. */
    static PeakHistory with(PeakHistory peaks, Connection c) throws SQLException {
        PeakHistory all = peaks;
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT * FROM imported_peaks ORDER BY month")) {
            while (r.next()) {
                int month = r.getInt("month");
                Long end = Database.longOrNull(r, "quarter_end");
                all =
                        all.with(
                                new MonthPeak(
                                        YearMonth.of(month / 100, month % 100),
                                        new Power(r.getInt("demand_w")),
                                        end == null ? null : Instant.ofEpochSecond(end),
                                        r.getInt("whole") == 1
                                                ? MonthPeak.Source.IMPORTED
                                                : MonthPeak.Source.IMPORTED_PART));
            }
        }
        return all;
    }
}
