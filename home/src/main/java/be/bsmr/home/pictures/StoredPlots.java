package be.bsmr.home.pictures;

import be.bsmr.control.Load;
import be.bsmr.control.Outlook;
import be.bsmr.home.plot.DemandOfDays;
import be.bsmr.home.plot.HeldBack;
import be.bsmr.home.plot.LinesOfQuarter;
import be.bsmr.home.plot.PeaksOfMonth;
import be.bsmr.home.plot.PeaksOfYear;
import be.bsmr.home.plot.PowerOfDay;
import be.bsmr.home.plot.QuarterPoint;
import be.bsmr.home.plot.TargetLine;
import be.bsmr.home.store.History;
import be.bsmr.home.store.LoadPosition;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What plots show, gathered from the store. Only the forecast of a quarter is not stored: for it
 * the readings go through the site again.
 *
 * <p>What is drawn throws {@link IllegalArgumentException} when there is nothing to draw.
 */
public final class StoredPlots {

    /** The forecast needs its window and the quarter its boundary second. */
    private static final Duration RUN_UP = Duration.ofHours(1);

    private static final int MONTHS = 12;

    private final History history;
    private final SiteSettings site;
    private final ZoneId zone;

    /**
     * @param site whose tariff says from which floor on a peak is billed
     */
    public StoredPlots(History history, SiteSettings site) {
        this.history = history;
        this.site = site;
        zone = site.zone();
    }

    /** From when to when there is something to draw. */
    public String extent() {
        return history.span()
                .map(
                        span ->
                                "what is stored begins on "
                                        + span.begin().atZone(zone).toLocalDate()
                                        + " and ends on "
                                        + span.end().minusMillis(1).atZone(zone).toLocalDate())
                .orElse("nothing has been stored yet");
    }

    /** The newest instant of which anything is known. */
    public Instant newest() {
        return history.span()
                .map(span -> span.end().minusMillis(1))
                .orElseThrow(() -> new IllegalArgumentException("there is nothing to draw"));
    }

    /** The last month of which a peak is known, or that of the newest reading. */
    public YearMonth newestMonth() {
        Stream<YearMonth> peaks = history.peaks().months().keySet().stream();
        Stream<YearMonth> end =
                history
                        .span()
                        .map(span -> YearMonth.from(span.end().minusMillis(1).atZone(zone)))
                        .stream();
        return Stream.concat(peaks, end)
                .max(YearMonth::compareTo)
                .orElseThrow(() -> new IllegalArgumentException("there is nothing to draw"));
    }

    public DemandOfDays demands(YearMonth first, int months) {
        YearMonth last = first.plusMonths(months - 1);
        return DemandOfDays.of(first.atDay(1), last.atEndOfMonth(), quarters(first, last), zone);
    }

    /** Twelve months. */
    public PeaksOfYear year(YearMonth first) {
        // The first mean is of the year before, too.
        YearMonth from = first.minusMonths(MONTHS);
        YearMonth last = first.plusMonths(MONTHS - 1);
        // The stored peaks go back two years; the quarters know of all.
        PeakHistory peaks = PeakHistory.EMPTY;
        for (Map<MonthPeak.Source, MonthPeak> month :
                history.peaks().sides().subMap(from, last.plusMonths(1)).values()) {
            for (MonthPeak peak : month.values()) {
                peaks = peaks.with(peak);
            }
        }
        for (QuarterDemand q : quarters(from, last)) {
            peaks = peaks.with(q, zone);
        }
        return PeaksOfYear.of(first, peaks, floor(last.getYear()));
    }

    public PeaksOfMonth month(YearMonth month) {
        return PeaksOfMonth.of(
                month,
                quarters(month, month),
                site.aim().target(),
                history.peaks(),
                floor(month.getYear()),
                zone);
    }

    public PowerOfDay day(LocalDate date) {
        Instant start = start(date);
        Instant end = start(date.plusDays(1));
        List<PowerOfDay.Minute> minutes =
                history.minutes(start, end).stream()
                        .map(
                                m ->
                                        new PowerOfDay.Minute(
                                                m.start(),
                                                m.last(),
                                                m.importedW() / 1000,
                                                m.exportedW() / 1000))
                        .toList();
        List<QuarterDemand> ofMonth = history.quarters(start(date.withDayOfMonth(1)), end);
        return PowerOfDay.of(
                date,
                minutes,
                ofMonth,
                TargetLine.of(site.aim().target(), history.peaks(), ofMonth, start, end, zone),
                held(start, end, minutes),
                zone);
    }

