package be.bsmr.home.notify;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.messages.StoreReport;
import be.bsmr.meter.Grid;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a simulated evening, and what goes wrong, is told of. */
class RulesTest {

    private static final Instant EVENING = Instant.parse("2026-01-13T16:50:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 13);
    private static final StoreReport WELL = new StoreReport(1, 0, 0, null, EVENING, null);

    private final List<Message> messages = new ArrayList<>();
    private final Household house = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);
    private NotifySettings notify = NotifySettings.DEFAULT;
    private SiteSettings settings =
            SiteSettings.DEFAULT.controlling(
                    List.of(Load.onOff(Household.BOILER, "Boiler", new Power(2400))));
    private SiteState state = SiteState.initial(settings, PeakHistory.EMPTY);
    private Rules.Seen seen = Rules.Seen.after(Told.NOTHING);
    private Told told = Told.NOTHING;
    private StoreReport store = WELL;

    @BeforeEach
    void nothingIsControlled() {
        step(new SiteInput.ModeRequest(EVENING, ControlMode.OFF));
    }

    private void step(SiteInput input) {
        var step = new Site(settings).step(state, input);
        state = step.state();
        Rules.Outcome outcome = new Rules(notify, settings).step(seen, told, step, store, TODAY);
        seen = outcome.seen();
        told = outcome.told();
        messages.addAll(outcome.messages());
    }

    private void live(int seconds) {
        for (int i = 0; i < seconds; i++) {
            var reading = house.next();
            Instant at = reading.measuredAt();
            step(new SiteInput.MeterRead(reading, at, LinkHealth.INITIAL));
        }
    }

    private void tick(Duration afterTheLast) {
        step(new SiteInput.Tick(state.last().at().plus(afterTheLast)));
    }

    private List<Message> of(Rule rule) {
        return messages.stream().filter(m -> m.rule() == rule).toList();
    }

