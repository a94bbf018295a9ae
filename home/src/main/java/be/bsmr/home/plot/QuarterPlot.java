package be.bsmr.home.plot;

import be.bsmr.home.plot.Drawing.Pen;
import be.bsmr.unit.Energy;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Draws the original's four lines, in its colours: limit red, alarm line blue, forecast yellow,
 * import so far green; and around the forecast the range that holds 80 of 100 such quarters. A
 * quarter whose points end early is marked as running.
 */
public final class QuarterPlot {

    private static final int MINUTES = 15;

    /** A range that is higher than that is cut off: the lines are what counts. */
    private static final double MOST_OF_LINES = 1.6;

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
        Theme look = sheet.look();
        Chart chart =
                new Chart(
                        sheet,
                        new Titles(sheet).quarter(lines),
                        minutes(),
                        Axis.ofNumbers(
                                0, highest(lines), sheet.text("watt_hours"), sheet.locale()));
        Color likely = Theme.seeThrough(look.forecast, 0.25);
        Track low = track(lines, QuarterPoint::low);
        Track high = track(lines, QuarterPoint::high);
        chart.key("likely", likely, Chart.Mark.PATCH);
        chart.fill("likely", likely, frame -> low.upTo(high, frame));
        EndLabels ends = new EndLabels();
        add(chart, ends, "limit", look.limit, lines, QuarterPoint::limit);
        add(chart, ends, "alarm", look.alarm, lines, QuarterPoint::alarmLine);
        add(chart, ends, "forecast", look.forecast, lines, QuarterPoint::forecast);
        add(chart, ends, "so_far", look.soFar, lines, QuarterPoint::soFar);
        chart.endLabels(ends);
        sheet.write(chart, file);
    }

    private void add(
            Chart chart,
            EndLabels ends,
            String key,
            Color color,
            LinesOfQuarter lines,
            Function<QuarterPoint, Energy> line) {
        chart.line(key, track(lines, line), Pen.solid(color, 2.2));
        Energy last = line.apply(lines.last());
        ends.add(
                minutes(lines, lines.last().at()),
                wattHours(last),
                sheet.text(key),
                sheet.wattHours(last) + " · " + sheet.kilowatts(4 * wattHours(last) / 1000),
                color);
    }

    private static Track track(LinesOfQuarter lines, Function<QuarterPoint, Energy> line) {
        Track track = new Track();
        Instant before = lines.quarter().start();
        for (QuarterPoint p : lines.thinned()) {
            if (Duration.between(before, p.at()).compareTo(LONGEST_GAP) > 0) {
                track.gap();
            }
            track.to(minutes(lines, p.at()), wattHours(line.apply(p)));
            before = p.at();
        }
        return track;
    }

    private static double minutes(LinesOfQuarter lines, Instant at) {
        return Duration.between(lines.quarter().start(), at).toMillis() / 60_000.0;
    }

    private Axis minutes() {
        List<Axis.Tick> ticks = new ArrayList<>();
        for (int minute = 0; minute <= MINUTES; minute++) {
            ticks.add(new Axis.Tick(minute, String.valueOf(minute)));
        }
        return new Axis(0, MINUTES, ticks, sheet.text("minutes"), true);
    }

    private static double highest(LinesOfQuarter lines) {
        double highest = 0;
        double band = 0;
        for (QuarterPoint p : lines.points()) {
            highest = Math.max(highest, wattHours(p.highest()));
            band = Math.max(band, wattHours(p.high()));
        }
        return Math.max(highest, Math.min(band, MOST_OF_LINES * highest));
    }

    private static double wattHours(Energy energy) {
        return energy.joules() / 3600.0;
    }
}
