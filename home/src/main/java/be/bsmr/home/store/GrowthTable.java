package be.bsmr.home.store;

import be.bsmr.home.store.Commit.Group;
import be.bsmr.home.store.RegisterGrowth.Quarter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Table {@code growth}: how far each register grew in each quarter. */
final class GrowthTable {

    /** By the numbers of the table, from 1. */
    static final List<String> REGISTERS =
            List.of(
                    "import_t1_wh",
                    "import_t2_wh",
                    "import_wh",
                    "export_t1_wh",
                    "export_t2_wh",
                    "export_wh");

    private static final int COUNT = REGISTERS.size();

    /** Where the registers stand among the channels, and the power that goes with each. */
    private static final int[] CHANNELS = REGISTERS.stream().mapToInt(ReadingRow::index).toArray();

    private static final int[] POWERS =
            REGISTERS.stream()
                    .mapToInt(
                            r ->
                                    r.startsWith("import")
                                            ? ReadingRow.IMPORT_POWER
                                            : ReadingRow.EXPORT_POWER)
                    .toArray();

    private static final int T1 = 0;
    private static final int T2 = 1;
    private static final int WHOLE = 2;

    /** Where the export registers begin in {@link #REGISTERS}. */
    private static final int EXPORT = 3;

    /** A meter may be so many seconds late with the first reading of a quarter. */
    private static final long LATE = 30;

    private GrowthTable() {}

    private record Row(long quarter, int meter, int register, Quarter known) {}

    /**
     * What a register grew until the next quarter's first reading.
     *
     * @param atOnce whether that followed at once
     */
    private record Step(Row row, long wattHours, boolean atOnce) {}

    /** Reckons a quarter anew, from all of its readings. */
    static void write(int meter, long quarter, SortedMap<Long, long[]> seconds, Connection c)
            throws SQLException {
        write("INSERT OR REPLACE", Map.of(new Group(meter, quarter), seconds), c);
    }

    /**
     * Tells of quarters that have just begun, so that those before are known to their end; nothing
     * of one of which something is known.
     */
    static void begin(Map<Group, SortedMap<Long, long[]>> seconds, Connection c)
            throws SQLException {
        write("INSERT OR IGNORE", seconds, c);
    }

