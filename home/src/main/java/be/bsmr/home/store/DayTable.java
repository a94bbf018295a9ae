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
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Table {@code days}: what each local day came to, from its quarters and the registers. */
final class DayTable {

    private static final List<String> REGISTERS = GrowthTable.REGISTERS;

    private DayTable() {}

    /**
     * A local day.
     *
     * @param energies Wh by {@link GrowthTable#REGISTERS}; null where it is not known
     * @param peakWatts the highest demand of its quarters
     * @param peakEnd when that quarter ended, seconds since 1970
     * @param quarters of which something was measured
     * @param coverage mean of these, in ten thousandths
     */
    record Day(
            LocalDate day,
            List<@Nullable Long> energies,
            @Nullable Long peakWatts,
            @Nullable Long peakEnd,
            int quarters,
            int coverage) {

        /** How much of the day is known, in ten thousandths of a quarter. */
        long known() {
            return (long) quarters * coverage;
        }
    }

    /**
     * Reckons anew the days of these quarters, and those that the readings before them are of: what
     * was drawn in between is theirs.
     */
    static void write(Collection<QuarterDemand> quarters, ZoneId zone, Connection c)
            throws SQLException {
        SortedSet<LocalDate> days = new TreeSet<>();
        for (QuarterDemand q : quarters) {
            Instant start = q.quarter().start();
            days.add(start.atZone(zone).toLocalDate());
            GrowthTable.before(start.getEpochSecond(), c)
                    .ifPresent(
                            before ->
                                    days.add(
                                            Instant.ofEpochSecond(before)
                                                    .atZone(zone)
                                                    .toLocalDate()));
        }
        for (LocalDate day : days) {
            write(day, zone, c);
        }
    }

    /**
     * Nothing when nothing is stored of it. A quarter's mean power is rounded as {@link
     * QuarterDemand#demand} does.
     */
    private static void write(LocalDate day, ZoneId zone, Connection c) throws SQLException {
        long from = day.atStartOfDay(zone).toEpochSecond();
        long to = day.plusDays(1).atStartOfDay(zone).toEpochSecond();
        List<@Nullable Long> energies = GrowthTable.energies(from, to, c);
        try (PreparedStatement s =
                c.prepareStatement(
                        "INSERT OR REPLACE INTO days (day, "
                                + String.join(", ", REGISTERS)
                                + ", peak_w, peak_end, quarters, coverage_e4)"
                                + " SELECT ?, ?, ?, ?, ?, ?, ?, q.* FROM"
                                + " (SELECT (max(import_j) + 450) / 900, start + 900, count(*) AS n,"
                                + " cast(round(avg(coverage_e4)) AS INTEGER)"
                                + " FROM quarters WHERE start >= ? AND start < ?) q WHERE n > 0")) {
            s.setInt(1, number(day));
            for (int i = 0; i < energies.size(); i++) {
                Database.setLong(s, 2 + i, energies.get(i));
            }
            s.setLong(8, from);
            s.setLong(9, to);
            s.executeUpdate();
        }
    }

    /** 20260113 for 13 January 2026. */
    static int number(LocalDate day) {
        return day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
    }

    static LocalDate day(int number) {
        return LocalDate.of(number / 10_000, number / 100 % 100, number % 100);
    }

    /** Of the days of {@code [from, to)}, oldest first. */
    static List<Day> read(LocalDate from, LocalDate to, Connection c) throws SQLException {
        List<Day> days = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement("SELECT * FROM days WHERE day >= ? AND day < ? ORDER BY day")) {
            s.setInt(1, number(from));
            s.setInt(2, number(to));
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    List<@Nullable Long> energies = new ArrayList<>();
                    for (String register : REGISTERS) {
                        energies.add(Database.longOrNull(r, register));
                    }
                    days.add(
                            new Day(
                                    day(r.getInt("day")),
                                    energies,
                                    Database.longOrNull(r, "peak_w"),
                                    Database.longOrNull(r, "peak_end"),
                                    r.getInt("quarters"),
                                    r.getInt("coverage_e4")));
                }
            }
        }
        return days;
    }
}
