package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterHour;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Month;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What all pictures have in common: for whom they are, how they look, how they become a file. The
 * file's name decides what it becomes: {@code .png} or {@code .svg}.
 *
 * @param zone of all times; decides which day a quarter belongs to
 * @param locale nl, fr, de or en; any other becomes en
 */
public record Sheet(ZoneId zone, Locale locale, Look look) {

    /** Of an SVG; a PNG has {@link #DENSITY} times as many dots each way. */
    static final int WIDTH = 1000;

    static final int HEIGHT = 560;

    /** Sharp on paper and on fine screens: over 200 dots an inch when it fills an A4's width. */
    static final int DENSITY = 2;

    private static final double UNEVEN = 0.0123;

    private static final Pattern TINY = Pattern.compile("(\\d\\.\\d\\d)\\d+");

    static {
        // A Raspberry Pi may have no screen; one that has needs no window from us.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    ResourceBundle texts() {
        return ResourceBundle.getBundle(
                "be.bsmr.home.plot.texts",
                locale,
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String text(String key) {
        return texts().getString(key);
    }

    /** In the reader's words; an instant must have been given a zone. */
    String time(String pattern, TemporalAccessor at) {
        return DateTimeFormatter.ofPattern(pattern, locale).format(at);
    }

    /** With the day of the week, as the reader's country writes it. */
    String date(TemporalAccessor day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale).format(day);
    }

    /** From its start to its end. */
    String span(QuarterHour quarter) {
        return time("HH:mm", quarter.start().atZone(zone))
                + time("–HH:mm", quarter.end().atZone(zone));
    }

    /** Short; a blank when there is no such month. */
    String monthName(int month) {
        return month < 1 || month > Month.values().length
                ? " "
                : Month.of(month).getDisplayName(TextStyle.SHORT_STANDALONE, locale);
    }

    /** Two decimals: the meter tells 1 W in a demand of some thousand. */
    String kilowatts(double kilowatts) {
        return String.format(locale, "%.2f kW", kilowatts);
    }

    /** A chart without series, its vertical axis from zero. */
    XYChart chart(String title, String xTitle, String yTitle) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(xTitle)
                        .yAxisTitle(yTitle)
                        .build();
        style(chart.getStyler());
        chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, titleSize(title)));
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }

    /** A French day that still runs needs a hundred letters. */
    private static int titleSize(String title) {
        return title.length() > 76 ? 14 : 17;
    }

    private void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(look.paper);
        styler.setPlotBackgroundColor(look.paper);
        styler.setChartFontColor(look.ink);
        styler.setAxisTickLabelsColor(look.faint);
        styler.setAxisTickMarksColor(look.faint);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(look.grid);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setPlotContentSize(0.99);
        styler.setChartPadding(16);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitlePadding(12);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
        styler.setAnnotationTextFontColor(look.limit);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setPlotMargin(0);
        styler.setLegendPadding(12);
        styler.setLegendBackgroundColor(look.paper);
        styler.setLegendBorderColor(look.paper);
        styler.setLocale(locale);
        styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    }

    /**
     * @param xs of at least one point; the axis must have its ends set
     * @param ys not a number where the line is interrupted
     */
    XYSeries line(XYChart chart, String name, Color color, List<Double> xs, List<Double> ys) {
        // Of evenly spaced values xchart labels only those, wherever that is. One more, which is
        // no number and so not drawn, makes them uneven.
        List<Double> uneven = new ArrayList<>(List.of(xs.get(0) + UNEVEN));
        uneven.addAll(xs);
        List<Double> values = new ArrayList<>(List.of(Double.NaN));
        values.addAll(ys);
        XYSeries series = chart.addSeries(name, uneven, values);
        series.setLineColor(color);
        series.setLineStyle(stroke(2));
        series.setMarker(SeriesMarkers.NONE);
        return series;
    }

    /**
     * Bars from zero; none at all when there are no heights, not even in the legend.
     *
     * @param half of a bar's width
     * @param heights by the middle of their bar
     */
    void bars(XYChart chart, String key, Color color, double half, Map<Integer, Double> heights) {
        if (heights.isEmpty()) {
            return;
        }
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        heights.forEach(
                (middle, height) -> {
                    double left = middle - half;
                    double right = middle + half;
                    xs.addAll(List.of(left, left, right, right, right));
                    ys.addAll(List.of(0.0, height, height, 0.0, Double.NaN));
                });
        XYSeries series = line(chart, text(key), color, xs, ys);
        series.setLineStyle(stroke(0.5f));
        // An area's patch in the legend would be as thin as its line.
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(color);
    }

    static BasicStroke stroke(float width) {
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    static BasicStroke dashes(float width) {
        return new BasicStroke(
                width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {8, 5}, 0);
    }

    /**
     * Ends well before a picture is computed in vain.
     *
     * @throws IllegalArgumentException when the name is neither of a .png nor of an .svg file
     */
    public static void check(Path file) {
        if (!isSvg(file) && !ends(file, ".png")) {
            throw new IllegalArgumentException(
                    "a plot is a .png or an .svg file, not " + file.getFileName());
        }
    }

    /** The file must have passed {@link #check}. */
    void write(AxesChart<?, ?> chart, Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (isSvg(file)) {
            ChartEncoder.saveChart(chart, out, "svg");
            Files.write(file, described(chart, out));
            return;
        }
        BufferedImage image =
                new BufferedImage(DENSITY * WIDTH, DENSITY * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.scale(DENSITY, DENSITY);
        chart.paint(g, WIDTH, HEIGHT);
        g.dispose();
        ImageIO.write(image, "png", out);
        Files.write(file, out.toByteArray());
    }

    private static boolean isSvg(Path file) {
        return ends(file, ".svg");
    }

    private static boolean ends(Path file, String suffix) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(suffix);
    }

    /**
     * xchart draws letters as shapes: the words are added, for those who search the picture or have
     * it read aloud.
     */
    private static byte[] described(AxesChart<?, ?> chart, ByteArrayOutputStream svg) {
        // Without a document type, which some readers would fetch from the network.
        String drawn = svg.toString(StandardCharsets.UTF_8).replaceFirst("<!DOCTYPE[^>]*>\\s*", "");
        List<String> words = new ArrayList<>(List.of(chart.getXAxisTitle(), chart.getYAxisTitle()));
        chart.getSeriesCollection().forEach(s -> words.add(s.getLabel()));
        words.removeIf(String::isEmpty);
        // A hundredth of a dot is enough.
        drawn = TINY.matcher(drawn).replaceAll("$1");
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
