package be.bsmr.home.plot;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/**
 * Draws the quarters of the days side by side, each day a column from midnight up to midnight, each
 * quarter in the colour of its demand. Habits show as stripes, a peak as a spot.
 */
public final class HeatMap {

    private static final int MONTHS = 12;
    private static final double QUARTERS_PER_HOUR = 4;

    /** As many as fit in the legend. */
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
        Sheet.check(file);
        LocalDate first = days.first();
        XYChart chart = chart(new Titles(sheet).month(days), sheet.text("day_of_month"));
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(0.5);
        styler.setXAxisMax(YearMonth.from(first).lengthOfMonth() + 0.5);
        styler.setXAxisDecimalPattern("0");
        styler.setXAxisTickMarkSpacingHint(24);
        cells(chart, days, day -> ChronoUnit.DAYS.between(first, day) + 0.5);
        sheet.write(chart, file);
    }

    /**
     * One year, a name where each month begins.
     *
     * @throws IllegalArgumentException when the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void year(DemandOfDays days, Path file) throws IOException {
        Sheet.check(file);
        LocalDate first = days.first();
        XYChart chart = chart(new Titles(sheet).year(days), "");
        XYStyler styler = chart.getStyler();
        styler.setXAxisTitleVisible(false);
        styler.setXAxisMin(1.0);
        styler.setXAxisMax(MONTHS + 1.0);
        styler.setXAxisTickMarkSpacingHint(60);
        styler.setXAxisTickLabelsFormattingFunction(
                month -> sheet.monthName((int) Math.round(month)));
        cells(chart, days, day -> months(first, day));
        sheet.write(chart, file);
    }

    private XYChart chart(String title, String xTitle) {
        XYChart chart = sheet.chart(title, xTitle, sheet.text("hours"));
        XYStyler styler = chart.getStyler();
        styler.setPlotGridLinesVisible(false);
        styler.setYAxisMax(24.0);
        styler.setYAxisDecimalPattern("0");
        styler.setYAxisTickMarkSpacingHint(50);
        return chart;
    }

    /**
     * @param left where a day begins on the horizontal axis
     */
    private void cells(XYChart chart, DemandOfDays days, ToDoubleFunction<LocalDate> left) {
        HeatClasses classes = HeatClasses.upTo(Demands.kilowatts(days.highest()), CLASSES);
        List<Cells> each = new ArrayList<>();
        for (int i = 0; i <= classes.count(); i++) {
            each.add(new Cells());
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
        Look look = sheet.look();
        add(chart, sheet.text("unknown"), look.grid, each.get(0));
        for (int i = 0; i < classes.count(); i++) {
            String unit = i == classes.count() - 1 ? " kW" : "";
            add(
                    chart,
                    classes.name(i, sheet.locale()) + unit,
                    look.heat(i, classes),
                    each.get(i + 1));
        }
    }

    private static int heat(DemandOfDays days, LocalDate day, int quarter, HeatClasses classes) {
        return days.kilowatts(day, quarter).map(classes::of).orElse(UNKNOWN);
    }

    private void add(XYChart chart, String name, Color color, Cells cells) {
        if (cells.xs.isEmpty()) {
            return;
        }
        XYSeries series = sheet.line(chart, name, color, cells.xs, cells.ys);
        // Wide enough to hide the seams.
        series.setLineStyle(Sheet.stroke(0.5f));
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(color);
    }

    /** Months since the year began, 1 on New Year's Day, as long as each month is. */
    private static double months(LocalDate first, LocalDate day) {
        long whole = ChronoUnit.MONTHS.between(first, day);
        return 1 + whole + (day.getDayOfMonth() - 1) / (double) day.lengthOfMonth();
    }

    /** The corners of rectangles. */
    private static final class Cells {

        private final List<Double> xs = new ArrayList<>();
        private final List<Double> ys = new ArrayList<>();

        void add(double left, double right, double bottom, double top) {
            xs.addAll(List.of(left, left, right, right, right));
            ys.addAll(List.of(bottom, top, top, bottom, Double.NaN));
        }
    }
}
