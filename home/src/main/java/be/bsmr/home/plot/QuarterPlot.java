package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Function;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the original's four lines, in its colours: limit red, alarm line blue, forecast yellow,
 * import so far green. The file's name decides what it becomes: {@code .png} or {@code .svg}.
 */
public final class QuarterPlot {

    static final Color LIMIT = new Color(0xD32F2F);
    static final Color ALARM = new Color(0x1E66D0);

    /** A yellow that can be read on white. */
    static final Color FORECAST = new Color(0xD4A000);

    static final Color SO_FAR = new Color(0x2E8B3D);

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 560;
    private static final double HEADROOM = 1.15;

    /** A line does not cross a silence that is longer. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(60);

    static {
        // A Raspberry Pi may have no screen; one that has needs no window from us.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private final ZoneId zone;
    private final Locale locale;
    private final ResourceBundle texts;

    /**
     * @param zone of the times in the title and along the day
     * @param locale nl, fr, de or en; any other becomes en
     */
    public QuarterPlot(ZoneId zone, Locale locale) {
        this.zone = zone;
        this.locale = locale;
        texts =
                ResourceBundle.getBundle(
                        "be.bsmr.home.plot.texts",
                        locale,
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
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
        String format = format(file);
        Period period = Period.quarter(points);
        ZonedDateTime start = period.start().atZone(zone);
        DateTimeFormatter minute = DateTimeFormatter.ofPattern("HH:mm", locale);
        String time =
                minute.format(start)
                        + "–"
                        + minute.format(period.end().atZone(zone))
                        + DateTimeFormatter.ofPattern(" z", locale).format(start);
        XYChart chart = chart(period, points, text("minutes"), text("quarter") + " " + time);
        // Counted in minutes.
        double unit = Duration.ofMinutes(1).toSeconds();
        chart.getStyler().setXAxisMax(period.length().toSeconds() / unit);
        chart.getStyler().setXAxisTickMarkSpacingHint(50);
        List<QuarterPoint> drawn = thinned(points, period);
        add(chart, "limit", LIMIT, drawn, period, unit, QuarterPoint::limit, false);
        add(chart, "alarm", ALARM, drawn, period, unit, QuarterPoint::alarmLine, false);
        add(chart, "forecast", FORECAST, drawn, period, unit, QuarterPoint::forecast, false);
        add(chart, "so_far", SO_FAR, drawn, period, unit, QuarterPoint::soFar, false);
        write(chart, file, format);
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
        String format = format(file);
        Period period = Period.day(points, zone);
        XYChart chart =
                chart(
                        period,
                        points,
                        text("hours"),
                        text("day") + " " + zone.getDisplayName(TextStyle.SHORT, locale));
        double unit = Duration.ofHours(1).toSeconds();
        XYStyler styler = chart.getStyler();
        styler.setXAxisMax(period.length().toSeconds() / unit);
        styler.setXAxisTickMarkSpacingHint(70);
        styler.setXAxisTickLabelsFormattingFunction(hours -> hour(period, hours));
        List<QuarterPoint> drawn = thinned(points, period);
        XYSeries soFar =
                add(chart, "so_far", SO_FAR, drawn, period, unit, QuarterPoint::soFar, false);
        soFar.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        soFar.setFillColor(SO_FAR);
        add(chart, "forecast", FORECAST, drawn, period, unit, QuarterPoint::forecast, true);
        // 96 of them, each falling: thin, lest they hide the rest.
        add(chart, "alarm", ALARM, drawn, period, unit, QuarterPoint::alarmLine, true)
                .setLineStyle(stroke(1));
        add(chart, "limit", LIMIT, drawn, period, unit, QuarterPoint::limit, false);
        write(chart, file, format);
    }

    private XYChart chart(Period period, List<QuarterPoint> points, String xTitle, String what) {
        String date =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                        .withLocale(locale)
                        .format(period.start().atZone(zone));
        QuarterPoint last = points.get(points.size() - 1);
        String running =
                period.isOver(last.at())
                        ? ""
                        : " – "
                                + text("running")
                                + DateTimeFormatter.ofPattern(" HH:mm:ss", locale)
                                        .format(last.at().atZone(zone));
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(what + ", " + date + running)
                        .xAxisTitle(xTitle)
                        .yAxisTitle(text("watt_hours"))
                        .build();
        XYStyler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(new Color(0xE4E4E4));
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setPlotContentSize(0.96);
        styler.setChartPadding(16);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLocale(locale);
        styler.setYAxisDecimalPattern("#,##0");
        styler.setXAxisDecimalPattern("0");
        styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
        styler.setXAxisMin(0.0);
        styler.setYAxisMin(0.0);
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
        XYSeries series = chart.addSeries(text(key), xs, ys);
        series.setLineColor(color);
        series.setLineStyle(stroke(2));
        series.setMarker(SeriesMarkers.NONE);
        return series;
    }

    private static BasicStroke stroke(int pixels) {
        return new BasicStroke(pixels, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    /** Local hours, so that the day of a clock change skips or repeats one. */
    private String hour(Period day, double hours) {
        Instant at = day.start().plusSeconds(Math.round(hours * 3600));
        // xchart draws no axis at all when two of its labels are alike.
        return at.equals(day.end()) ? "24" : String.valueOf(at.atZone(zone).getHour());
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

    private String text(String key) {
        return texts.getString(key);
    }

    private static String format(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (String format : List.of("png", "svg")) {
            if (name.endsWith("." + format)) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "a plot is a .png or an .svg file, not " + file.getFileName());
    }

    private static void write(XYChart chart, Path file, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChartEncoder.saveChart(chart, out, format);
        Files.write(file, format.equals("svg") ? described(chart, out) : out.toByteArray());
    }

    /**
     * xchart draws letters as shapes: the words are added, for those who search the picture or have
     * it read aloud.
     */
    private static byte[] described(XYChart chart, ByteArrayOutputStream svg) {
        // Without a document type, which some readers would fetch from the network.
        String drawn = svg.toString(StandardCharsets.UTF_8).replaceFirst("<!DOCTYPE[^>]*>\\s*", "");
        List<String> words = new ArrayList<>(List.of(chart.getXAxisTitle(), chart.getYAxisTitle()));
        chart.getSeriesCollection().forEach(s -> words.add(s.getLabel()));
        int inside = drawn.indexOf('>', drawn.indexOf("<svg")) + 1;
        return (drawn.substring(0, inside)
                        + "<title>"
                        + escaped(chart.getTitle())
                        + "</title><desc>"
                        + escaped(String.join("; ", words))
                        + "</desc>"
                        + drawn.substring(inside))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