    @Test
    void warnsOnceAQuarterWhileThereIsTimeWithTheWattsToSave() {
        List<QuarterHour> warned = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            int before = of(Rule.QUARTER).size();
            live(1);
            if (of(Rule.QUARTER).size() > before) {
                Instant now = state.foresight().outlook().at();
                warned.add(QuarterHour.of(now));
                assertThat(Duration.between(now, QuarterHour.of(now).end()))
                        .isGreaterThanOrEqualTo(Duration.ofMinutes(2))
                        .isEqualTo(of(Rule.QUARTER).get(before).fresh());
            }
        }
        assertThat(warned).isNotEmpty().doesNotHaveDuplicates();
        assertThat(told.warned()).isEqualTo(warned.get(warned.size() - 1));
        Message first = of(Rule.QUARTER).get(0);
        assertThat(first.level()).isEqualTo(Urgency.HIGH);
        assertThat(first.title()).isEqualTo("Er dreigt een piek");
        assertThat(first.text())
                .matches(
                        "(?s)\\d+ % kans dat dit kwartier boven 2,50 kW komt: \\d,\\d\\d kW"
                                + " verwacht\\. Verbruik \\d,\\d\\d kW minder tot 18:15; nog \\d+"
                                + " minuten\\.\\n.*");
        assertThat(first.text()).endsWith("Dit helpt als u het uitzet: Boiler (2,40 kW).");
    }

    @Test
    void warnsOnceAQuarterAlsoOverARestart() {
        while (of(Rule.QUARTER).isEmpty()) {
            live(1);
        }
        seen = Rules.Seen.after(told);
        live(100);
        assertThat(of(Rule.QUARTER)).hasSize(1);
    }

    @Test
    void saysWhatToThinkOfWhereNoLoadIsKnown() {
        settings = SiteSettings.DEFAULT;
        state = SiteState.initial(settings, PeakHistory.EMPTY);
        nothingIsControlled();
        live(900);
        assertThat(of(Rule.QUARTER))
                .singleElement()
                .extracting(Message::text)
                .asString()
                .contains("kW minder tot 18:15", "denk aan oven, kookplaat");
    }

    /** A load that draws is what would help, in the language of the house. */
    @Test
    void namesTheLoadThatWouldHelp() {
        notify = ConfigFile.with(notify, Map.of("language", "fr"));
        while (of(Rule.QUARTER).isEmpty()) {
            live(1);
            step(
                    new SiteInput.LoadObserved(
                            state.last().at(), Household.BOILER, null, new Power(2345)));
        }
        assertThat(of(Rule.QUARTER).get(0).text())
                .contains("kW de moins jusqu'à", "couper : Boiler (2,35 kW).");
    }

    /** What BSMR switches off in time is no affair of the people's. */
    @Test
    void leavesToControlWhatItCanDoItself() {
        step(new SiteInput.ModeRequest(EVENING, ControlMode.ACTIVE));
        boolean alarm = false;
        while (state.last() == null || state.last().at().isBefore(EVENING.plusSeconds(900))) {
            live(1);
            step(
                    new SiteInput.LoadObserved(
                            state.last().at(), Household.BOILER, null, new Power(20_000)));
            alarm |= state.foresight().outlook().alarm().on();
        }
        assertThat(alarm).isTrue();
        assertThat(of(Rule.QUARTER)).isEmpty();
    }

    @Test
    void tellsANewMonthPeakThatCostsAndNoOther() {
        live(3000);
        YearMonth january = YearMonth.of(2026, 1);
        Power peak = state.metering().peaks().of(january).orElseThrow().demand();
        assertThat(peak.watts()).isGreaterThan(2500);
        assertThat(of(Rule.MONTH_PEAK)).isNotEmpty();
        Message last = of(Rule.MONTH_PEAK).get(of(Rule.MONTH_PEAK).size() - 1);
        assertThat(last.title())
                .isEqualTo(
                        "Nieuwe maandpiek: "
                                + String.format(
                                        notify.language().locale(), "%.2f", peak.watts() / 1000.0)
                                + " kW");
        assertThat(last.text()).contains("kW boven het doel van");
        assertThat(of(Rule.MONTH_PEAK))
                .as("each is above 2.5 kW")
                .allMatch(m -> !m.title().matches(".* [01],\\d\\d kW"));
    }

    @Test
    void tellsAtMostSoMuchADayAndNothingThatIsOff() {
        notify =
                ConfigFile.with(
                        notify,
                        Map.of("rules.quarter.most_per_day", 1, "rules.month_peak.level", "off"));
        live(3000);
        assertThat(of(Rule.QUARTER)).hasSize(1);
        assertThat(told.count(Rule.QUARTER, TODAY)).isEqualTo(1);
        assertThat(of(Rule.MONTH_PEAK)).isEmpty();
    }

    @Test
    void tellsThatALoadIsGivenUp() {
        live(10);
        step(
                new SiteInput.LoadReport(
                        state.last().at(), Household.BOILER, LoadState.Report.FAILED, null));
        assertThat(of(Rule.LOAD))
                .singleElement()
                .satisfies(
                        m -> {
                            assertThat(m.title()).isEqualTo("Kijk eens naar Boiler");
                            assertThat(m.text()).startsWith("Boiler: ");
                        });
    }

    @Test
    void tellsThatTheMeterIsSilentAfterMinutesAndThatItIsBack() {
        live(5);
        for (int second = 1; second < 350; second++) {
            tick(Duration.ofSeconds(second));
        }
        assertThat(messages).as("an unplugged cable, or a restart").isEmpty();
        for (int second = 350; second < 700; second++) {
            tick(Duration.ofSeconds(second));
        }
        assertThat(messages)
                .singleElement()
                .satisfies(
                        m -> {
                            assertThat(m.rule()).isEqualTo(Rule.METER);
                            assertThat(m.text()).startsWith("Al 5 minuten komt er niets");
                        });
        for (int i = 0; i < 700; i++) {
            var unused = house.next();
        }
        live(5);
        assertThat(messages).hasSize(2);
        assertThat(messages.get(1).title()).isEqualTo("De meter spreekt weer");
    }

    @ParameterizedTest
    @CsvSource({
        "DISK, 61, Er wordt niets meer bewaard",
        "BACKUP, 601, Er wordt geen reservekopie gemaakt"
    })
    void tellsWhatTheDiskDoesNotTakeWhenItLasts(Rule rule, int after, String title) {
        live(2);
        store =
                rule == Rule.DISK
                        ? new StoreReport(1, 5, 0, "disk is full", EVENING, null)
                        : new StoreReport(1, 0, 0, null, EVENING, "disk is full");
        live(after - 1);
        assertThat(of(rule)).isEmpty();
        live(600);
        assertThat(of(rule))
                .singleElement()
                .satisfies(
                        m -> {
                            assertThat(m.title()).isEqualTo(title);
                            assertThat(m.text()).contains("disk is full");
                        });
        store = WELL;
        live(2);
        assertThat(of(rule))
                .hasSize(2)
                .last()
                .extracting(Message::title)
                .asString()
                .contains("weer");
    }

    // ---- summaries

    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);

    private static ZonedDateTime at(String time) {
        return ZonedDateTime.parse(time + ":00+01:00[Europe/Brussels]");
    }

    @Test
    void theSummaryOfAMonthIsDueOnceOnItsMorningAfterOrLater() {
        Told november = Told.NOTHING.summing(YearMonth.of(2026, 11));
        assertThat(Rules.summaryDue(november, at("2026-12-31T23:00"))).isEmpty();
        assertThat(Rules.summaryDue(november, at("2027-01-01T07:59"))).isEmpty();
        assertThat(Rules.summaryDue(november, at("2027-01-01T08:00"))).contains(DECEMBER);
        assertThat(Rules.summaryDue(november, at("2027-01-05T12:00"))).contains(DECEMBER);
        assertThat(Rules.summaryDue(november.summing(DECEMBER), at("2027-01-01T08:00"))).isEmpty();
        assertThat(Rules.summaryDue(Told.NOTHING, at("2027-01-01T08:00")))
                .as("nobody was told of the months before")
                .isEmpty();
    }

    @Test
    void aSummaryHasThePeakTheMeanTheEnergyAndAPicture() {
        PeakHistory peaks =
                PeakHistory.EMPTY
                        .with(peak(YearMonth.of(2026, 11), 2000, null))
                        .with(peak(DECEMBER, 4120, Instant.parse("2026-12-13T17:45:00Z")));
        Picture picture = new Picture(new byte[] {1});
        Yearbook yearbook =
                new Yearbook() {
                    @Override
                    public Entry month(YearMonth month) {
                        return new Entry(312_400L, 20_600L, Optional.of(picture));
                    }

                    @Override
                    public Entry year(Year year) {
                        return new Entry(3_912_400L, null, Optional.empty());
                    }
                };
        Rules.Outcome outcome =
                new Rules(notify, settings).summaries(seen, told, DECEMBER, peaks, yearbook);
        assertThat(outcome.told().summed()).isEqualTo(DECEMBER);
        assertThat(outcome.messages()).hasSize(2);
        Message month = outcome.messages().get(0);
        assertThat(month.title()).isEqualTo("december 2026: piek van 4,12 kW");
        // One Java writes "dec", another "dec.".
        assertThat(month.text().replace("dec.", "dec"))
                .isEqualTo(
                        """
                        In het kwartier tot zo 13 dec 18:45.
                        Gemiddelde van 2 maanden, waarop de factuur steunt: 3,31 kW.
                        Afname van het net: 312 kWh; injectie: 21 kWh.""");
        assertThat(month.picture()).contains(picture);
        Message year = outcome.messages().get(1);
        assertThat(year.title()).isEqualTo("2026: hoogste piek 4,12 kW");
        assertThat(year.text().lines())
                .contains("Ze viel in december 2026.", "Afname van het net: 3.912 kWh.");
    }

    private static MonthPeak peak(YearMonth month, int watts, Instant end) {
        return new MonthPeak(month, new Power(watts), end, MonthPeak.Source.METER);
    }
}
