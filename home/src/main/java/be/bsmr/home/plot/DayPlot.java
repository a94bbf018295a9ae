package be.bsmr.home.plot;

import be.bsmr.home.plot.Drawing.Pen;
import be.bsmr.quarter.QuarterDemand;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Draws a day: the power as a thin line, the demand of the quarters as steps, the target in red,
 * below zero what was exported, and below that when each load was held back. Where the steps rise
 * above the red line, the month has become dearer.
 */
public final class DayPlot {

    private final Sheet sheet;

    public DayPlot(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * @throws IllegalArgumentException when the file is neither .png nor .svg
     * @throws IOException when the file cannot be written
     */
    public void draw(PowerOfDay day, Path file) throws IOException {
        Theme look = sheet.look();
        Chart chart =
                new Chart(
                        sheet,
                        new Titles(sheet).day(day),
                        hours(day),
                        Axis.ofNumbers(-day.highestExport(), highest(day), "kW", sheet.locale()));
        if (!day.quarters().isEmpty()) {
            Track steps = steps(day);
            chart.key("demand", look.bar, Chart.Mark.PATCH);
            chart.fill("demand", Theme.seeThrough(look.bar, 0.35), steps::area);
            chart.line("demand_edge", steps, Pen.solid(look.bar, 1.5));
        }
        if (!day.minutes().isEmpty()) {
            chart.key("power", look.faint, Chart.Mark.LINE);
            chart.line(
                    "power",
                    minutes(day, PowerOfDay.Minute::importedKw),
                    Pen.solid(look.faint, 1.1));
        }
        if (day.highestExport() > 0) {
            Track exported = minutes(day, m -> -m.exportedKw());
            chart.key("export", look.export, Chart.Mark.PATCH);
            chart.fill("export", Theme.seeThrough(look.export, 0.45), exported::area);
            chart.line("export_edge", exported, Pen.solid(look.export, 1.1));
        }
        if (!day.target().steps().isEmpty()) {
            chart.key("target", look.limit, Chart.Mark.LINE);
            chart.line(
                    "target",
                    day.target().track(day.last(), at -> hours(day, at)),
                    Pen.solid(look.limit, 2.2));
        }
        loads(chart, day);
        sheet.write(chart, file);
    }

    private Track steps(PowerOfDay day) {
        Track steps = new Track();
        Instant before = day.start();
        for (QuarterDemand q : day.quarters()) {
            if (!before.equals(q.quarter().start())) {
                steps.gap();
            }
            steps.to(hours(day, q.quarter().start()), Demands.kilowatts(q));
            steps.to(hours(day, q.quarter().end()), Demands.kilowatts(q));
            before = q.quarter().end();
        }
        return steps;
    }

    /** A minute that nobody measured is left open. */
    private static Track minutes(PowerOfDay day, ToDoubleFunction<PowerOfDay.Minute> value) {
        Track track = new Track();
        Instant before = day.start();
        for (PowerOfDay.Minute m : day.minutes()) {
            if (!before.equals(m.start())) {
                track.gap();
            }
            track.to(hours(day, m.start()), value.applyAsDouble(m));
            track.to(hours(day, m.end()), value.applyAsDouble(m));
            before = m.end();
        }
        return track;
    }

    private void loads(Chart chart, PowerOfDay day) {
        Theme look = sheet.look();
        Color lower = Theme.seeThrough(look.held, 0.45);
        List<HeldBack.Period> all = new ArrayList<>();
        for (HeldBack load : day.loads()) {
            List<Chart.Stretch> stretches = new ArrayList<>();
            for (HeldBack.Period p : load.periods()) {
                stretches.add(
                        new Chart.Stretch(
                                hours(day, p.from()),
                                hours(day, p.to()),
                                p.off() ? look.held : lower));
            }
            chart.lane(new Chart.Lane(load.name(), stretches));
            all.addAll(load.periods());
        }
        if (all.stream().anyMatch(HeldBack.Period::off)) {
            chart.key("switched_off", look.held, Chart.Mark.PATCH);
        }
        if (!all.stream().allMatch(HeldBack.Period::off)) {
            chart.key("set_lower", lower, Chart.Mark.PATCH);
        }
    }

    private static double highest(PowerOfDay day) {
        double highest = day.target().highest();
        for (PowerOfDay.Minute m : day.minutes()) {
            highest = Math.max(highest, m.importedKw());
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
    private Axis hours(PowerOfDay day) {
        List<Axis.Tick> ticks = new ArrayList<>();
        for (Instant at = day.start(); at.isBefore(day.end()); at = at.plusSeconds(3600)) {
            int hour = at.atZone(sheet.zone()).getHour();
            if (hour % 2 == 0) {
                ticks.add(new Axis.Tick(hours(day, at), String.valueOf(hour)));
            }
        }
        double end = hours(day, day.end());
        ticks.add(new Axis.Tick(end, "24"));
        return new Axis(0, end, ticks, sheet.text("hours"), true);
    }
}
