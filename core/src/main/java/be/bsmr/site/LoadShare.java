package be.bsmr.site;

import be.bsmr.control.Command;
import be.bsmr.control.ControlMode;
import be.bsmr.control.ControlOutcome;
import be.bsmr.control.Costs;
import be.bsmr.control.Decision;
import be.bsmr.control.LoadController;
import be.bsmr.control.LoadNow;
import be.bsmr.control.Outlook;
import be.bsmr.control.PlanNews;
import be.bsmr.control.Shadow;
import be.bsmr.control.View;
import be.bsmr.meter.Grid;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.DemandForecast;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part that the loads play in one reading: what they draw of it, so that the rest of the house
 * can be foreseen by itself, and what is done about them.
 */
final class LoadShare {

    private static final int QUARTER = (int) QuarterHour.LENGTH.toSeconds();

    /** Readings further apart than those of a meter that speaks once a minute are no course. */
    private static final Duration COURSE = Duration.ofSeconds(150);

    private final Control control;
    private final @Nullable MeterRead last;
    private final MeterRead read;
    private final SiteSettings settings;
    private final ControlMode mode;

    /** As they stood before the reading. */
    private final List<LoadNow> loads;

    /** The loads in their true positions. */
    private final ControlOutcome seen;

    private final Power net;
    private final int drawn;

    /**
     * @param control before the reading
     * @param last the reading before; null when there was none
     */
    LoadShare(Control control, @Nullable MeterRead last, MeterRead read, SiteSettings settings) {
        this.control = control;
        this.last = last;
        this.read = read;
        this.settings = settings;
        mode = control.effectiveMode();
        net = net(read.reading());
        loads = control.loads(settings);
        List<LoadNow> before = mode == ControlMode.ACTIVE ? loads : Shadow.untouched(loads);
        LocalDate today = LocalDate.ofInstant(at(), settings.zone());
        seen =
                last == null
                        ? LoadController.watch(before, at(), today, null, null, net.watts())
                        : LoadController.watch(
                                before,
                                at(),
                                today,
                                net(last.reading()).watts(),
                                last.measuredAt(),
                                net.watts());
        drawn = LoadNow.drawn(seen.loads(), at());
    }

    /** Import minus export of the whole house. */
    Power net() {
        return net;
    }

    /** Import minus export of the house without its loads. */
    Power rest() {
        return new Power(net.watts() - drawn);
    }

    /** What is foreseen of the rest of the house, and the loads as they stand. */
    DemandForecast forecast(Forecaster forecaster, RunningQuarter quarter) {
        Instant told =
                seen.loads().stream()
                        .map(LoadNow::since)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH);
        Power more =
                forecaster.added(
                        new Power(LoadNow.planned(seen.loads(), at())),
                        Duration.between(told, at()));
        double left = QUARTER - quarter.elapsed().toMillis() / 1000.0;
        return forecaster
                .forecast(quarter)
                .plus(Power.ofWatts(Math.round(more.watts() * left / QUARTER)));
    }

    Control.Step decide(Outlook outlook, Forecaster forecaster, @Nullable Grid grid) {
        if (mode == ControlMode.OFF || loads.isEmpty()) {
            return after(seen.loads(), QuarterControl.NONE, List.of(), List.of());
        }
        if (mode == ControlMode.ACTIVE) {
            View before = view(outlook, forecaster, grid);
            PlanNews news = plan(before, seen.loads());
            View view = before.with(news.plan());
            ControlOutcome done = LoadController.decide(seen.loads(), view, net.watts());
            List<Command> commands = new ArrayList<>(seen.commands());
            commands.addAll(done.commands());
            List<Decision> decisions = new ArrayList<>(seen.decisions());
            decisions.addAll(news.decisions());
            decisions.addAll(done.decisions());
            return after(done.loads(), new QuarterControl(0, view.plan()), commands, decisions);
        }
        List<LoadNow> before = Shadow.decided(loads, seen.loads());
        int watts = Shadow.withheld(before, at());
        double withheld = withheld(watts);
        Outlook shadow = Shadow.outlook(outlook, withheld, watts);
        View unplanned = view(shadow, forecaster, grid);
        PlanNews news = plan(unplanned, before);
        View view = unplanned.with(news.plan());
        ControlOutcome thought = LoadController.decide(before, view, net.watts());
        List<Decision> decisions = new ArrayList<>(news.decisions());
        decisions.addAll(thought.decisions());
        return after(
                Shadow.decided(thought.loads(), seen.loads()),
                new QuarterControl(withheld, view.plan()),
                List.of(),
                Shadow.told(decisions));
    }

    private Control.Step after(
            List<LoadNow> after,
            QuarterControl quarter,
            List<Command> commands,
            List<Decision> decisions) {
        return new Control.Step(control.with(after, quarter), commands, decisions);
    }

    /**
     * What the loads would not have drawn in the running quarter so far, had the decisions been
     * carried out, J.
     */
    private double withheld(int watts) {
        if (last == null) {
            return 0;
        }
        Duration since = Duration.between(last.measuredAt(), at());
        boolean course = !since.isNegative() && since.compareTo(COURSE) <= 0;
        double added = course ? watts * (since.toMillis() / 1000.0) : 0;
        return (isSameQuarter() ? control.quarterControl().withheld() : 0) + added;
    }

    private boolean isSameQuarter() {
        return last != null && QuarterHour.of(last.measuredAt()).equals(QuarterHour.of(at()));
    }

    /**
     * The plan of the coming day and what is worth telling of it: made anew when a quarter begins,
     * and at once where there is none, after a start or when prices are told.
     */
    private PlanNews plan(View view, List<LoadNow> planned) {
        if (isSameQuarter() && view.plan().first() != null) {
            return new PlanNews(view.plan(), List.of());
        }
        return PlanNews.of(view.planned(planned));
    }

    private View view(Outlook outlook, Forecaster forecaster, @Nullable Grid grid) {
        List<@Nullable Current> currents = new ArrayList<>();
        for (PhaseReading phase : read.reading().phases()) {
            currents.add(phase.signedCurrent());
        }
        Current fuse = settings.rating().fuse().orElse(read.reading().supply().fuse());
        return new View(
                outlook,
                settings.zone(),
                currents,
                fuse,
                grid == Grid.DELTA_230,
                forecaster::ahead,
                forecaster.knowsADay(),
                costs(),
                control.quarterControl().plan());
    }

    private Costs costs() {
        YearMonth month = YearMonth.from(at().atZone(settings.zone()));
        return new Costs(
                control::price,
                (before, after) -> settings.tariff().addedPerYear(month, before, after));
    }

    private Instant at() {
        return read.measuredAt();
    }

    private static Power net(Reading reading) {
        return reading.netPower().orElse(Power.ZERO);
    }
}
