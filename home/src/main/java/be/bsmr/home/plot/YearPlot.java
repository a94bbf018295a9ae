package be.bsmr.home.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/**
 * Draws the peak of each month as a bar, the year's highest in red, the mean that is billed as
 * green steps, and the floor as a dashed line: what is below it saves nothing.
 */
public final class YearPlot {

    private static final double HALF_BAR = 0.34;
    private static final double HEADROOM = 1.15;
    private static final int MONTHS = 12;

    private final Sheet sheet;

    public YearPlot(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * @throws IllegalArgumentException when the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void draw(PeaksOfYear peaks, Path file) throws IOException {
        Sheet.check(file);
        XYChart chart = sheet.chart(new Titles(sheet).year(peaks), "", sheet.text("demand_kw"));
        XYStyler styler = chart.getStyler();
        styler.setXAxisTitleVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setXAxisMin(0.5);
        styler.setXAxisMax(MONTHS + 0.5);
        styler.setXAxisTickMarkSpacingHint(60);
        styler.setXAxisTickLabelsFormattingFunction(
                month -> sheet.monthName((int) Math.round(month)));
        styler.setYAxisDecimalPattern("0.0");
        styler.setYAxisMax(highest(peaks) * HEADROOM);
        SortedMap<Integer, Double> bars = new TreeMap<>();
        peaks.months().forEach(m -> bars.put(m.month().getValue(), m.kilowatts()));
        PeaksOfYear.Known highest = peaks.highest();
        bars.remove(highest.month().getValue());
        Look look = sheet.look();
        sheet.bars(chart, "month_peak", look.bar, HALF_BAR, bars);
        sheet.bars(
                chart,
                "year_peak",
                look.limit,
                HALF_BAR,
                Map.of(highest.month().getValue(), highest.kilowatts()));
        if (peaks.floor().isPresent()) {
            mean(chart, peaks);
            double floor = peaks.floor().get().watts() / 1000.0;
            sheet.line(
                            chart,
                            sheet.text("floor"),
                            look.ink,
                            List.of(0.5, MONTHS + 0.5),
                            List.of(floor, floor))
                    .setLineStyle(Sheet.dashes(1.5f));
        }
        styler.setAnnotationTextFontColor(look.paper);
        peaks.months().forEach(m -> label(chart, m, highest(peaks)));
        sheet.write(chart, file);
    }

    private void mean(XYChart chart, PeaksOfYear peaks) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (PeaksOfYear.Known known : peaks.months()) {
            double month = known.month().getValue();
            if (!xs.isEmpty() && xs.get(xs.size() - 1) < month - 0.5) {
                xs.add(month);
                ys.add(Double.NaN);
            }
            xs.addAll(List.of(month - 0.5, month + 0.5));
            ys.addAll(List.of(known.meanKw(), known.meanKw()));
        }
        sheet.line(chart, sheet.text("mean"), sheet.look().soFar, xs, ys)
                .setLineStyle(Sheet.stroke(3));
    }

    /** At the foot of the bar, where no line passes; of a bar too low for it there is none. */
    private void label(XYChart chart, PeaksOfYear.Known known, double highest) {
        double middle = highest * 0.03;
        if (known.kilowatts() > 2 * middle) {
            chart.addAnnotation(
                    new AnnotationText(
                            String.format(sheet.locale(), "%.2f", known.kilowatts()),
                            known.month().getValue(),
                            middle,
                            false));
        }
    }

    private static double highest(PeaksOfYear peaks) {
        double highest = Math.max(1, peaks.floor().map(f -> f.watts() / 1000.0).orElse(1.0));
        for (PeaksOfYear.Known known : peaks.months()) {
            highest = Math.max(highest, Math.max(known.kilowatts(), known.meanKw()));
        }
        return highest;
    }
}
