package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import be.bsmr.unit.Energy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plots as Unicode blocks, for a terminal of 80 columns. Without colour too everything can be
 * told apart.
 */
public final class TerminalPlot {

    private static final char LIMIT = '─';
    private static final char ALARM = '·';
    private static final char FORECAST = '•';
    private static final char FLOOR = '╌';
    private static final char HELD = '▄';
    private static final char BAND = '░';

    /** Of a heat map, from little to much. */
    private static final String SHADES = "·░▒▓█";

    private static final int WIDTH = 80;
    private static final String INDENT = " ".repeat(CharacterGrid.AXIS_WIDTH);
    private static final String GAP = "   ";
    private static final int WEEK = 7;
    private static final int SECONDS_PER_COLUMN = 15;
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    /**
     * What a mark stands for.
     *
     * @param name in the reader's words
     */
    private record Key(char mark, String name, boolean red) {}

    private final Sheet sheet;
    private final boolean colour;

    /**
     * @param sheet its look does not matter
     * @param colour whether the terminal understands ANSI colours
     */
    public TerminalPlot(Sheet sheet, boolean colour) {
        this.sheet = sheet;
        this.colour = colour;
    }

    /** The import so far as bars, the three lines above it; a column is 15 s. */
    public String quarter(LinesOfQuarter lines) {
        double highest = 0;
        for (QuarterPoint p : lines.points()) {
            highest = Math.max(highest, wattHours(p.highest()));
        }
        CharacterGrid grid = grid(60, highest);
        // Of several points in one column the last is drawn.
        QuarterPoint[] columns = new QuarterPoint[60];
        for (QuarterPoint p : lines.points()) {
            Duration into = Duration.between(lines.quarter().start(), p.at());
            columns[(int) (into.toSeconds() / SECONDS_PER_COLUMN)] = p;
        }
        for (int x = 0; x < columns.length; x++) {
            QuarterPoint p = columns[x];
            if (p != null) {
                grid.bar(x, 1, wattHours(p.soFar()), false);
                grid.mark(x, wattHours(p.forecast()), FORECAST, false);
                // In turns where both are in one row.
                if (x % 2 == 0) {
                    grid.mark(x, wattHours(p.limit()), LIMIT, true);
                }
                grid.mark(x, wattHours(p.alarmLine()), ALARM, false);
                grid.mark(x, wattHours(p.limit()), LIMIT, true);
                grid.range(x, wattHours(p.low()), wattHours(p.high()), BAND);
            }
        }
        for (int minute = 0; minute < 15; minute++) {
            grid.label(minute * 4, String.valueOf(minute));
        }
        return plot(
                new Titles(sheet).quarter(lines),
                grid.text(),
                sheet.text("minutes") + "; " + sheet.text("watt_hours"),
                List.of(
                        new Key(CharacterGrid.FULL, sheet.text("so_far"), false),
                        new Key(FORECAST, sheet.text("forecast"), false),
                        new Key(BAND, sheet.text("likely"), false),
                        new Key(LIMIT, sheet.text("limit"), true),
                        new Key(ALARM, sheet.text("alarm"), false)));
    }