    private static void write(
            String how, Map<Group, SortedMap<Long, long[]>> quarters, Connection c)
            throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(how + " INTO growth VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Map.Entry<Group, SortedMap<Long, long[]>> e : quarters.entrySet()) {
                write(e.getKey(), e.getValue(), s);
            }
        }
    }

    private static void write(Group of, SortedMap<Long, long[]> seconds, PreparedStatement s)
            throws SQLException {
        @Nullable RegisterGrowth[] growths = growths(seconds);
        for (int register = 1; register <= COUNT; register++) {
            RegisterGrowth growth = growths[register - 1];
            if (growth != null) {
                Quarter known = growth.known();
                s.setLong(1, of.quarter());
                s.setInt(2, of.meter());
                s.setInt(3, register);
                s.setLong(4, known.firstAt());
                s.setLong(5, known.first());
                s.setLong(6, known.lastAt());
                s.setLong(7, known.last());
                s.setLong(8, known.grown());
                s.executeUpdate();
            }
        }
    }

    /** By {@link #REGISTERS}; null of one that was not read. */
    private static @Nullable RegisterGrowth[] growths(SortedMap<Long, long[]> seconds) {
        @Nullable RegisterGrowth[] growths = new RegisterGrowth[COUNT];
        for (Map.Entry<Long, long[]> e : seconds.entrySet()) {
            long at = e.getKey();
            long[] values = e.getValue();
            for (int i = 0; i < COUNT; i++) {
                long wattHours = values[CHANNELS[i]];
                if (wattHours == ReadingRow.ABSENT) {
                    continue;
                }
                RegisterGrowth growth = growths[i];
                if (growth == null) {
                    growths[i] = new RegisterGrowth(at, wattHours);
                } else {
                    long watts = values[POWERS[i]];
                    growth.next(at, wattHours, watts == ReadingRow.ABSENT ? 0 : watts);
                }
            }
        }
        return growths;
    }

    /**
     * What the registers grew in quarters that started in {@code [from, to)}, seconds since 1970:
     * Wh by {@link #REGISTERS}, null where nothing is known. What they grew from the last of these
     * quarters to the next reading, even after an outage, is theirs too.
     */
    static List<@Nullable Long> energies(long from, long to, Connection c) throws SQLException {
        Map<Integer, @Nullable Long[]> meters = new HashMap<>();
        for (Step step : steps(from, to, c)) {
            add(step, meters.computeIfAbsent(step.row.meter, m -> new @Nullable Long[COUNT]));
        }
        @Nullable Long[] all = new @Nullable Long[COUNT];
        for (@Nullable Long[] meter : meters.values()) {
            meter[WHOLE] = whole(meter, 0);
            meter[EXPORT + WHOLE] = whole(meter, EXPORT);
            for (int i = 0; i < COUNT; i++) {
                all[i] = sum(all[i], meter[i]);
            }
        }
        return Arrays.asList(all);
    }

    /**
     * What was exported in each quarter that started in {@code [from, to)}, Wh, by its start; only
     * where the next quarter follows at once.
     */
    static Map<Long, Long> exported(Instant from, Instant to, Connection c) throws SQLException {
        record Place(long quarter, int meter) {}
        Map<Place, @Nullable Long[]> quarters = new HashMap<>();
        for (Step step : steps(QuarterTable.ceiling(from), QuarterTable.ceiling(to), c)) {
            if (step.atOnce) {
                Place place = new Place(step.row.quarter, step.row.meter);
                add(step, quarters.computeIfAbsent(place, p -> new @Nullable Long[COUNT]));
            }
        }
        Map<Long, Long> exported = new HashMap<>();
        quarters.forEach(
                (place, energies) -> {
                    Long whole = whole(energies, EXPORT);
                    if (whole != null) {
                        exported.merge(place.quarter, whole, Long::sum);
                    }
                });
        return exported;
    }

    /** The last quarter before another of which something is known. */
    static OptionalLong before(long quarter, Connection c) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("SELECT max(quarter) FROM growth WHERE quarter < ?")) {
            s.setLong(1, quarter);
            try (ResultSet r = s.executeQuery()) {
                long before = r.getLong(1);
                return r.wasNull() ? OptionalLong.empty() : OptionalLong.of(before);
            }
        }
    }

    private static void add(Step step, @Nullable Long[] energies) {
        int register = step.row.register - 1;
        energies[register] = sum(energies[register], step.wattHours);
    }

    /** The register of all tariffs, where there is one; never less than the tariffs together. */
    private static @Nullable Long whole(@Nullable Long[] energies, int from) {
        Long parts = sum(energies[from + T1], energies[from + T2]);
        Long told = energies[from + WHOLE];
        return parts == null || told == null ? sum(parts, told) : (Long) Math.max(parts, told);
    }

    /** Of what is known. */
    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : (Long) (a + b);
    }

    private static List<Step> steps(long from, long to, Connection c) throws SQLException {
        List<Step> steps = new ArrayList<>();
        try (PreparedStatement of =
                        c.prepareStatement(
                                "SELECT * FROM growth WHERE quarter >= ? AND quarter < ?"
                                        + " ORDER BY meter, register, quarter");
                PreparedStatement next =
                        c.prepareStatement(
                                "SELECT * FROM growth WHERE quarter >= ? AND meter = ?"
                                        + " AND register = ? ORDER BY quarter LIMIT 1")) {
            of.setLong(1, from);
            of.setLong(2, to);
            try (ResultSet r = of.executeQuery()) {
                Row row = r.next() ? row(r) : null;
                while (row != null) {
                    Row following = r.next() ? row(r) : null;
                    boolean same =
                            following != null
                                    && following.meter == row.meter
                                    && following.register == row.register;
                    steps.add(step(row, same ? following : after(row, to, next)));
                    row = following;
                }
            }
        }
        return steps;
    }

    private static Step step(Row row, @Nullable Row next) {
        Quarter known = row.known;
        return next == null
                ? new Step(row, known.grown(), false)
                : new Step(
                        row,
                        known.grown() + known.growthUntil(next.known),
                        next.known.firstAt() - known.firstAt() <= SecondsTable.QUARTER + LATE);
    }

    private static @Nullable Row after(Row row, long from, PreparedStatement next)
            throws SQLException {
        next.setLong(1, from);
        next.setInt(2, row.meter);
        next.setInt(3, row.register);
        try (ResultSet r = next.executeQuery()) {
            return r.next() ? row(r) : null;
        }
    }

    private static Row row(ResultSet r) throws SQLException {
        return new Row(
                r.getLong("quarter"),
                r.getInt("meter"),
                r.getInt("register"),
                new Quarter(
                        r.getLong("first_at"),
                        r.getLong("first_wh"),
                        r.getLong("last_at"),
                        r.getLong("last_wh"),
                        r.getLong("grown_wh")));
    }
}
