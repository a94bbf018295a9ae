package be.bsmr.home.store;

import be.bsmr.home.series.Series;
import be.bsmr.home.series.Series.Column;
import be.bsmr.home.series.Series.Kind;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Series} of what is stored. */
final class SeriesReader {

    private static final double JOULES_PER_TENTH = 360; // of a watt-hour

    /** How much of the quarters is in memory at a time. */
    static final Duration PART = Duration.ofDays(31);

    private final History history;
    private final Database database;
    private final ZoneId zone;

    SeriesReader(History history, Database database, ZoneId zone) {
        this.history = history;
        this.database = database;
        this.zone = zone;
    }

    /** Names end in their unit; voltages and currents in V and A, as the meter shows them. */
    Series seconds(SecondsLog seconds) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("time", Kind.TIME));
        List<Integer> scales = new ArrayList<>();
        for (String channel : ReadingRow.channels()) {
            int scale = channel.endsWith("_cv") ? 2 : channel.endsWith("_ma") ? 3 : 0;
            scales.add(scale);
            columns.add(
                    new Column(
                            channel.replaceFirst("_cv$", "_v").replaceFirst("_ma$", "_a"),
                            scale == 0 ? Kind.INTEGER : Kind.DECIMAL));
        }
        return new Series(
                columns,
                mapped(
                        seconds,
                        second -> {
                            List<@Nullable Object> row = new ArrayList<>(columns.size());
                            row.add(Instant.ofEpochSecond(second.at()));
                            long[] values = second.values();
                            for (int i = 0; i < values.length; i++) {
                                row.add(
                                        values[i] == ReadingRow.ABSENT
                                                ? null
                                                : scales.get(i) == 0
                                                        ? (Object) values[i]
                                                        : BigDecimal.valueOf(
                                                                values[i], scales.get(i)));
                            }
                            return row;
                        }));
    }

    Series quarters(Instant from, Instant to) {
        List<Column> columns =
                List.of(
                        new Column("start", Kind.TIME),
                        new Column("import_wh", Kind.DECIMAL),
                        new Column("export_wh", Kind.INTEGER),
                        new Column("demand_w", Kind.INTEGER),
                        new Column("demand_error_w", Kind.INTEGER),
                        new Column("coverage", Kind.DECIMAL),
                        new Column("complete", Kind.TRUTH),
                        new Column("estimator", Kind.TEXT));
        Iterator<List<@Nullable Object>> parts =
                new Parts(from, to) {
                    @Override
                    List<List<@Nullable Object>> part(Instant start, Instant end) {
                        return known(start, end).stream().map(SeriesReader::row).toList();
                    }
                };
        return new Series(columns, parts);
    }

    /**
     * One quarter.
     *
     * @param exported Wh; null where nobody knows
     * @param own whether we counted it ourselves
     */
    record Known(QuarterDemand demand, @Nullable Long exported, boolean own) {}

    /** The quarters of {@code [from, to)}, oldest first, all at once. */
    List<Known> known(Instant from, Instant to) {
        List<QuarterDemand> counted = database.read(c -> QuarterTable.read(from, to, c));
        List<ImportedTable.Interval> imported =
                database.read(c -> ImportedTable.intervals(900, from, to, c));
        Map<Long, Long> exported = new HashMap<>();
        for (ImportedTable.Interval i : imported) {
            if (i.exported() != null) {
                exported.put(i.start(), i.exported());
            }
        }
        exported.putAll(database.read(c -> GrowthTable.exported(from, to, c)));
        Set<QuarterDemand> own = imported.isEmpty() ? Set.of() : new HashSet<>(counted);
        List<Known> known = new ArrayList<>();
        for (QuarterDemand q : History.merged(counted, ImportedTable.quarters(imported))) {
            known.add(
                    new Known(
                            q,
                            exported.get(q.quarter().start().getEpochSecond()),
                            imported.isEmpty() || own.contains(q)));
        }
        return known;
    }

    private static List<@Nullable Object> row(Known known) {
        QuarterDemand q = known.demand();
        List<@Nullable Object> row = new ArrayList<>();
        row.add(q.quarter().start());
        row.add(BigDecimal.valueOf(Math.round(q.imported().joules() / JOULES_PER_TENTH), 1));
        row.add(known.exported());
        row.add((long) q.demand().watts());
        row.add(q.error() == null ? null : (Object) (q.error().joules() / 900));
        row.add(BigDecimal.valueOf(Math.round(q.coverage() * 10_000), 4));
        row.add(q.complete());
        row.add(known.own() ? q.estimator().label() : "imported");
        return row;
    }

    Series days(LocalDate from, LocalDate to) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("day", Kind.DAY));
        GrowthTable.REGISTERS.forEach(r -> columns.add(new Column(r, Kind.INTEGER)));
        columns.add(new Column("peak_w", Kind.INTEGER));
        columns.add(new Column("peak_end", Kind.TIME));
        columns.add(new Column("quarters", Kind.INTEGER));
        columns.add(new Column("coverage", Kind.DECIMAL));
        return new Series(
                columns,
                mapped(
                        days(from, to, database, zone).iterator(),
                        day -> {
                            List<@Nullable Object> row = new ArrayList<>();
                            row.add(day.day());
                            row.addAll(day.energies());
                            row.add(day.peakWatts());
                            row.add(instant(day.peakEnd()));
                            row.add((long) day.quarters());
                            row.add(BigDecimal.valueOf(day.coverage(), 4));
                            return row;
                        }));
    }

    /** The days as we measured them or, where an import knows more of one, as that tells. */
    private static Collection<DayTable.Day> days(
            LocalDate from, LocalDate to, Database database, ZoneId zone) {
        SortedMap<LocalDate, DayTable.Day> days = new TreeMap<>();
        database.read(c -> DayTable.read(from, to, c)).forEach(d -> days.put(d.day(), d));
        for (DayTable.Day imported : database.read(c -> ImportedDays.days(from, to, zone, c))) {
            DayTable.Day own = days.get(imported.day());
            if (own == null || own.known() < imported.known()) {
                days.put(imported.day(), imported);
            }
        }
        return days.values();
    }

    /** The energies of the days, and the peak as each source knows it. */
    Series months(YearMonth from, YearMonth to) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("month", Kind.MONTH));
        GrowthTable.REGISTERS.forEach(r -> columns.add(new Column(r, Kind.INTEGER)));
        for (MonthPeak.Source source : MonthPeak.Source.values()) {
            String name = source.name().toLowerCase(Locale.ROOT);
            columns.add(new Column("peak_" + name + "_w", Kind.INTEGER));
            columns.add(new Column("peak_" + name + "_end", Kind.TIME));
        }
        columns.add(new Column("days", Kind.INTEGER));
        PeakHistory peaks = history.peaks();
        SortedMap<YearMonth, List<DayTable.Day>> days = new TreeMap<>();
        peaks.months().keySet().stream()
                .filter(m -> !m.isBefore(from) && m.isBefore(to))
                .forEach(m -> days.put(m, new ArrayList<>()));
        for (DayTable.Day day : days(from.atDay(1), to.atDay(1), database, zone)) {
            days.computeIfAbsent(YearMonth.from(day.day()), m -> new ArrayList<>()).add(day);
        }
        return new Series(
                columns,
                mapped(days.entrySet().iterator(), e -> month(e.getKey(), e.getValue(), peaks)));
    }

    private static List<@Nullable Object> month(
            YearMonth month, List<DayTable.Day> days, PeakHistory peaks) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(month);
        for (int r = 0; r < GrowthTable.REGISTERS.size(); r++) {
            int register = r;
            row.add(
                    days.stream()
                            .map(d -> d.energies().get(register))
                            .filter(e -> e != null)
                            .reduce(Long::sum)
                            .orElse(null));
        }
        for (MonthPeak.Source source : MonthPeak.Source.values()) {
            MonthPeak peak = peaks.of(month, source).orElse(null);
            row.add(peak == null ? null : (Object) (long) peak.demand().watts());
            row.add(peak == null ? null : peak.quarterEnd());
        }
        row.add((long) days.size());
        return row;
    }

    LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    private static @Nullable Instant instant(@Nullable Long second) {
        return second == null ? null : Instant.ofEpochSecond(second);
    }

    private static <T> Iterator<List<@Nullable Object>> mapped(
            Iterator<T> from, Function<T, List<@Nullable Object>> row) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return from.hasNext();
            }

            @Override
            public List<@Nullable Object> next() {
                return row.apply(from.next());
            }
        };
    }

    /** Rows that are read a month at a time. */
    private abstract static class Parts implements Iterator<List<@Nullable Object>> {

        private final Instant to;
        private Instant next;
        private Iterator<List<@Nullable Object>> rows =
                List.<List<@Nullable Object>>of().iterator();

        Parts(Instant from, Instant to) {
            next = from;
            this.to = to;
        }

        abstract List<List<@Nullable Object>> part(Instant start, Instant end);

        @Override
        public boolean hasNext() {
            while (!rows.hasNext() && next.isBefore(to)) {
                Instant end = next.plus(PART).isBefore(to) ? next.plus(PART) : to;
                rows = part(next, end).iterator();
                next = end;
            }
            return rows.hasNext();
        }

        @Override
        public List<@Nullable Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return rows.next();
        }
    }
}
