package be.bsmr.home.notify;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Decision;
import be.bsmr.control.Load;
import be.bsmr.control.LoadNow;
import be.bsmr.control.LoadState;
import be.bsmr.control.Outlook;
import be.bsmr.home.messages.StoreReport;
import be.bsmr.home.words.Words;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is worth a message. Pure: what was seen and told before and what happens give messages, and
 * what is seen and told afterwards.
 */
final class Rules {

    /** A meter that is silent for less has most likely been unplugged, or started anew. */
    private static final Duration SILENT = Duration.ofMinutes(5);

    private static final Duration DISK = Duration.ofMinutes(1);

    /** A copy is tried again each minute. */
    private static final Duration BACKUP = Duration.ofMinutes(10);

    /** Summaries come at this hour of the first day: what is quiet at night is over. */
    private static final int SUMMARY_HOUR = 8;

    private final NotifySettings settings;
    private final SiteSettings site;
    private final Wording wording;

    /**
     * What was seen so far.
     *
     * @param peaks of the step before; null at the first
     * @param quarter whether people know that the running one will pass its target
     * @param silent whether the meter is
     * @param disk whether nothing is kept
     * @param backup whether no copy can be made
     */
    record Seen(
            @Nullable PeakHistory peaks,
            QuarterWarning quarter,
            Lasting silent,
            Lasting disk,
            Lasting backup) {

        /** At a start, when {@code told} was told before. */
        static Seen after(Told told) {
            return new Seen(
                    null,
                    new QuarterWarning(told.warned(), null),
                    Lasting.NOTHING,
                    Lasting.NOTHING,
                    Lasting.NOTHING);
        }
    }

    /** What one step led to. */
    record Outcome(Seen seen, Told told, List<Message> messages) {}

    Rules(NotifySettings settings, SiteSettings site) {
        this.settings = settings;
        this.site = site;
        wording = new Wording(Words.in(settings.language()), site.zone());
    }

    /**
     * What a step leads to.
     *
     * @param store how keeping does; null when nothing is kept
     * @param today of the people's calendar
     */
    Outcome step(
            Seen seen, Told told, SiteStep step, @Nullable StoreReport store, LocalDate today) {
        Hearing hearing = new Hearing(told, today, step);
        PeakHistory peaks = step.state().metering().peaks();
        hearing.decisions(seen.peaks());
        return new Outcome(
                new Seen(
                        peaks,
                        hearing.quarter(seen.quarter()),
                        hearing.meter(seen.silent()),
                        store == null ? seen.disk() : hearing.disk(seen.disk(), store),
                        store == null ? seen.backup() : hearing.backup(seen.backup(), store)),
                hearing.told,
                hearing.messages);
    }

    /**
     * The month of which people are to have the summary now. The first time there is none: of what
     * was before BSMR told anything nobody waits for news.
     *
     * @param now of the people's calendar
     */
    static Optional<YearMonth> summaryDue(Told told, ZonedDateTime now) {
        YearMonth last = YearMonth.from(now).minusMonths(1);
        return told.summed() == null
                        || !told.summed().isBefore(last)
                        || now.getHour() < SUMMARY_HOUR
                ? Optional.empty()
                : Optional.of(last);
    }

    /** Of a month; after December of the year, too. */
    Outcome summaries(Seen seen, Told told, YearMonth month, PeakHistory peaks, Yearbook yearbook) {
        Told next = told.summing(month);
        List<Message> messages = new ArrayList<>();
        if (level(Rule.MONTH) != Urgency.OFF) {
            Yearbook.Entry entry = yearbook.month(month);
            messages.add(
                    message(Rule.MONTH, wording.month(month, peaks, entry)).with(entry.picture()));
        }
        if (month.getMonthValue() == 12 && level(Rule.YEAR) != Urgency.OFF) {
            Yearbook.Entry entry = yearbook.year(Year.of(month.getYear()));
            messages.add(
                    message(Rule.YEAR, wording.year(month, peaks, entry)).with(entry.picture()));
        }
        return new Outcome(seen, next, messages);
    }

    private Urgency level(Rule rule) {
        return settings.rules().of(rule).level();
    }

    private Message message(Rule rule, Wording.Said said) {
        return new Message(rule, level(rule), said.title(), said.text());
    }

    /** The rules at one step. */
    private final class Hearing {

        private final LocalDate today;
        private final SiteStep step;
        private final SiteState state;
        private final Instant now;
        private final List<Message> messages = new ArrayList<>();
        private Told told;

        Hearing(Told told, LocalDate today, SiteStep step) {
            this.told = told;
            this.today = today;
            this.step = step;
            state = step.state();
            now = step.input().at();
        }

        /** Whether a rule may still tell something today. */
        private boolean may(Rule rule) {
            return level(rule) != Urgency.OFF
                    && told.count(rule, today) < settings.rules().of(rule).mostPerDay();
        }

        private void tell(Message message, Rule rule) {
            told = told.counting(rule, today);
            messages.add(message);
        }

        /** The one place that reads decisions. */
        private void decisions(@Nullable PeakHistory before) {
            for (Decision decision : step.decisions()) {
                switch (decision.what()) {
                    case PEAK_RAISED -> monthPeak(before);
                    case LOAD_FAILED, LOAD_WITHOUT_EFFECT -> load(decision);
                    default -> {
                        // It stands in the journal.
                    }
                }
            }
        }

