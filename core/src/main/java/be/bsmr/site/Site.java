package be.bsmr.site;

import be.bsmr.control.Alarm;
import be.bsmr.control.ControlMode;
import be.bsmr.control.Decision;
import be.bsmr.control.LoadController;
import be.bsmr.control.LoadEvents;
import be.bsmr.control.LoadState;
import be.bsmr.control.Outlook;
import be.bsmr.control.Silence;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.DemandForecast;
import be.bsmr.quarter.Estimates;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.quarter.Sample;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The household's state machine. {@link #step} is all there is: same state and same input, same
 * result, whether live, replayed or after a restart.
 */
public final class Site {

    private final SiteSettings settings;
    private final boolean foresees;

    public Site(SiteSettings settings) {
        this(settings, true);
    }

    private Site(SiteSettings settings, boolean foresees) {
        this.settings = settings;
        this.foresees = foresees;
    }

    /**
     * One that only counts: quarters, peaks and what the meter remembers. For telegrams of long
     * ago, whose quarters nobody needs to foresee and whose loads nobody can control. Its states
     * have no outlook.
     */
    public static Site ofThePast(SiteSettings settings) {
        return new Site(settings, false);
    }

    /** The next state, and what it asks of the world. */
    public SiteStep step(SiteState state, SiteInput input) {
        if (input instanceof SiteInput.MeterRead read) {
            return read(state, read);
        }
        if (input instanceof SiteInput.LinkReport report) {
            return unchanged(report, state.with(report.link()));
        }
        if (input instanceof SiteInput.Tick tick) {
            return timePasses(tick, state);
        }
        Instant now = meterTime(state, input.at());
        List<LoadState> loads = state.loads();
        if (input instanceof SiteInput.UserRequest r) {
            return of(r, state, LoadEvents.force(loads, r.load(), r.mode(), now));
        }
        if (input instanceof SiteInput.UndoRequest r) {
            return of(r, state, LoadEvents.undo(loads, r.load(), now));
        }
        if (input instanceof SiteInput.LoadReport r) {
            return of(
                    r,
                    state,
                    LoadEvents.report(
                            loads, r.load(), r.report(), r.ordered(), state.silent(), now));
        }
        if (input instanceof SiteInput.LoadContact r) {
            Instant lost = r.lost() == null ? null : meterTime(state, r.lost());
            return of(r, state, LoadEvents.contact(loads, r.load(), lost));
        }
        if (input instanceof SiteInput.LoadObserved r) {
            return of(r, state, LoadEvents.seen(loads, r.load(), r.on(), r.power(), now));
        }
        if (input instanceof SiteInput.PeaksImported r) {
            PeakHistory peaks = state.peaks();
            for (MonthPeak peak : r.peaks()) {
                peaks = peaks.with(peak);
            }
            return unchanged(r, state.with(peaks));
        }
        if (input instanceof SiteInput.Recalled r) {
            return of(r, state.recalling(r), LoadEvents.recall(loads, r.loads(), now));
        }
        if (input instanceof SiteInput.ModeRequest r) {
            return modeChanged(r, state, r.mode(), state.mayControl(), now);
        }
        SiteInput.ControlReport r = (SiteInput.ControlReport) input;
        return modeChanged(r, state, state.control(), r.mayControl(), now);
    }

    /** The controller may go further, or less far; who stops control gives back what it holds. */
    private static SiteStep modeChanged(
            SiteInput input,
            SiteState state,
            ControlMode control,
            boolean mayControl,
            Instant now) {
        SiteState next = state.controlled(control, mayControl);
        if (next.equals(state)) {
            return unchanged(input, state);
        }
        Decision.What what =
                state.mayControl() != mayControl
                        ? mayControl ? Decision.What.STEERS_AGAIN : Decision.What.ANOTHER_STEERS
                        : switch (control) {
                            case OFF -> Decision.What.CONTROL_OFF;
                            case SHADOW -> Decision.What.CONTROL_SHADOW;
                            case ACTIVE -> Decision.What.CONTROL_ACTIVE;
                        };
        LoadController.Outcome released = LoadController.release(state.loads(), now);
        boolean held = state.effectiveMode() == ControlMode.ACTIVE;
        // Who takes over from another begins with the fail-safe; see the switch of a load.
        boolean taken = !state.mayControl() && next.effectiveMode() == ControlMode.ACTIVE;
        return new SiteStep(
                input,
                next.with(
                        taken
                                ? state.loads().stream().map(LoadState::safely).toList()
                                : released.loads()),
                held && mayControl ? released.commands() : List.of(),
                List.of(Decision.about(now, what, null)),
                Optional.empty(),
                false);
    }

