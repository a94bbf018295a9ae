package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
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
                sheet.chart(
                        new Titles(sheet).month(peaks),
                        sheet.text("day_of_month"),
                        sheet.text("demand_kw"));
        XYStyler styler = chart.getStyler();
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setXAxisDecimalPattern("0");
        styler.setXAxisTickMarkSpacingHint(24);
        styler.setYAxisDecimalPattern("0.0");
        styler.setXAxisMin(0.5);
        styler.setXAxisMax(peaks.month().lengthOfMonth() + 0.5);
        // A month without import still has an axis.
        double top = Math.max(1, Demands.kilowatts(highest) * HEADROOM);
        styler.setYAxisMax(top);
        SortedMap<Integer, Double> bars = new TreeMap<>();
        peaks.days().forEach((day, peak) -> bars.put(day, Demands.kilowatts(peak)));
        bars.remove(day(highest));
        Look look = sheet.look();
        sheet.bars(chart, "day_peak", look.bar, HALF_BAR, bars);
        sheet.bars(
                chart,
                "month_peak",
                look.limit,
                HALF_BAR,
                Map.of(day(highest), Demands.kilowatts(highest)));
        chart.addAnnotation(
                new AnnotationText(
                        sheet.kilowatts(Demands.kilowatts(highest)),
                        // Not over the edge.
                        Math.max(1.6, Math.min(peaks.month().lengthOfMonth() - 0.6, day(highest))),
                        Demands.kilowatts(highest) + 0.035 * top,
                        false));
        sheet.write(chart, file);
    }

    private int day(QuarterDemand peak) {
        return peak.quarter().start().atZone(sheet.zone()).getDayOfMonth();
    }
}
