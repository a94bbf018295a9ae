package be.bsmr.home.store;

import be.bsmr.quarter.QuarterDemand;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What exports tell of local days, from the intervals of table {@code imported}. */
final class ImportedDays {

    /** Of the days on which the clock is changed. */
    private static final long SHORTEST_DAY = 23 * 3600L;

    private static final long LONGEST_DAY = 25 * 3600L;

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

    private ImportedDays() {}

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
        for (QuarterDemand q : ImportedTable.quarters(start, end, c)) {
            highest = highest == null || q.demand().isAbove(highest.demand()) ? q : highest;
        }
        long length = end.getEpochSecond() - start.getEpochSecond();
        long covered = best == null ? 0 : Math.min(length, best.covered);
        return new DayTable.Day(
                day,
                energies,
                highest == null ? null : (Long) (long) highest.demand().watts(),
                highest == null ? null : (Long) highest.quarter().end().getEpochSecond(),
                (int) (covered / ImportedTable.QUARTER_SECONDS),
                10_000);
    }
}