    /** The higher quarter of each half hour as a bar, its highest minute above it. */
    public String day(PowerOfDay day) {
        int columns = (int) day.length().dividedBy(HALF_AN_HOUR);
        double[] demand = new double[columns];
        double[] power = new double[columns];
        double highest = day.target().highest();
        for (QuarterDemand q : day.quarters()) {
            int x = column(day, q.quarter().start());
            demand[x] = Math.max(demand[x], Demands.kilowatts(q));
            highest = Math.max(highest, demand[x]);
        }
        for (PowerOfDay.Minute m : day.minutes()) {
            int x = column(day, m.start());
            power[x] = Math.max(power[x], m.importedKw());
            highest = Math.max(highest, power[x]);
        }
        CharacterGrid grid = grid(columns, highest);
        Optional<Instant> top = day.highest().map(q -> q.quarter().start());
        for (int x = 0; x < columns; x++) {
            int here = x;
            grid.bar(x, 1, demand[x], top.filter(t -> column(day, t) == here).isPresent());
            Instant end = day.start().plus(HALF_AN_HOUR.multipliedBy(x + 1));
            Instant last = end.isAfter(day.last()) ? day.last() : end;
            if (last.isAfter(end.minus(HALF_AN_HOUR))) {
                day.target()
                        .kilowatts(last.minusMillis(1))
                        .ifPresent(target -> grid.mark(here, target, LIMIT, true));
            }
            if (power[x] > 0) {
                grid.mark(x, power[x], ALARM, false);
            }
        }
        for (int x = 0; x < columns; x += 4) {
            Instant at = day.start().plus(HALF_AN_HOUR.multipliedBy(x));
            grid.label(x, String.valueOf(at.atZone(sheet.zone()).getHour()));
        }
        List<Key> keys =
                new ArrayList<>(List.of(new Key(CharacterGrid.FULL, sheet.text("demand"), false)));
        if (!day.minutes().isEmpty()) {
            keys.add(new Key(ALARM, sheet.text("highest_minute"), false));
        }
        if (!day.target().steps().isEmpty()) {
            keys.add(new Key(LIMIT, sheet.text("target"), true));
        }
        if (!day.loads().isEmpty()) {
            keys.add(new Key(HELD, sheet.text("held_back"), false));
        }
        return plot(
                new Titles(sheet).day(day),
                grid.text() + export(day, columns) + loads(day, columns),
                sheet.text("hours") + "; kW",
                keys);
    }

    /** A row of what was fed in, in eighths of the highest half hour; none when nothing was. */
    private String export(PowerOfDay day, int columns) {
        double[] highest = new double[columns];
        for (PowerOfDay.Minute m : day.minutes()) {
            int x = column(day, m.start());
            highest[x] = Math.max(highest[x], m.exportedKw());
        }
        double most = day.highestExport();
        if (most == 0) {
            return "";
        }
        StringBuilder row = new StringBuilder();
        for (double kilowatts : highest) {
            row.append(CharacterGrid.share(kilowatts / most));
        }
        return lane(row, sheet.text("export_to", Map.of("power", sheet.kilowatts(most))));
    }

    /** A row for each load: where it was held back in a half hour, however short. */
    private static String loads(PowerOfDay day, int columns) {
        StringBuilder rows = new StringBuilder();
        for (HeldBack load : day.loads()) {
            StringBuilder row = new StringBuilder(" ".repeat(columns));
            for (HeldBack.Period p : load.periods()) {
                int last = Math.min(columns - 1, column(day, p.to().minusMillis(1)));
                for (int x = column(day, p.from()); x <= last; x++) {
                    row.setCharAt(x, HELD);
                }
            }
            rows.append(lane(row, load.name()));
        }
        return rows.toString();
    }

    private static String lane(StringBuilder row, String name) {
        int room = WIDTH - CharacterGrid.AXIS_WIDTH - row.length() - 1;
        String fits = name.length() > room ? name.substring(0, room - 1) + "…" : name;
        return INDENT + row + " " + fits + "\n";
    }

