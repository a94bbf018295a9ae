package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/** Draws the highest demand of each day of a month as a bar, and that of the month in red. */
public final class MonthPlot {

    private static final double HALF_BAR = 0.38;
    private static final double HEADROOM = 1.15;

    private final Sheet sheet;

    public MonthPlot(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * @throws IllegalArgumentException when the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void draw(PeaksOfMonth peaks, Path file) throws IOException {
        Sheet.check(file);
        QuarterDemand highest = peaks.highest();
        XYChart chart =
                sheet.chart(title(peaks), sheet.text("day_of_month"), sheet.text("demand_kw"));
        XYStyler styler = chart.getStyler();
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setXAxisDecimalPattern("0");
        styler.setXAxisTickMarkSpacingHint(24);
        styler.setYAxisDecimalPattern("0.0");
        styler.setXAxisMin(0.5);
        styler.setXAxisMax(peaks.month().lengthOfMonth() + 0.5);
        // A month without import still has an axis.
        styler.setYAxisMax(Math.max(1, kilowatts(highest) * HEADROOM));
        List<QuarterDemand> others = new ArrayList<>(peaks.days().values());
        others.remove(highest);
        if (!others.isEmpty()) {
            bars(chart, "day_peak", sheet.look().bar, others);
        }
        bars(chart, "month_peak", sheet.look().limit, List.of(highest));
        chart.addAnnotation(
                new AnnotationText(
                        sheet.kilowatts(kilowatts(highest)),
                        // Not over the edge.
                        Math.max(1.6, Math.min(peaks.month().lengthOfMonth() - 0.6, day(highest))),
                        kilowatts(highest) * 1.04,
                        false));
        sheet.write(chart, file);
    }

    private String title(PeaksOfMonth peaks) {
        QuarterDemand highest = peaks.highest();
        return sheet.time("LLLL yyyy", peaks.month())
                + " – "
                + sheet.text("month_peak")
                + " "
                + sheet.kilowatts(kilowatts(highest))
                + sheet.time(", EEEE d, ", highest.quarter().start().atZone(sheet.zone()))
                + sheet.span(highest.quarter());
    }

    private void bars(XYChart chart, String key, Color color, Collection<QuarterDemand> peaks) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (QuarterDemand peak : peaks) {
            double left = day(peak) - HALF_BAR;
            double right = day(peak) + HALF_BAR;
            double height = kilowatts(peak);
            xs.addAll(List.of(left, left, right, right, right));
            ys.addAll(List.of(0.0, height, height, 0.0, Double.NaN));
        }
        XYSeries series = sheet.line(chart, sheet.text(key), color, xs, ys);
        series.setLineStyle(Sheet.stroke(0.5f));
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(color);
    }

    private int day(QuarterDemand peak) {
        return peak.quarter().start().atZone(sheet.zone()).getDayOfMonth();
    }

    private static double kilowatts(QuarterDemand quarter) {
        return quarter.demand().watts() / 1000.0;
    }
}