    public LinesOfQuarter quarter(Instant within) {
        QuarterHour wanted = QuarterHour.of(within);
        List<QuarterPoint> points = new ArrayList<>();
        Site again = new Site(site);
        SiteState state =
                SiteState.initial(site, peaksBefore(wanted.start()), history.forecaster());
        for (SiteInput.MeterRead read :
                history.readings(wanted.start().minus(RUN_UP), wanted.end().minusSeconds(1))) {
            state = again.step(state, read).state();
            Outlook outlook = state.foresight().outlook();
            if (outlook != null && QuarterHour.of(outlook.at()).equals(wanted)) {
                points.add(QuarterPoint.of(outlook));
            }
        }
        if (points.isEmpty()) {
            throw new IllegalArgumentException(
                    "no readings are stored of the quarter of "
                            + wanted.start().atZone(zone).toLocalDateTime());
        }
        return new LinesOfQuarter(
                wanted,
                points,
                history.quarters(wanted.start(), wanted.end()).stream().findFirst());
    }

    /** The least that a month counts for, of Flanders unless a sheet of the area says otherwise. */
    private Optional<Power> floor(int year) {
        Optional<TariffSheet> sheet = site.tariff().sheet(year);
        return sheet.isEmpty()
                ? Optional.of(PeakTarget.BILLED_MINIMUM)
                : sheet.map(TariffSheet::capacity).map(TariffSheet.Capacity::floor);
    }

    /** The loads that were held back in {@code [start, end)}, in the order of the configuration. */
    private List<HeldBack> held(Instant start, Instant end, List<PowerOfDay.Minute> minutes) {
        Map<String, List<LoadPosition>> byLoad = new LinkedHashMap<>();
        site.loads().forEach(l -> byLoad.put(l.id(), new ArrayList<>()));
        for (LoadPosition p : history.positions(start, end)) {
            byLoad.computeIfAbsent(p.load(), id -> new ArrayList<>()).add(p);
        }
        List<HeldBack> held = new ArrayList<>();
        byLoad.forEach(
                (id, positions) -> {
                    Optional<Load> load =
                            site.loads().stream().filter(l -> l.id().equals(id)).findFirst();
                    Integer free = load.filter(l -> !l.isStore()).map(Load::free).orElse(null);
                    List<HeldBack.Period> periods = new ArrayList<>();
                    for (int i = 0; i < positions.size(); i++) {
                        LoadPosition p = positions.get(i);
                        Instant until = i + 1 < positions.size() ? positions.get(i + 1).at() : end;
                        Instant from = p.at().isBefore(start) ? start : p.at();
                        Instant to = heardUntil(from, until, minutes);
                        boolean lower = free != null && p.value() != null && p.value() < free;
                        if ((p.shed() || lower) && from.isBefore(to)) {
                            periods.add(new HeldBack.Period(from, to, p.shed()));
                        }
                    }
                    if (!periods.isEmpty()) {
                        held.add(new HeldBack(load.map(Load::name).orElse(id), periods));
                    }
                });
        return held;
    }

    /** A load is left alone when the meter is silent: then what it was told holds no longer. */
    private static Instant heardUntil(
            Instant from, Instant until, List<PowerOfDay.Minute> minutes) {
        Instant heard = from;
        for (PowerOfDay.Minute m : minutes) {
            if (m.end().isAfter(from) && !m.start().isAfter(heard)) {
                heard = m.end();
            }
        }
        return heard.isBefore(until) ? heard : until;
    }

    private List<QuarterDemand> quarters(YearMonth first, YearMonth last) {
        return history.quarters(start(first.atDay(1)), start(last.plusMonths(1).atDay(1)));
    }

    private Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** What was known then: a peak of later must not raise the limit of before. */
    private PeakHistory peaksBefore(Instant start) {
        PeakHistory peaks = PeakHistory.EMPTY;
        for (MonthPeak peak : history.peaks().months().values()) {
            if (peak.quarterEnd() != null && !peak.quarterEnd().isAfter(start)) {
                peaks = peaks.with(peak);
            }
        }
        LocalDate month = YearMonth.from(start.atZone(zone)).atDay(1);
        for (QuarterDemand q : history.quarters(start(month), start)) {
            peaks = peaks.with(q, zone);
        }
        return peaks;
    }
}