    /** Two columns a day. */
    public String month(PeaksOfMonth peaks) {
        QuarterDemand highest = peaks.highest();
        double floor = peaks.floor().map(f -> f.watts() / 1000.0).orElse(0.0);
        double top = Math.max(floor, peaks.target().highest());
        int days = peaks.month().lengthOfMonth();
        CharacterGrid grid = grid(2 * days, Math.max(top, Demands.kilowatts(highest)));
        peaks.days()
                .forEach(
                        (day, peak) -> {
                            boolean isHighest = peak.equals(highest);
                            grid.bar(2 * (day - 1), 1, Demands.kilowatts(peak), isHighest);
                            if (isHighest) {
                                grid.write(
                                        2 * (day - 1),
                                        Demands.kilowatts(peak),
                                        sheet.number(Demands.kilowatts(peak)));
                            }
                        });
        for (int day = 1; day <= days; day++) {
            targetAndFloor(grid, peaks, day, floor);
        }
        for (int day = 1; day <= days; day += day == 1 ? 4 : 5) {
            grid.label(2 * (day - 1), String.valueOf(day));
        }
        List<Key> keys =
                new ArrayList<>(
                        List.of(
                                new Key(CharacterGrid.FULL, sheet.text("day_peak"), false),
                                new Key(CharacterGrid.FULL, sheet.text("month_peak"), true),
                                new Key(LIMIT, sheet.text("target"), true)));
        if (peaks.floor().isPresent()) {
            keys.add(new Key(FLOOR, sheet.text("floor"), false));
        }
        return plot(
                new Titles(sheet).month(peaks),
                grid.text(),
                sheet.text("day_of_month") + "; " + sheet.text("demand_kw"),
                keys);
    }

    /** The target as the day ended. */
    private void targetAndFloor(CharacterGrid grid, PeaksOfMonth peaks, int day, double floor) {
        Instant start = peaks.month().atDay(day).atStartOfDay(sheet.zone()).toInstant();
        Instant end = peaks.month().atDay(day).plusDays(1).atStartOfDay(sheet.zone()).toInstant();
        for (int x = 2 * (day - 1); x < 2 * day; x++) {
            int column = x;
            if (peaks.floor().isPresent() && x % 2 == 0) {
                grid.mark(x, floor, FLOOR, false);
            }
            if (start.isBefore(peaks.until())) {
                peaks.target()
                        .kilowatts(end.minusMillis(1))
                        .ifPresent(target -> grid.mark(column, target, LIMIT, true));
            }
            if (peaks.floor().isPresent()) {
                grid.mark(x, floor, FLOOR, false);
            }
        }
    }

    /** Six columns a month. */
    public String year(PeaksOfYear peaks) {
        double floor = peaks.floor().map(f -> f.watts() / 1000.0).orElse(0.0);
        double highest = floor;
        for (PeaksOfYear.Known known : peaks.months()) {
            highest = Math.max(highest, Math.max(known.kilowatts(), known.meanKw()));
        }
        CharacterGrid grid = grid(72, highest);
        for (PeaksOfYear.Known known : peaks.months()) {
            int left = 6 * peaks.place(known.month());
            boolean isHighest = known.equals(peaks.highest());
            grid.bar(left + 1, 3, known.kilowatts(), isHighest);
            grid.write(left + 2, known.kilowatts(), sheet.number(known.kilowatts()));
            for (int x = left; peaks.floor().isPresent() && x < left + 6; x++) {
                grid.mark(x, known.meanKw(), LIMIT, false);
            }
        }
        for (int x = 0; peaks.floor().isPresent() && x < 72; x++) {
            grid.mark(x, floor, FLOOR, false);
        }
        for (int i = 0; i < PeaksOfYear.MONTHS; i++) {
            grid.label(6 * i, sheet.monthName(peaks.first().plusMonths(i).getMonth()));
        }
        List<Key> keys =
                new ArrayList<>(
                        List.of(
                                new Key(CharacterGrid.FULL, sheet.text("month_peak"), false),
                                new Key(CharacterGrid.FULL, sheet.text("year_peak"), true)));
        if (peaks.floor().isPresent()) {
            keys.add(new Key(LIMIT, sheet.text("mean"), false));
            keys.add(new Key(FLOOR, sheet.text("floor"), false));
        }
        return plot(new Titles(sheet).year(peaks), grid.text(), sheet.text("demand_kw"), keys);
    }

    /** Each day two columns, each hour a row: the highest of its four quarters. */
    public String heatMapOfMonth(DemandOfDays days) {
        SortedMap<Integer, String> labels = new TreeMap<>();
        int length = days.last().getDayOfMonth();
        for (int day = 1; day <= length; day += day == 1 ? 4 : 5) {
            labels.put(2 * (day - 1), String.valueOf(day));
        }
        return heatMap(days, new Titles(sheet).month(days), 1, 2, labels, sheet.text("hour_cells"));
    }

