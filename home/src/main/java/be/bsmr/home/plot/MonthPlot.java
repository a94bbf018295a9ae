package be.bsmr.home.plot;

import be.bsmr.home.plot.Drawing.Pen;
import be.bsmr.quarter.QuarterDemand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Draws the highest demand of each day of a month as a bar, and that of the month in red; the
 * target as a red line, and the floor as a dashed one.
 */
public final class MonthPlot {

    private static final double HALF_BAR = 0.38;

    private final Sheet sheet;

    public MonthPlot(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * @throws IllegalArgumentException when the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void draw(PeaksOfMonth peaks, Path file) throws IOException {
        QuarterDemand highest = peaks.highest();
        double floor = peaks.floor().map(f -> f.watts() / 1000.0).orElse(0.0);
        double top =
                Math.max(Math.max(floor, Demands.kilowatts(highest)), peaks.target().highest());
        Chart chart =
                new Chart(
                        sheet,
                        new Titles(sheet).month(peaks),
                        days(sheet, peaks.month().lengthOfMonth()),
                        Axis.ofNumbers(0, top, sheet.text("demand_kw"), sheet.locale()));
        Theme look = sheet.look();
        SortedMap<Integer, Double> bars = new TreeMap<>();
        peaks.days().forEach((day, peak) -> bars.put(day, Demands.kilowatts(peak)));
        bars.remove(day(highest));
        if (!bars.isEmpty()) {
            chart.key("day_peak", look.bar, Chart.Mark.PATCH);
            chart.bars("day_peak", look.bar, HALF_BAR, bars);
        }
        chart.key("month_peak", look.limit, Chart.Mark.PATCH);
        chart.bars(
                "month_peak",
                look.limit,
                HALF_BAR,
                Map.of(day(highest), Demands.kilowatts(highest)));
        if (!peaks.target().steps().isEmpty()) {
            chart.key("target", look.limit, Chart.Mark.LINE);
            chart.line(
                    "target",
                    peaks.target().track(peaks.until(), at -> day(peaks.month(), at)),
                    Pen.solid(look.limit, 2));
        }
        if (peaks.floor().isPresent()) {
            chart.floor(floor);
        }
        chart.labelAbove(
                sheet.kilowatts(Demands.kilowatts(highest)),
                day(highest),
                Demands.kilowatts(highest),
                look.limit);
        sheet.write(chart, file);
    }

    /** A day's bar stands on its number. */
    static Axis days(Sheet sheet, int length) {
        List<Axis.Tick> ticks = new ArrayList<>();
        for (int day = 1; day <= length; day++) {
            ticks.add(new Axis.Tick(day, String.valueOf(day)));
        }
        return new Axis(0.5, length + 0.5, ticks, sheet.text("day_of_month"), false);
    }

    private int day(QuarterDemand peak) {
        return peak.quarter().start().atZone(sheet.zone()).getDayOfMonth();
    }

    /** With its part: noon of the 13th is 13. */
    private double day(YearMonth month, Instant at) {
        LocalDate day = at.atZone(sheet.zone()).toLocalDate();
        Instant midnight = day.atStartOfDay(sheet.zone()).toInstant();
        Instant next = day.plusDays(1).atStartOfDay(sheet.zone()).toInstant();
        double share =
                Duration.between(midnight, at).toMillis()
                        / (double) Duration.between(midnight, next).toMillis();
        return 0.5 + ChronoUnit.DAYS.between(month.atDay(1), day) + share;
    }
}
