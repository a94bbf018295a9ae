package be.bsmr.home.plot;

import be.bsmr.unit.Energy;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Function;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws the original's four lines over a stretch of time: limit red, alarm line blue, forecast
 * yellow, import so far green.
 */
public final class QuarterPlot {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 560;

    /** More points than this cannot be told apart on the picture. */
    private static final int MOST_POINTS = 2 * WIDTH;

    private static final Color RED = new Color(0xC62828);
    private static final Color BLUE = new Color(0x1565C0);
    private static final Color YELLOW = new Color(0xE0A800); // a yellow that shows on white
    private static final Color GREEN = new Color(0x2E7D32);
    private static final Color INK = new Color(0x263238);
    private static final Color FAINT = new Color(0xE3E8EB);

    private static final BasicStroke DASHED =
            new BasicStroke(
                    2f,
                    BasicStroke.CAP_BUTT,
                    BasicStroke.JOIN_ROUND,
                    10f,
                    new float[] {9f, 6f},
                    0f);

    private final ZoneId zone;
    private final Locale locale;
    private final ResourceBundle texts;

    /**
     * @param locale language of the texts: Dutch, French, German, or English for any other
     */
    public QuarterPlot(ZoneId zone, Locale locale) {
        this.zone = zone;
        this.locale = locale;
        texts = texts(locale);
    }

    /**
     * Draws one quarter, x in minutes from 0 to 15.
     *
     * @param start the quarter's first instant
     * @param running true when it has not ended yet
     */
    public void quarter(Instant start, boolean running, List<QuarterPoint> points, Path file)
            throws IOException {
        String title =
                title(start, FormatStyle.SHORT)
                        + (running ? " – " + texts.getString("so_far") : "");
        draw(title, "minutes", 15, points, p -> seconds(start, p) / 60.0, file);
    }

    /** Draws a whole local day, x in hours. */
    public void day(Instant start, Duration length, List<QuarterPoint> points, Path file)
            throws IOException {
        DateTimeFormatter date =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale);
        String title = date.format(start.atZone(zone));
        draw(
                title,
                "hours",
                length.toMinutes() / 60.0,
                points,
                p -> seconds(start, p) / 3600.0,
                file);
    }

    static ResourceBundle texts(Locale locale) {
        ResourceBundle.Control englishElsewhere =
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES);
        return ResourceBundle.getBundle("be.bsmr.home.plot.texts", locale, englishElsewhere);
    }

    private void draw(
            String title,
            String xAxis,
            double xMax,
            List<QuarterPoint> points,
            Function<QuarterPoint, Double> x,
            Path file)
            throws IOException {
        String format = format(file);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("there are no readings to draw");
        }
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(texts.getString(xAxis))
                        .yAxisTitle(texts.getString("energy"))
                        .build();
        style(chart, xMax);
        line(chart, "limit", RED, points, x, QuarterPoint::limit);
        line(chart, "alarm_line", BLUE, points, x, QuarterPoint::alarmLine).setLineStyle(DASHED);
        line(chart, "forecast", YELLOW, points, x, QuarterPoint::forecast);
        line(chart, "import_so_far", GREEN, points, x, QuarterPoint::soFar);
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartEncoder.saveChart(chart, out, format);
        }
    }

    private XYSeries line(
            XYChart chart,
            String name,
            Color color,
            List<QuarterPoint> points,
            Function<QuarterPoint, Double> x,
            Function<QuarterPoint, Energy> y) {
        List<Double> xs = new ArrayList<>(points.size());
        List<Double> ys = new ArrayList<>(points.size());
        int step = Math.max(1, points.size() / MOST_POINTS);
        for (int i = 0; i < points.size(); i += step) {
            QuarterPoint p = points.get(i);
            xs.add(x.apply(p));
            ys.add(y.apply(p).joules() / 3600.0);
        }
        XYSeries series = chart.addSeries(texts.getString(name), xs, ys);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineWidth(2.2f);
        return series;
    }

    private static void style(XYChart chart, double xMax) {
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax(xMax)
                .setYAxisMin(0.0)
                .setXAxisDecimalPattern("0")
                .setYAxisDecimalPattern("0");
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
        chart.getStyler().setBaseFont(font);
        chart.getStyler().setChartTitleFont(font.deriveFont(Font.BOLD, 17f));
        chart.getStyler().setLegendFont(font);
        chart.getStyler().setAxisTitleFont(font);
        chart.getStyler().setAxisTickLabelsFont(font);
        chart.getStyler().setChartFontColor(INK);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setPlotGridLinesColor(FAINT);
        chart.getStyler().setLegendBorderColor(Color.WHITE);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    }

    private String title(Instant start, FormatStyle time) {
        DateTimeFormatter form =
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, time).withLocale(locale);
        return form.format(start.atZone(zone));
    }

    private static double seconds(Instant start, QuarterPoint point) {
        return Duration.between(start, point.at()).toMillis() / 1000.0;
    }

    private static String format(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png") || name.endsWith(".svg")) {
            return name.substring(name.length() - 3);
        }
        throw new IllegalArgumentException(
                "a picture's name ends in .png or .svg, not as in " + file);
    }
}