    /** Each seven days a column, each hour a row: the highest of its quarters. */
    public String heatMapOfYear(DemandOfDays days) {
        SortedMap<Integer, String> labels = new TreeMap<>();
        for (LocalDate first = days.first();
                !first.isAfter(days.last());
                first = first.plusMonths(1)) {
            int weeks = (int) ChronoUnit.DAYS.between(days.first(), first) / WEEK;
            labels.put(weeks, sheet.monthName(first.getMonth()));
        }
        return heatMap(
                days, new Titles(sheet).year(days), WEEK, 1, labels, sheet.text("week_cells"));
    }

    private String heatMap(
            DemandOfDays days,
            Heading heading,
            int daysPerColumn,
            int wide,
            SortedMap<Integer, String> labels,
            String axes) {
        HeatClasses classes = HeatClasses.upTo(Demands.kilowatts(days.highest()), SHADES.length());
        StringBuilder text = new StringBuilder("\n");
        for (int hour = 23; hour >= 0; hour--) {
            text.append(hour % 4 == 0 ? String.format("%5d ┤", hour) : "      │");
            for (LocalDate day = days.first();
                    !day.isAfter(days.last());
                    day = day.plusDays(daysPerColumn)) {
                double highest = highest(days, day, daysPerColumn, hour);
                String cell =
                        highest < 0 ? " " : String.valueOf(SHADES.charAt(classes.of(highest)));
                boolean most = highest == Demands.kilowatts(days.highest());
                text.append(CharacterGrid.red(cell.repeat(wide), colour && most));
            }
            text.append('\n');
        }
        text.append(CharacterGrid.axis(labels)).append('\n');
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < classes.count(); i++) {
            String name = classes.name(i, sheet.locale()) + (i == classes.count() - 1 ? " kW" : "");
            keys.add(new Key(SHADES.charAt(i), name, false));
        }
        return plot(heading, text.toString(), axes, keys);
    }

    /** -1 when nothing is known. */
    private static double highest(DemandOfDays days, LocalDate first, int count, int hour) {
        double highest = -1;
        for (int day = 0; day < count; day++) {
            for (int quarter = 4 * hour; quarter < 4 * hour + 4; quarter++) {
                double demand = days.kilowatts(first.plusDays(day), quarter).orElse(-1.0);
                highest = Math.max(highest, demand);
            }
        }
        return highest;
    }

    private CharacterGrid grid(int width, double highest) {
        return new CharacterGrid(width, highest, sheet.locale(), colour);
    }

    private static int column(PowerOfDay day, Instant at) {
        return (int) Duration.between(day.start(), at).dividedBy(HALF_AN_HOUR);
    }

    private String plot(Heading heading, String body, String axes, List<Key> keys) {
        List<String> words = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (Key key : keys) {
            String name = " " + key.name();
            words.add(CharacterGrid.red(String.valueOf(key.mark()), colour && key.red()) + name);
            lengths.add(1 + name.length());
        }
        body = body.replaceAll(" +\n", "\n");
        return heading(heading) + "\n" + body + INDENT + axes + "\n" + wrapped(words, lengths);
    }

    /** On two lines when one is too long. */
    private static String heading(Heading heading) {
        return heading.line().length() > WIDTH
                ? heading.title() + "\n" + heading.detail()
                : heading.line();
    }

    private static String wrapped(List<String> words, List<Integer> lengths) {
        StringBuilder text = new StringBuilder();
        int column = WIDTH;
        for (int i = 0; i < words.size(); i++) {
            column += GAP.length() + lengths.get(i);
            if (column > WIDTH) {
                text.append(i == 0 ? "" : "\n").append(INDENT);
                column = INDENT.length() + lengths.get(i);
            } else {
                text.append(GAP);
            }
            text.append(words.get(i));
        }
        return text.append('\n').toString();
    }

    private static double wattHours(Energy energy) {
        return energy.joules() / 3600.0;
    }
}