        /** Only of a peak that costs: in the first days of a month each high quarter is one. */
        private void monthPeak(@Nullable PeakHistory before) {
            YearMonth month =
                    YearMonth.from(state.metering().time(now).minusSeconds(1).atZone(site.zone()));
            Optional<MonthPeak> peak = state.metering().peaks().of(month);
            PeakHistory known = before == null ? PeakHistory.EMPTY : before;
            Power target = site.aim().target().in(month, known);
            if (peak.isEmpty() || !peak.get().demand().isAbove(target) || !may(Rule.MONTH_PEAK)) {
                return;
            }
            Instant end = peak.get().quarterEnd();
            Power demand = peak.get().demand();
            Power was = known.of(month).map(MonthPeak::demand).orElse(Power.ZERO);
            tell(
                    message(
                            Rule.MONTH_PEAK,
                            wording.monthPeak(
                                    demand,
                                    target,
                                    end == null ? QuarterHour.of(now).start() : end,
                                    site.tariff().addedPerYear(month, was, demand))),
                    Rule.MONTH_PEAK);
        }

        private void load(Decision decision) {
            if (may(Rule.LOAD)) {
                String id = String.valueOf(decision.load());
                String name =
                        site.loads().stream()
                                .filter(load -> load.id().equals(id))
                                .map(Load::name)
                                .findFirst()
                                .orElse(id);
                tell(message(Rule.LOAD, wording.load(decision, name)), Rule.LOAD);
            }
        }

        QuarterWarning quarter(QuarterWarning before) {
            Outlook outlook = state.foresight().outlook();
            if (outlook == null || !step.newReading()) {
                return before;
            }
            List<DrawingLoad> loads = drawing(outlook.at());
            QuarterWarning next = before.next(outlook.at(), breaks(outlook, loads));
            boolean isNews = next.told() != null && !next.told().equals(before.told());
            if (isNews && may(Rule.QUARTER)) {
                Message warning = message(Rule.QUARTER, wording.quarter(outlook, loads));
                tell(warning.freshFor(outlook.left()), Rule.QUARTER);
                told = told.warning(next.told());
            }
            return next;
        }

        /** The one place that looks at the loads. */
        private List<DrawingLoad> drawing(Instant at) {
            boolean active = state.control().effectiveMode() == ControlMode.ACTIVE;
            return step.loads().stream()
                    .map(
                            s ->
                                    new DrawingLoad(
                                            s.load().name(),
                                            drawn(s, at),
                                            active && mayBeShed(s, at)))
                    .filter(load -> load.power().watts() >= DrawingLoad.LEAST)
                    .toList();
        }

        private static Power drawn(LoadNow load, Instant at) {
            return new Power(LoadNow.drawn(List.of(load), at));
        }

        private static boolean mayBeShed(LoadNow load, Instant at) {
            return !load.isShed()
                    && !load.isInHand(at)
                    && load.contact().isReached()
                    && load.report() != LoadState.Report.FAILED;
        }

        /** In spite of what BSMR itself can still shed until the quarter ends. */
        private static double breaks(Outlook outlook, List<DrawingLoad> loads) {
            int ours =
                    loads.stream().filter(DrawingLoad::ours).mapToInt(l -> l.power().watts()).sum();
            if (ours == 0 || outlook.certainty() != Outlook.Certainty.OPEN) {
                return outlook.breakProbability();
            }
            Power less = new Power(ours).during(outlook.left()).meanPower(QuarterHour.LENGTH);
            return outlook.forecast()
                    .likely()
                    .plus(Power.ZERO.minus(less))
                    .probabilityAbove(outlook.target());
        }

        Lasting meter(Lasting before) {
            return lasting(
                    Rule.METER,
                    before.next(state.metering().silent(), now),
                    SILENT,
                    wording::meterSilent,
                    before.told() ? wording.meterBack(before.lasted(now)) : null);
        }

        Lasting disk(Lasting before, StoreReport store) {
            String why = store.trouble();
            return lasting(
                    Rule.DISK,
                    before.next(why != null, now),
                    DISK,
                    lasted -> wording.disk(String.valueOf(why)),
                    before.told() ? wording.diskBack(store.dropped()) : null);
        }

        Lasting backup(Lasting before, StoreReport store) {
            String why = store.backupTrouble();
            return lasting(
                    Rule.BACKUP,
                    before.next(why != null, now),
                    BACKUP,
                    lasted -> wording.backup(String.valueOf(why)),
                    before.told() ? wording.backupBack(store.backup()) : null);
        }

        /**
         * Tells what is wrong when it has lasted so long, and what was told when it is over.
         *
         * @param over what is then said; null when people do not know that it was wrong
         */
        private Lasting lasting(
                Rule rule,
                Lasting next,
                Duration patience,
                Function<Duration, Wording.Said> wrong,
                Wording.@Nullable Said over) {
            if (over != null && next.since() == null && level(rule) != Urgency.OFF) {
                messages.add(message(rule, over));
            }
            if (next.isToTell(now, patience) && may(rule)) {
                tell(message(rule, wrong.apply(next.lasted(now))), rule);
                return next.knownToPeople();
            }
            return next;
        }
    }
}
