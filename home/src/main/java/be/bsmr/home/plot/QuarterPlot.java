package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/**
 * Draws the original's four lines, in its colours: limit red, alarm line blue, forecast yellow,
 * import so far green. The file's name decides what it becomes: {@code .png} or {@code .svg}.
 */
public final class QuarterPlot {

    private static final double HEADROOM = 1.15;

    /** A line does not cross a silence that is longer. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(60);

    private final Sheet sheet;

    public QuarterPlot(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * Draws one quarter, minute 0 to 15. One whose points end early is marked as running.
     *
     * @param points of one quarter, in order of time
     * @throws IllegalArgumentException when there are no points, or of more than one quarter, or
     *     the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void quarter(List<QuarterPoint> points, Path file) throws IOException {
        Sheet.check(file);
        Look look = sheet.look();
        Period period = Period.quarter(points);
        ZonedDateTime start = period.start().atZone(sheet.zone());
        DateTimeFormatter minute = DateTimeFormatter.ofPattern("HH:mm", sheet.locale());
        String time =
                minute.format(start)
                        + "–"
                        + minute.format(period.end().atZone(sheet.zone()))
                        + DateTimeFormatter.ofPattern(" z", sheet.locale()).format(start);
        XYChart chart =
                chart(period, points, sheet.text("minutes"), sheet.text("quarter") + " " + time);
        // Counted in minutes.
        double unit = Duration.ofMinutes(1).toSeconds();
        chart.getStyler().setXAxisMax(period.length().toSeconds() / unit);
        chart.getStyler().setXAxisTickMarkSpacingHint(50);
        List<QuarterPoint> drawn = thinned(points, period);
        add(chart, "limit", look.limit, drawn, period, unit, QuarterPoint::limit, false);
        add(chart, "alarm", look.alarm, drawn, period, unit, QuarterPoint::alarmLine, false);
        add(chart, "forecast", look.forecast, drawn, period, unit, QuarterPoint::forecast, false);
        add(chart, "so_far", look.soFar, drawn, period, unit, QuarterPoint::soFar, false);
        sheet.write(chart, file);
    }

    /**
     * Draws the quarters of one local day side by side. A day whose points end early is marked as
     * running.
     *
     * @param points of one day, in order of time
     * @throws IllegalArgumentException when there are no points, or of more than one day, or the
     *     file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void day(List<QuarterPoint> points, Path file) throws IOException {
        Sheet.check(file);
        Look look = sheet.look();
        ZoneId zone = sheet.zone();
        Period period = Period.day(points, zone);
        XYChart chart =
                chart(
                        period,
                        points,
                        sheet.text("hours"),
                        sheet.text("day")
                                + " "
                                + zone.getDisplayName(TextStyle.SHORT, sheet.locale()));
        double unit = Duration.ofHours(1).toSeconds();
        XYStyler styler = chart.getStyler();
        styler.setXAxisMax(period.length().toSeconds() / unit);
        styler.setXAxisTickMarkSpacingHint(70);
        styler.setXAxisTickLabelsFormattingFunction(hours -> hour(period, hours));
        List<QuarterPoint> drawn = thinned(points, period);
        XYSeries soFar =
                add(chart, "so_far", look.soFar, drawn, period, unit, QuarterPoint::soFar, false);
        soFar.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        soFar.setFillColor(look.soFar);
        add(chart, "forecast", look.forecast, drawn, period, unit, QuarterPoint::forecast, true);
        // 96 of them, each falling: thin, lest they hide the rest.
        add(chart, "alarm", look.alarm, drawn, period, unit, QuarterPoint::alarmLine, true)
                .setLineStyle(Sheet.stroke(1));
        add(chart, "limit", look.limit, drawn, period, unit, QuarterPoint::limit, false);
        sheet.write(chart, file);
    }

    private XYChart chart(Period period, List<QuarterPoint> points, String xTitle, String what) {
        String date =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                        .withLocale(sheet.locale())
                        .format(period.start().atZone(sheet.zone()));
        QuarterPoint last = points.get(points.size() - 1);
        String running =
                period.isOver(last.at())
                        ? ""
                        : " – "
                                + sheet.text("running")
                                + DateTimeFormatter.ofPattern(" HH:mm:ss", sheet.locale())
                                        .format(last.at().atZone(sheet.zone()));
        XYChart chart = sheet.chart(what + ", " + date + running, xTitle, sheet.text("watt_hours"));
        XYStyler styler = chart.getStyler();
        styler.setYAxisDecimalPattern("#,##0");
        styler.setXAxisDecimalPattern("0");
        styler.setXAxisMin(0.0);
        styler.setYAxisMax(highest(points) * HEADROOM);
        return chart;
    }

    private XYSeries add(
            XYChart chart,
            String key,
            Color color,
            List<QuarterPoint> points,
            Period period,
            double unit,
            Function<QuarterPoint, Energy> line,
            boolean apart) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        Instant before = points.get(0).at();
        for (QuarterPoint p : points) {
            boolean gap = Duration.between(before, p.at()).compareTo(LONGEST_GAP) > 0;
            boolean next = apart && !QuarterHour.of(before).equals(QuarterHour.of(p.at()));
            double x = Duration.between(period.start(), p.at()).toMillis() / 1000.0 / unit;
            if (gap || next) {
                xs.add(x);
                ys.add(Double.NaN);
            }
            xs.add(x);
            ys.add(wattHours(line.apply(p)));
            before = p.at();
        }
        return sheet.line(chart, sheet.text(key), color, xs, ys);
    }

    /** Local hours, so that the day of a clock change skips or repeats one. */
    private String hour(Period day, double hours) {
        Instant at = day.start().plusSeconds(Math.round(hours * 3600));
        // xchart draws no axis at all when two of its labels are alike.
        return at.equals(day.end()) ? "24" : String.valueOf(at.atZone(sheet.zone()).getHour());
    }

    private static List<QuarterPoint> thinned(List<QuarterPoint> points, Period period) {
        List<QuarterPoint> kept = new ArrayList<>();
        long stretch = -1;
        for (QuarterPoint p : points) {
            long of = Duration.between(period.start(), p.at()).dividedBy(period.thin());
            if (of == stretch) {
                kept.set(kept.size() - 1, p);
            } else {
                kept.add(p);
            }
            stretch = of;
        }
        return kept;
    }

    private static double highest(List<QuarterPoint> points) {
        return points.stream()
                .mapToDouble(
                        p ->
                                wattHours(
                                        p.limit()
                                                .max(p.alarmLine())
                                                .max(p.forecast())
                                                .max(p.soFar())))
                .max()
                .orElse(1);
    }

    private static double wattHours(Energy energy) {
        return energy.joules() / 3600.0;
    }
}