    private SiteStep read(SiteState state, SiteInput.MeterRead telegram) {
        MeterWatch.Heard heard = state.watch().hear(telegram, state.last(), settings);
        SiteInput.MeterRead read = heard.taken();
        if (read == null) {
            Instant now = meterTime(state, telegram.at());
            List<Decision> told = new ArrayList<>();
            heard.news().forEach(what -> told.add(Decision.about(now, what, null)));
            return new SiteStep(
                    telegram,
                    state.with(telegram.link(), heard.next()),
                    List.of(),
                    told,
                    Optional.empty(),
                    false);
        }
        boolean swapped = heard.swapped();
        boolean anew = heard.anew() || isNotLater(state, read);
        List<Decision> decisions = new ArrayList<>();
        if (state.silent()) {
            decisions.add(said(read, Decision.What.METER_BACK));
        }
        heard.news().forEach(what -> decisions.add(said(read, what)));

        Reading reading = read.reading();
        Sample sample = sample(read);
        RunningQuarter before = anew ? null : state.quarter();
        RunningQuarter.Advance advance =
                before == null
                        ? new RunningQuarter.Advance(
                                RunningQuarter.startingWith(sample),
                                Optional.empty(),
                                Optional.empty())
                        : swapped ? before.nextOfAnotherMeter(sample) : before.next(sample);
        advance.disagreement().ifPresent(d -> decisions.add(disagreement(read.measuredAt(), d)));
        PeakHistory known = swapped ? state.peaks().afterSwap() : state.peaks();
        // A year of telegrams repeats its peaks thirty million times.
        boolean repeated =
                before != null
                        && !swapped
                        && state.last() != null
                        && state.last().reading().demand().sameMemoryAs(reading.demand());
        PeakHistory peaks =
                repeated ? known : known.with(reading.demand(), read.measuredAt(), settings.zone());
        if (advance.finished().isPresent()) {
            peaks = peaks.with(advance.finished().get(), settings.zone());
        }
        if (state.last() != null && !peaks.equals(state.peaks())) {
            announcePeak(read.measuredAt(), state.peaks(), peaks, decisions);
        }
        if (!foresees) {
            return new SiteStep(
                    read,
                    state.counted(
                            read,
                            reading.grid().orElse(state.grid()),
                            advance.running(),
                            peaks,
                            heard.next()),
                    List.of(),
                    List.copyOf(decisions),
                    advance.finished(),
                    true);
        }

        ControlStep step = ControlStep.watching(state, read);
        Forecaster forecaster =
                (anew ? state.forecaster().interrupted() : state.forecaster())
                        .observe(read.measuredAt(), step.rest(), step.net());
        Grid grid = reading.grid().orElse(state.grid());
        Outlook outlook =
                outlook(
                                read.measuredAt(),
                                advance.running(),
                                step.with(forecaster, advance.running()),
                                peaks,
                                Connection.most(settings, reading, grid, advance.running(), peaks))
                        .after(state.outlook());
        announceAlarm(state.outlook(), outlook, decisions);
        announceLoss(state.outlook(), outlook, decisions);
        ControlStep.Outcome control = step.decide(outlook, forecaster, grid, settings);
        decisions.addAll(control.decisions());

        SiteState next =
                new SiteState(
                        read,
                        grid,
                        advance.running(),
                        forecaster,
                        outlook,
                        peaks,
                        control.loads(),
                        control.quarterControl(),
                        state.control(),
                        state.mayControl(),
                        false,
                        read.link(),
                        heard.next());
        return new SiteStep(
                read, next, control.commands(), List.copyOf(decisions), advance.finished(), true);
    }

    private Outlook outlook(
            Instant at,
            RunningQuarter quarter,
            DemandForecast forecast,
            PeakHistory peaks,
            @Nullable Power most) {
        YearMonth month = YearMonth.from(quarter.quarter().start().atZone(settings.zone()));
        Power target = settings.target().in(month, peaks);
        Energy limit = settings.limit().orElse(target).during(QuarterHour.LENGTH);
        Energy alarmLine = settings.alarmLine().at(quarter.elapsed(), limit);
        return new Outlook(
                at, quarter.soFar(), forecast, target, limit, alarmLine, most, Alarm.NONE);
    }

