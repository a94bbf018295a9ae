package be.bsmr.home.plot;

import be.bsmr.home.plot.Drawing.Pen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Draws the peak of each of twelve months as a bar, the highest in red, the mean that is billed as
 * green steps, and the floor as a dashed line: what is below it saves nothing.
 */
public final class YearPlot {

    private static final double HALF_BAR = 0.34;

    private final Sheet sheet;

    public YearPlot(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * @throws IllegalArgumentException when the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void draw(PeaksOfYear peaks, Path file) throws IOException {
        double floor = peaks.floor().map(f -> f.watts() / 1000.0).orElse(0.0);
        PeaksOfYear.Known highest = peaks.highest();
        Chart chart =
                new Chart(
                        sheet,
                        new Titles(sheet).year(peaks),
                        months(sheet, peaks.first(), 0),
                        Axis.ofNumbers(
                                0,
                                Math.max(floor, highest.kilowatts()),
                                sheet.text("demand_kw"),
                                sheet.locale()));
        SortedMap<Integer, Double> bars = new TreeMap<>();
        peaks.months().forEach(m -> bars.put(peaks.place(m.month()), m.kilowatts()));
        int place = peaks.place(highest.month());
        bars.remove(place);
        Theme look = sheet.look();
        if (!bars.isEmpty()) {
            chart.key("month_peak", look.bar, Chart.Mark.PATCH);
            chart.bars("month_peak", look.bar, HALF_BAR, bars);
        }
        chart.key("year_peak", look.limit, Chart.Mark.PATCH);
        chart.bars("year_peak", look.limit, HALF_BAR, Map.of(place, highest.kilowatts()));
        if (peaks.floor().isPresent()) {
            chart.key("mean", look.soFar, Chart.Mark.LINE);
            chart.line("mean", mean(peaks), Pen.solid(look.soFar, 3));
            chart.floor(floor);
        }
        for (PeaksOfYear.Known m : peaks.months()) {
            chart.labelAbove(
                    sheet.number(m.kilowatts()),
                    peaks.place(m.month()),
                    m.kilowatts(),
                    m.equals(highest) ? look.limit : look.ink);
        }
        sheet.write(chart, file);
    }

    private static Track mean(PeaksOfYear peaks) {
        Track track = new Track();
        int before = -1;
        for (PeaksOfYear.Known known : peaks.months()) {
            int place = peaks.place(known.month());
            if (place != before + 1) {
                track.gap();
            }
            track.to(place - 0.5, known.meanKw());
            track.to(place + 0.5, known.meanKw());
            before = place;
        }
        return track;
    }

    /**
     * Twelve months; where they are of two years, the year stands with the first of each.
     *
     * @param middle of the first month on the axis
     */
    static Axis months(Sheet sheet, YearMonth first, double middle) {
        List<Axis.Tick> ticks = new ArrayList<>();
        boolean oneYear = first.getMonthValue() == 1;
        for (int i = 0; i < PeaksOfYear.MONTHS; i++) {
            YearMonth month = first.plusMonths(i);
            boolean named = !oneYear && (i == 0 || month.getMonthValue() == 1);
            ticks.add(
                    new Axis.Tick(
                            middle + i,
                            sheet.monthName(month.getMonth())
                                    + (named ? " " + month.getYear() : "")));
        }
        return new Axis(middle - 0.5, middle + PeaksOfYear.MONTHS - 0.5, ticks, "", false);
    }
}
