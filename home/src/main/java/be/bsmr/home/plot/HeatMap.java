package be.bsmr.home.plot;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Draws the quarters of the days side by side, each day a column from midnight up to midnight, each
 * quarter in the colour of its demand. Habits show as stripes, a peak as a spot.
 */
public final class HeatMap {

    private static final double QUARTERS_PER_HOUR = 4;

    /** So many colours that no more could be told apart. */
    static final int CLASSES = 10;

    private static final int UNKNOWN = -1;

    private final Sheet sheet;

    public HeatMap(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * One month, a number for each day.
     *
     * @throws IllegalArgumentException when the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void month(DemandOfDays days, Path file) throws IOException {
        LocalDate first = days.first();
        Axis numbers = MonthPlot.days(sheet, YearMonth.from(first).lengthOfMonth());
        Chart chart = new Chart(sheet, new Titles(sheet).month(days), numbers, hours());
        cells(chart, days, day -> ChronoUnit.DAYS.between(first, day) + 0.5);
        sheet.write(chart, file);
    }

    /**
     * Twelve months, a name for each.
     *
     * @throws IllegalArgumentException when the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void year(DemandOfDays days, Path file) throws IOException {
        LocalDate first = days.first();
        Axis names = YearPlot.months(sheet, YearMonth.from(first), 0.5);
        Chart chart = new Chart(sheet, new Titles(sheet).year(days), names, hours());
        cells(chart, days, day -> months(first, day));
        sheet.write(chart, file);
    }

    private Axis hours() {
        List<Axis.Tick> ticks = new ArrayList<>();
        for (int hour = 0; hour <= 24; hour += 2) {
            ticks.add(new Axis.Tick(hour, String.valueOf(hour)));
        }
        return new Axis(0, 24, ticks, sheet.text("hours"), false);
    }

    /**
     * @param left where a day begins on the horizontal axis
     */
    private void cells(Chart chart, DemandOfDays days, ToDoubleFunction<LocalDate> left) {
        HeatClasses classes = HeatClasses.upTo(Demands.kilowatts(days.highest()), CLASSES);
        List<Cells> each = new ArrayList<>();
        for (int i = 0; i <= classes.count(); i++) {
            each.add(new Cells(new ArrayList<>()));
        }
        for (LocalDate day = days.first(); !day.isAfter(days.last()); day = day.plusDays(1)) {
            double from = left.applyAsDouble(day);
            double to = left.applyAsDouble(day.plusDays(1));
            int begun = 0;
            for (int quarter = 1; quarter <= DemandOfDays.QUARTERS; quarter++) {
                int of = heat(days, day, begun, classes);
                boolean ends =
                        quarter == DemandOfDays.QUARTERS || heat(days, day, quarter, classes) != of;
                if (ends) {
                    each.get(of + 1)
                            .add(from, to, begun / QUARTERS_PER_HOUR, quarter / QUARTERS_PER_HOUR);
                    begun = quarter;
                }
            }
        }
        Theme look = sheet.look();
        for (int i = 0; i < classes.count(); i++) {
            Color color = look.heat(i, classes);
            String unit = i == classes.count() - 1 ? " kW" : "";
            chart.step(classes.name(i, sheet.locale()) + unit, color);
            chart.tiles("heat" + i, color, each.get(i + 1)::path);
        }
        Cells unknown = each.get(0);
        if (!unknown.all.isEmpty()) {
            chart.endOfScale();
            chart.step(sheet.text("unknown"), look.grid);
            chart.tiles("unknown", look.grid, unknown::path);
        }
    }

    private static int heat(DemandOfDays days, LocalDate day, int quarter, HeatClasses classes) {
        return days.kilowatts(day, quarter).map(classes::of).orElse(UNKNOWN);
    }

    /** Months since the first day, as long as each month is. */
    private static double months(LocalDate first, LocalDate day) {
        long whole = ChronoUnit.MONTHS.between(first, day);
        return whole + (day.getDayOfMonth() - 1) / (double) day.lengthOfMonth();
    }

    /** Rectangles by their values. */
    private record Cells(List<Rectangle2D> all) {

        void add(double left, double right, double bottom, double top) {
            all.add(new Rectangle2D.Double(left, bottom, right - left, top - bottom));
        }

        Path2D path(PlotArea frame) {
            Path2D path = new Path2D.Double();
            for (Rectangle2D cell : all) {
                double left = frame.x(cell.getMinX());
                double top = frame.y(cell.getMaxY());
                path.append(
                        new Rectangle2D.Double(
                                left,
                                top,
                                frame.x(cell.getMaxX()) - left,
                                frame.y(cell.getMinY()) - top),
                        false);
            }
            return path;
        }
    }
}
