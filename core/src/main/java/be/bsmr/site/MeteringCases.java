package be.bsmr.site;

import be.bsmr.control.Decision;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.Estimates;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.quarter.Sample;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each input does to what is counted. */
record MeteringCases(Metering before, SiteSettings settings)
        implements SiteInput.Cases<MeteringStep> {

    @Override
    public MeteringStep on(MeterRead telegram) {
        MeterWatch.Heard heard = before.watch().hear(telegram, before.last(), settings);
        MeterRead read = heard.taken();
        return read == null ? passedOver(telegram, heard) : taken(read, heard);
    }

    private MeteringStep passedOver(MeterRead telegram, MeterWatch.Heard heard) {
        Instant now = before.time(telegram.at());
        List<Decision> told = new ArrayList<>();
        heard.news().forEach(what -> told.add(Decision.about(now, what, null)));
        return MeteringStep.without(telegram, before.with(telegram.link(), heard.next()), told);
    }

    private MeteringStep taken(MeterRead read, MeterWatch.Heard heard) {
        MeterRead last = before.last();
        List<Decision> decisions = new ArrayList<>();
        if (before.silent()) {
            decisions.add(said(read, Decision.What.METER_BACK));
        }
        heard.news().forEach(what -> decisions.add(said(read, what)));

        boolean isLater = last == null || read.measuredAt().isAfter(last.measuredAt());
        boolean anew = heard.anew() || !isLater;
        RunningQuarter.Advance advance =
                advance(anew ? null : before.quarter(), sample(read), heard.swapped());
        advance.disagreement().ifPresent(d -> decisions.add(disagreement(read.measuredAt(), d)));
        PeakHistory peaks = peaks(read, advance, anew, heard.swapped());
        if (last != null && !peaks.equals(before.peaks())) {
            announcePeak(read.measuredAt(), peaks, decisions);
        }
        Metering next =
                new Metering(
                        read,
                        read.reading().grid().orElse(before.grid()),
                        advance.running(),
                        peaks,
                        heard.next(),
                        read.link());
        return new MeteringStep(read, next, List.copyOf(decisions), advance.finished(), true, anew);
    }

    private static RunningQuarter.Advance advance(
            @Nullable RunningQuarter running, Sample sample, boolean swapped) {
        if (running == null) {
            return new RunningQuarter.Advance(
                    RunningQuarter.startingWith(sample), Optional.empty(), Optional.empty());
        }
        return swapped ? running.nextOfAnotherMeter(sample) : running.next(sample);
    }

    private PeakHistory peaks(
            MeterRead read, RunningQuarter.Advance advance, boolean anew, boolean swapped) {
        MeterRead last = before.last();
        PeakHistory known = swapped ? before.peaks().afterSwap() : before.peaks();
        // A year of telegrams repeats its peaks thirty million times.
        boolean repeated =
                !anew
                        && !swapped
                        && before.quarter() != null
                        && last != null
                        && last.reading().demand().sameMemoryAs(read.reading().demand());
        PeakHistory peaks =
                repeated
                        ? known
                        : known.with(read.reading().demand(), read.measuredAt(), settings.zone());
        return advance.finished().isPresent()
                ? peaks.with(advance.finished().get(), settings.zone())
                : peaks;
    }

    /** A month's peak is announced when it rises, by what the meter says or by what was counted. */
    private void announcePeak(Instant at, PeakHistory now, List<Decision> decisions) {
        YearMonth month = YearMonth.from(at.minusSeconds(1).atZone(settings.zone()));
        Optional<MonthPeak> peak = now.of(month);
        Power was = before.peaks().of(month).map(MonthPeak::demand).orElse(Power.ZERO);
        if (peak.isPresent() && peak.get().demand().isAbove(was)) {
            Power demand = peak.get().demand();
            decisions.add(new Decision(at, Decision.What.PEAK_RAISED, null, demand, null));
        }
    }

    @Override
    public MeteringStep on(SiteInput.LinkReport report) {
        return MeteringStep.without(report, before.with(report.link(), before.watch()), List.of());
    }

    @Override
    public MeteringStep on(SiteInput.Tick tick) {
        if (before.silent() || !before.watch().isOverdue(tick.at(), before.last(), settings)) {
            return unchanged(tick);
        }
        return MeteringStep.without(
                tick,
                before.with(before.link(), before.watch().silent(true)),
                List.of(Decision.about(before.time(tick.at()), Decision.What.METER_SILENT, null)));
    }

    @Override
    public MeteringStep on(SiteInput.PeaksImported imported) {
        return with(imported, imported.peaks());
    }

    @Override
    public MeteringStep on(SiteInput.Recalled recalled) {
        List<MonthPeak> known = new ArrayList<>();
        for (Map<MonthPeak.Source, MonthPeak> month : recalled.peaks().sides().values()) {
            known.addAll(month.values());
        }
        return with(recalled, known);
    }

    /** What is counted when {@code more} peaks are known beside those that were seen. */
    private MeteringStep with(SiteInput input, List<MonthPeak> more) {
        PeakHistory peaks = before.peaks();
        for (MonthPeak peak : more) {
            peaks = peaks.with(peak);
        }
        return MeteringStep.without(input, before.with(peaks), List.of());
    }

    @Override
    public MeteringStep on(SiteInput.PricesTold told) {
        return unchanged(told);
    }

    @Override
    public MeteringStep on(SiteInput.UserRequest request) {
        return unchanged(request);
    }

    @Override
    public MeteringStep on(SiteInput.UndoRequest request) {
        return unchanged(request);
    }

    @Override
    public MeteringStep on(SiteInput.ModeRequest request) {
        return unchanged(request);
    }

    @Override
    public MeteringStep on(SiteInput.ControlReport report) {
        return unchanged(report);
    }

    @Override
    public MeteringStep on(SiteInput.LoadReport report) {
        return unchanged(report);
    }

    @Override
    public MeteringStep on(SiteInput.LoadContact contact) {
        return unchanged(contact);
    }

    @Override
    public MeteringStep on(SiteInput.LoadObserved observed) {
        return unchanged(observed);
    }

    @Override
    public MeteringStep on(SiteInput.LimitGranted granted) {
        return unchanged(granted);
    }

    private MeteringStep unchanged(SiteInput input) {
        return MeteringStep.without(input, before, List.of());
    }

    private static Decision said(MeterRead read, Decision.What what) {
        return Decision.about(read.measuredAt(), what, null);
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

    private static Sample sample(MeterRead read) {
        Reading reading = read.reading();
        return new Sample(
                read.measuredAt(),
                reading.imported().sum().orElse(null),
                reading.importPower(),
                // The meter's quarters are not ours when its clock is not believed.
                reading.measuredAt() == null ? null : reading.demand().running());
    }
}