    /** Whoever noticed first, the meter or we: a month's peak is announced when it rises. */
    private void announcePeak(
            Instant at, PeakHistory before, PeakHistory now, List<Decision> decisions) {
        YearMonth month = YearMonth.from(at.minusSeconds(1).atZone(settings.zone()));
        Optional<MonthPeak> peak = now.of(month);
        Power was = before.of(month).map(MonthPeak::demand).orElse(Power.ZERO);
        if (peak.isPresent() && peak.get().demand().isAbove(was)) {
            Power demand = peak.get().demand();
            decisions.add(new Decision(at, Decision.What.PEAK_RAISED, null, demand, null));
        }
    }

    private static void announceAlarm(
            @Nullable Outlook before, Outlook now, List<Decision> decisions) {
        boolean was = before != null && before.alarm().on();
        // A quarter that is lost says so itself.
        if (now.alarm().on() && !was && now.certainty() != Outlook.Certainty.OVER) {
            decisions.add(
                    new Decision(
                                    now.at(),
                                    Decision.What.ALARM_RAISED,
                                    null,
                                    now.forecast().demand(),
                                    now.target())
                            .likely(now.breakProbability()));
        }
    }

    private static void announceLoss(
            @Nullable Outlook before, Outlook now, List<Decision> decisions) {
        boolean known =
                before != null
                        && before.soFar().quarter().equals(now.soFar().quarter())
                        && before.certainty() == Outlook.Certainty.OVER;
        if (!known && now.certainty() == Outlook.Certainty.OVER) {
            decisions.add(
                    new Decision(
                            now.at(),
                            Decision.What.PEAK_LOST,
                            null,
                            now.forecast().demand(),
                            now.target()));
        }
    }

    private SiteStep timePasses(SiteInput input, SiteState state) {
        boolean silent =
                state.last() != null
                        && input.at()
                                .isAfter(
                                        state.last()
                                                .at()
                                                .plus(
                                                        state.watch()
                                                                .pauses()
                                                                .patience(settings.silence())));
        boolean controls = state.effectiveMode() == ControlMode.ACTIVE;
        if (!silent || (state.silent() && !controls)) {
            return unchanged(input, state);
        }
        Instant now = meterTime(state, input.at());
        LoadController.Outcome control =
                controls
                        ? Silence.passes(state.loads(), now)
                        : LoadController.release(state.loads(), now).silently();
        if (state.silent() && control.commands().isEmpty()) {
            return unchanged(input, state);
        }
        List<Decision> decisions = new ArrayList<>();
        if (!state.silent()) {
            decisions.add(new Decision(now, Decision.What.METER_SILENT, null, null, null));
        }
        decisions.addAll(control.decisions());
        return new SiteStep(
                input,
                state.silent(true).with(control.loads()),
                control.commands(),
                List.copyOf(decisions),
                Optional.empty(),
                false);
    }

    private static SiteStep of(SiteInput input, SiteState state, LoadController.Outcome control) {
        return new SiteStep(
                input,
                state.with(control.loads()),
                control.commands(),
                control.decisions(),
                Optional.empty(),
                false);
    }

    private static SiteStep unchanged(SiteInput input, SiteState state) {
        return new SiteStep(input, state, List.of(), List.of(), Optional.empty(), false);
    }

    /**
     * All that a site says and remembers is in the meter's time, whatever the host's clock shows.
     */
    private static Instant meterTime(SiteState state, Instant at) {
        SiteInput.MeterRead last = state.last();
        return last == null ? at : last.measuredAt().plus(Duration.between(last.at(), at));
    }

    private static Decision said(SiteInput.MeterRead read, Decision.What what) {
        return new Decision(read.measuredAt(), what, null, null, null);
    }

    private static Decision disagreement(Instant at, Estimates.Disagreement d) {
        return new Decision(
                        at,
                        Decision.What.ESTIMATORS_DISAGREE,
                        null,
                        d.believed().imported().meanPower(QuarterHour.LENGTH),
                        null)
                .instead(d.other().imported().meanPower(QuarterHour.LENGTH));
    }

    private static boolean isNotLater(SiteState state, SiteInput.MeterRead read) {
        return state.last() != null && !read.measuredAt().isAfter(state.last().measuredAt());
    }

    private static Sample sample(SiteInput.MeterRead read) {
        Reading reading = read.reading();
        return new Sample(
                read.measuredAt(),
                reading.imported().sum().orElse(null),
                reading.importPower(),
                // The meter's quarters are not ours when its clock is not believed.
                reading.measuredAt() == null ? null : reading.demand().running());
    }
}
