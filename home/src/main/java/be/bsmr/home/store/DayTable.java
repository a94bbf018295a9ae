package be.bsmr.home.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table {@code days}: what each local day came to, from its quarters and the registers. */
final class DayTable {

    private static final List<String> REGISTERS = RegisterTable.REGISTERS;

    /**
     * How far to look for the reading that ends what a day's last one began: an outage of a day.
     */
    private static final long MOST_GAP = 86_400;

    private static final String WRITE = write();

    private DayTable() {}

    /**
     * A local day.
     *
     * @param energies Wh by {@link RegisterTable#REGISTERS}; null where it is not known
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

    /** Reckons a day anew; nothing when nothing is stored of it. */
    static void write(LocalDate day, ZoneId zone, Connection c) throws SQLException {
        long from = day.atStartOfDay(zone).toEpochSecond();
        long to = day.plusDays(1).atStartOfDay(zone).toEpochSecond();
        try (PreparedStatement s = c.prepareStatement(WRITE)) {
            s.setInt(1, number(day));
            s.setLong(2, from);
            s.setLong(3, to + MOST_GAP);
            s.setLong(4, to);
            s.setLong(5, from);
            s.setLong(6, to);
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

    /** The quarter's mean power is rounded as {@link be.bsmr.quarter.QuarterDemand#demand} does. */
    private static String write() {
        StringBuilder differences = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        for (String register : REGISTERS) {
            String value = standing(register);
            differences
                    .append(", LEAD(")
                    .append(value)
                    .append(") OVER w - ")
                    .append(value)
                    .append(" AS ")
                    .append(register);
            sums.append(", sum(max(").append(register).append(", 0))");
        }
        return "INSERT OR REPLACE INTO days (day, "
                + String.join(", ", REGISTERS)
                + ", peak_w, peak_end, quarters, coverage_e4) SELECT ?, r.*, q.* FROM (SELECT "
                + sums.substring(2)
                + " FROM (SELECT at"
                + differences
                + " FROM registers WHERE at >= ? AND at < ?"
                + " WINDOW w AS (PARTITION BY meter ORDER BY at)) WHERE at < ?) r,"
                + " (SELECT (max(import_j) + 450) / 900, start + 900, count(*) AS n,"
                + " cast(round(avg(coverage_e4)) AS INTEGER)"
                + " FROM quarters WHERE start >= ? AND start < ?) q WHERE n > 0";
    }

    /** A meter without a combined register has the sum of its tariffs. */
    private static String standing(String register) {
        return switch (register) {
            case "import_wh" -> "coalesce(import_wh, import_t1_wh + import_t2_wh)";
            case "export_wh" -> "coalesce(export_wh, export_t1_wh + export_t2_wh)";
            default -> register;
        };
    }
}
