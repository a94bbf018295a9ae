package be.bsmr.site;

import be.bsmr.control.Alarm;
import be.bsmr.control.Decision;
import be.bsmr.control.Outlook;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each input does to what is foreseen. */
record ForesightCases(
        Foresight before, MeteringStep counted, @Nullable LoadShare loads, SiteSettings settings)
        implements SiteInput.Cases<Foresight.Step> {

    @Override
    public Foresight.Step on(MeterRead read) {
        RunningQuarter quarter = counted.metering().quarter();
        return loads == null || quarter == null ? unchanged() : after(read, quarter, loads);
    }

    private Foresight.Step after(MeterRead read, RunningQuarter quarter, LoadShare share) {
        Metering metering = counted.metering();
        Forecaster known = before.forecaster();
        Forecaster forecaster =
                (counted.anew() ? known.interrupted() : known)
                        .observe(read.measuredAt(), share.rest(), share.net());
        YearMonth month = YearMonth.from(quarter.quarter().start().atZone(settings.zone()));
        SiteInput.LimitGranted granted = before.granted();
        Power target = settings.aim().target().in(month, metering.peaks());
        Power line = settings.aim().limit().orElse(target);
        if (granted != null && granted.holds(read.measuredAt())) {
            // What others grant never lifts the owner's own limit.
            target = settings.aim().limit().map(granted.demand()::min).orElse(granted.demand());
            line = target;
        }
        Energy limit = line.during(QuarterHour.LENGTH);
        Outlook outlook =
                new Outlook(
                                read.measuredAt(),
                                quarter.soFar(),
                                share.forecast(forecaster, quarter),
                                target,
                                limit,
                                settings.aim().alarmLine().at(quarter.elapsed(), limit),
                                Connection.most(
                                        settings,
                                        read.reading(),
                                        metering.grid(),
                                        quarter,
                                        metering.peaks()),
                                Alarm.NONE)
                        .after(before.outlook());
        List<Decision> decisions = new ArrayList<>();
        announceAlarm(outlook, decisions);
        announceLoss(outlook, decisions);
        return new Foresight.Step(new Foresight(forecaster, outlook, before.granted()), decisions);
    }

    private void announceAlarm(Outlook now, List<Decision> decisions) {
        Outlook last = before.outlook();
        boolean was = last != null && last.alarm().on();
        // A quarter that is lost says so itself.
        if (now.alarm().on() && !was && now.certainty() != Outlook.Certainty.OVER) {
            decisions.add(said(now, Decision.What.ALARM_RAISED).likely(now.breakProbability()));
        }
    }

    private void announceLoss(Outlook now, List<Decision> decisions) {
        Outlook last = before.outlook();
        boolean known =
                last != null
                        && last.soFar().quarter().equals(now.soFar().quarter())
                        && last.certainty() == Outlook.Certainty.OVER;
        if (!known && now.certainty() == Outlook.Certainty.OVER) {
            decisions.add(said(now, Decision.What.PEAK_LOST));
        }
    }

    private static Decision said(Outlook now, Decision.What what) {
        return new Decision(now.at(), what, null, now.forecast().demand(), now.target());
    }

    /** What an earlier run has learned of the house takes the place of the little learned since. */
    @Override
    public Foresight.Step on(SiteInput.Recalled recalled) {
        return new Foresight.Step(
                new Foresight(
                        recalled.forecaster().interrupted().resumed(),
                        before.outlook(),
                        before.granted()),
                List.of());
    }

    @Override
    public Foresight.Step on(SiteInput.LinkReport report) {
        return unchanged();
    }

    @Override
    public Foresight.Step on(SiteInput.Tick tick) {
        return unchanged();
    }

    /** Imported peaks count for the target from the next reading on. */
    @Override
    public Foresight.Step on(SiteInput.PeaksImported imported) {
        return unchanged();
    }

    @Override
    public Foresight.Step on(SiteInput.PricesTold told) {
        return unchanged();
    }

    @Override
    public Foresight.Step on(SiteInput.UserRequest request) {
        return unchanged();
    }

    @Override
    public Foresight.Step on(SiteInput.UndoRequest request) {
        return unchanged();
    }

    @Override
    public Foresight.Step on(SiteInput.ModeRequest request) {
        return unchanged();
    }

    @Override
    public Foresight.Step on(SiteInput.ControlReport report) {
        return unchanged();
    }

    @Override
    public Foresight.Step on(SiteInput.LoadReport report) {
        return unchanged();
    }

    @Override
    public Foresight.Step on(SiteInput.LoadContact contact) {
        return unchanged();
    }

    @Override
    public Foresight.Step on(SiteInput.LoadObserved observed) {
        return unchanged();
    }

    /** It counts for the target from the next reading on. */
    @Override
    public Foresight.Step on(SiteInput.LimitGranted granted) {
        return new Foresight.Step(
                new Foresight(before.forecaster(), before.outlook(), granted), List.of());
    }

    private Foresight.Step unchanged() {
        return new Foresight.Step(before, List.of());
    }
}
