package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/**
 * Draws a day: the power as a thin line, the demand of the quarters as steps, the target in red.
 * Where the steps rise above the red line, the month has become dearer.
 */
public final class DayPlot {

    private static final double HEADROOM = 1.08;
    private static final int SEE_THROUGH = 80;

    private final Sheet sheet;

    public DayPlot(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * @throws IllegalArgumentException when the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void draw(PowerOfDay day, Path file) throws IOException {
        Sheet.check(file);
        XYChart chart = sheet.chart(new Titles(sheet).day(day), sheet.text("hours"), "kW");
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(0.0);
        styler.setXAxisMax(hours(day, day.end()));
        styler.setXAxisTickMarkSpacingHint(70);
        styler.setXAxisTickLabelsFormattingFunction(hours -> hour(day, hours));
        styler.setYAxisDecimalPattern("0.0");
        styler.setYAxisMax(highest(day) * HEADROOM);
        if (!day.quarters().isEmpty()) {
            steps(chart, day);
        }
        Look look = sheet.look();
        if (!day.minutes().isEmpty()) {
            minutes(chart, day, "power", look.faint, PowerOfDay.Minute::kilowatts)
                    .setLineStyle(Sheet.stroke(1));
            minutes(chart, day, "target", look.limit, PowerOfDay.Minute::targetKw);
        }
        sheet.write(chart, file);
    }

    private void steps(XYChart chart, PowerOfDay day) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        Instant before = null;
        for (QuarterDemand q : day.quarters()) {
            Instant start = q.quarter().start();
            double left = hours(day, start);
            double right = hours(day, q.quarter().end());
            double kilowatts = Demands.kilowatts(q);
            if (before != null && !before.equals(start)) {
                xs.add(left);
                ys.add(Double.NaN);
            }
            xs.addAll(List.of(left, right));
            ys.addAll(List.of(kilowatts, kilowatts));
            before = q.quarter().end();
        }
        Color bar = sheet.look().bar;
        XYSeries series = sheet.line(chart, sheet.text("demand"), bar, xs, ys);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        series.setFillColor(new Color(bar.getRed(), bar.getGreen(), bar.getBlue(), SEE_THROUGH));
    }

    private XYSeries minutes(
            XYChart chart,
            PowerOfDay day,
            String key,
            Color color,
            ToDoubleFunction<PowerOfDay.Minute> value) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        Instant expected = day.minutes().get(0).start();
        for (PowerOfDay.Minute m : day.minutes()) {
            double left = hours(day, m.start());
            Instant end = m.start().plus(Duration.ofMinutes(1));
            boolean follows = m.start().equals(expected);
            expected = end;
            double y = value.applyAsDouble(m);
            int last = xs.size() - 1;
            if (follows && last >= 0 && ys.get(last) == y) {
                // A target stays for hours.
                xs.set(last, hours(day, end));
                continue;
            }
            // A minute that nobody measured is left open.
            if (!follows) {
                xs.add(left);
                ys.add(Double.NaN);
            }
            xs.addAll(List.of(left, hours(day, end)));
            ys.addAll(List.of(y, y));
        }
        return sheet.line(chart, sheet.text(key), color, xs, ys);
    }

    private static double highest(PowerOfDay day) {
        double highest = 1;
        for (PowerOfDay.Minute m : day.minutes()) {
            highest = Math.max(highest, Math.max(m.kilowatts(), m.targetKw()));
        }
        for (QuarterDemand q : day.quarters()) {
            highest = Math.max(highest, Demands.kilowatts(q));
        }
        return highest;
    }

    private static double hours(PowerOfDay day, Instant at) {
        return Duration.between(day.start(), at).toMillis() / 3_600_000.0;
    }

    /** Local hours, so that the day of a clock change skips or repeats one. */
    private String hour(PowerOfDay day, double hours) {
        Instant at = day.start().plusSeconds(Math.round(hours * 3600));
        return at.equals(day.end()) ? "24" : String.valueOf(at.atZone(sheet.zone()).getHour());
    }
}
