package be.bsmr.home.plot;

import be.bsmr.unit.Energy;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/**
 * Draws the original's four lines, in its colours: limit red, alarm line blue, forecast yellow,
 * import so far green. A quarter whose points end early is marked as running.
 */
public final class QuarterPlot {

    private static final double MINUTES = 15;
    private static final double HEADROOM = 1.15;

    /** A line does not cross a silence that is longer. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(60);

    private final Sheet sheet;

    public QuarterPlot(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * @throws IllegalArgumentException when the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void draw(LinesOfQuarter lines, Path file) throws IOException {
        Sheet.check(file);
        XYChart chart =
                sheet.chart(
                        new Titles(sheet).quarter(lines),
                        sheet.text("minutes"),
                        sheet.text("watt_hours"));
        XYStyler styler = chart.getStyler();
        styler.setYAxisDecimalPattern("#,##0");
        styler.setXAxisDecimalPattern("0");
        styler.setXAxisMin(0.0);
        styler.setXAxisMax(MINUTES);
        styler.setXAxisTickMarkSpacingHint(50);
        styler.setYAxisMax(highest(lines) * HEADROOM);
        Look look = sheet.look();
        add(chart, "limit", look.limit, lines, QuarterPoint::limit);
        add(chart, "alarm", look.alarm, lines, QuarterPoint::alarmLine);
        add(chart, "forecast", look.forecast, lines, QuarterPoint::forecast);
        add(chart, "so_far", look.soFar, lines, QuarterPoint::soFar);
        sheet.write(chart, file);
    }

    private void add(
            XYChart chart,
            String key,
            Color color,
            LinesOfQuarter lines,
            Function<QuarterPoint, Energy> line) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        Instant start = lines.quarter().start();
        Instant before = start;
        for (QuarterPoint p : lines.thinned()) {
            double minutes = Duration.between(start, p.at()).toMillis() / 60_000.0;
            if (Duration.between(before, p.at()).compareTo(LONGEST_GAP) > 0) {
                xs.add(minutes);
                ys.add(Double.NaN);
            }
            xs.add(minutes);
            ys.add(wattHours(line.apply(p)));
            before = p.at();
        }
        sheet.line(chart, sheet.text(key), color, xs, ys);
    }

    private static double highest(LinesOfQuarter lines) {
        double highest = 1;
        for (QuarterPoint p : lines.points()) {
            Energy most = p.limit().max(p.alarmLine()).max(p.forecast()).max(p.soFar());
            highest = Math.max(highest, wattHours(most));
        }
        return highest;
    }

    private static double wattHours(Energy energy) {
        return energy.joules() / 3600.0;
    }
}
