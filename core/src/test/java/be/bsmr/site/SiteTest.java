package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Command;
import be.bsmr.control.ControlMode;
import be.bsmr.control.Decision;
import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.LoadNow;
import be.bsmr.control.LoadState;
import be.bsmr.control.ManualOverride;
import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.simulator.Household;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteTest {

    /** A winter evening in the simulated house, when the boiler and the kitchen meet. */
    private static final Instant EVENING = Instant.parse("2026-01-13T16:50:00Z");

    private static final Load BOILER = Load.onOff(Household.BOILER, "Boiler", new Power(2400));

    private static final SiteSettings SETTINGS =
            new SiteSettings(
                    SiteSettings.BELGIUM,
                    SiteSettings.Aim.at(PeakTarget.WITHOUT_GOAL),
                    List.of(BOILER),
                    ControlMode.ACTIVE,
                    SiteSettings.Rating.UNSAID,
                    SiteSettings.Listening.TO_ANY,
                    CapacityTariff.UNKNOWN);

    private static final Supply SUPPLY = house().next().supply();

    private final Site site = new Site(SETTINGS);
    private SiteState state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
    private final List<QuarterDemand> finished = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    @Test
    void finishesAQuarterOnTheMetersClock() {
        live(house(), 2000, false);
        assertThat(finished).hasSize(2);
        assertThat(finished.get(0).quarter().start())
                .isEqualTo(Instant.parse("2026-01-13T16:45:00Z"));
        assertThat(finished.get(1).complete()).isTrue();
        assertThat(finished.get(1).estimator()).isEqualTo(Estimator.DEMAND_REGISTER);
    }

    @Test
    void aBoilerUnderControlAddsHardlyAnythingToTheHighestQuarter() {
        int evening = 4 * 3600;
        Power never = highest(coldBoiler(), evening, false);
        Power without = highest(house(), evening, false);
        Power with = highest(house(), evening, true);
        assertThat(without.watts()).as("without control").isGreaterThan(5 * never.watts() / 4);
        assertThat(with.watts()).as("with control").isLessThan(51 * never.watts() / 50);
        assertThat(commands).hasAtLeastOneElementOfType(Command.Shed.class);
        assertThat(commands).hasAtLeastOneElementOfType(Command.Restore.class);
    }

    @Test
    void passesOverRepeatsAndStragglers() {
        Household house = house();
        Reading first = house.next();
        Reading second = house.next();
        step(read(first));
        step(read(second));
        SiteStep repeated = step(read(second));
        SiteStep straggler = step(read(first));
        assertThat(repeated.newReading()).isFalse();
        assertThat(straggler.newReading()).isFalse();
        assertThat(state.last().reading()).isEqualTo(second);
    }

    @Test
    void startsAfreshWhenTheMetersClockIsSetBack() {
        live(house(), 100, false);
        Instant earlier = EVENING.minusSeconds(3600);
        live(new Household(5, earlier, SiteSettings.BELGIUM, Grid.STAR_400), 30, false);
        assertThat(state.last().measuredAt()).isEqualTo(earlier.plusSeconds(29));
    }

    @Test
    void saysOnceThatTheMeterIsSilentAndGivesTheLoadsBack() {
        step(read(house().next()));
        step(new SiteInput.UserRequest(EVENING, Household.BOILER, ManualOverride.AUTO));
        for (int s = 1; s <= 200; s++) {
            step(new SiteInput.Tick(EVENING.plusSeconds(s)));
        }
        assertThat(decisions)
                .extracting(Decision::what)
                .containsOnlyOnce(Decision.What.METER_SILENT);
        assertThat(state.metering().silent()).isTrue();
        Household later =
                new Household(5, EVENING.plusSeconds(300), SiteSettings.BELGIUM, Grid.STAR_400);
        step(read(later.next()));
        assertThat(state.metering().silent()).isFalse();
        assertThat(decisions).extracting(Decision::what).contains(Decision.What.METER_BACK);
    }

    @Test
    void noticesSilenceBehindBrokenTelegrams() {
        step(read(house().next()));
        step(
                new SiteInput.LinkReport(
                        EVENING.plusSeconds(61),
                        LinkHealth.INITIAL.rejected(
                                new LinkHealth.Rejection("crc", 0, EVENING.plusSeconds(61)))));
        step(new SiteInput.Tick(EVENING.plusSeconds(61)));
        assertThat(decisions)
                .extracting(Decision::what)
                .containsExactly(Decision.What.METER_SILENT);
        assertThat(state.metering().link().rejectedBy()).containsEntry("crc", 1L);
    }

    @Test
    void obeysAPerson() {
        step(new SiteInput.UserRequest(EVENING, Household.BOILER, ManualOverride.ALWAYS_SHED));
        assertThat(commands).containsExactly(new Command.Shed(Household.BOILER, EVENING));
        assertThat(state.control().loads(SETTINGS).get(0).isShed()).isTrue();
    }

    @Test
    void forgetsWhichLoadsWereShedWhenItResumes() {
        step(read(house().next()));
        step(new SiteInput.UserRequest(EVENING, Household.BOILER, ManualOverride.ALWAYS_SHED));
        SiteState resumed = state.resumed(SETTINGS, List.of(), EVENING.plusSeconds(500));
        assertThat(resumed.control().loads(SETTINGS)).noneMatch(LoadNow::isShed);
        assertThat(resumed.metering().quarter()).isEqualTo(state.metering().quarter());
        SiteStep tick = site.step(resumed, new SiteInput.Tick(EVENING.plusSeconds(501)));
        assertThat(tick.decisions()).as("silence counts from the start").isEmpty();
    }

    @Test
    void takesWhatWasKnownBeforeWhenItComesLate() {
        Household house = house();
        step(new SiteInput.UserRequest(EVENING, Household.BOILER, ManualOverride.ALWAYS_SHED));
        List<LoadMemory> before =
                state.control().loads(SETTINGS).stream().map(LoadNow::memory).toList();
        MonthPeak peak =
                new MonthPeak(
                        YearMonth.of(2025, 12),
                        new Power(4000),
                        EVENING.minusSeconds(86_400 * 30),
                        MonthPeak.Source.COUNTED);
        SiteInput late =
                new SiteInput.Recalled(
                        EVENING, PeakHistory.EMPTY.with(peak), Forecaster.EMPTY, before);
        step(read(house.next()));
        assertThat(site.step(state, late).decisions()).as("in hand already").isEmpty();

        state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
        step(read(house.next()));
        PeakHistory since = state.metering().peaks();
        commands.clear();
        step(late);
        assertThat(state.metering().peaks()).isEqualTo(since.with(peak));
        assertThat(state.control().loads(SETTINGS).get(0).isShed())
                .as("what a person wanted before")
                .isTrue();
        assertThat(commands).hasSize(1);
    }

    @Test
    void saysOnceThatARelayFails() {
        step(new SiteInput.LoadReport(EVENING, Household.BOILER, LoadState.Report.FAILED));
        step(new SiteInput.LoadReport(EVENING, Household.BOILER, LoadState.Report.FAILED));
        assertThat(decisions).extracting(Decision::what).containsExactly(Decision.What.LOAD_FAILED);
    }

    @Test
    void remembersTheGridWhileOneReadingCannotTell() {
        Reading delta = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.DELTA_230).next();
        step(read(delta));
        assertThat(state.metering().grid()).isEqualTo(Grid.DELTA_230);
    }

    @Test
    void givesTheSameStateForTheSameInputs() {
        live(house(), 500, false);
        SiteState once = state;
        state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
        live(house(), 500, false);
        assertThat(state).isEqualTo(once);
    }

    @Test
    void theTargetFallsBackAtLocalMidnightOfTheFirst() {
        Instant midnight = Instant.parse("2026-01-31T23:00:00Z");
        MonthPeak january =
                new MonthPeak(
                        YearMonth.of(2026, 1), new Power(6000), null, MonthPeak.Source.COUNTED);
        state = SiteState.initial(SETTINGS, PeakHistory.EMPTY.with(january));
        step(read(plain("A", midnight.minusSeconds(1), 1000)));
        assertThat(state.foresight().outlook().target()).isEqualTo(new Power(6000));
        step(read(plain("A", midnight, 1000)));
        assertThat(state.foresight().outlook().target()).isEqualTo(PeakTarget.BILLED_MINIMUM);
    }

    @Test
    void countsBothHoursOfAutumnSeparately() {
        constant("A", Instant.parse("2026-10-24T23:59:50Z"), 2 * 3600 + 20, 1_000_000);
        assertThat(finished.subList(1, finished.size()))
                .hasSize(8)
                .allMatch(QuarterDemand::complete)
                .allMatch(q -> q.imported().wattHours() == 900)
                .extracting(QuarterDemand::quarter)
                .doesNotHaveDuplicates();
    }

    @Test
    void readsBothHoursOfAutumnFromTelegramsThatStampThemAlike() {
        overTheLine(Instant.parse("2026-10-24T23:59:50Z"), 2 * 3600 + 20);
        assertThat(finished.subList(1, finished.size()))
                .hasSize(8)
                .allMatch(QuarterDemand::complete)
                .allMatch(q -> q.imported().wattHours() == 900)
                .extracting(QuarterDemand::quarter)
                .doesNotHaveDuplicates();
    }

    @Test
    void readsTheQuartersAroundTheMissingHourOfSpringFromTelegrams() {
        overTheLine(Instant.parse("2026-03-29T00:44:50Z"), 1820);
        assertThat(finished.subList(1, finished.size()))
                .hasSize(2)
                .allMatch(QuarterDemand::complete)
                .allMatch(q -> q.imported().wattHours() == 900);
    }

    @Test
    void anotherMeterWhoseClockIsBehindIsHeard() {
        constant("A", EVENING, 20, 5_000_000);
        constant("B", EVENING.minusSeconds(500), 3, 3);
        assertThat(state.last().measuredAt()).isEqualTo(EVENING.minusSeconds(498));
        assertThat(decisions).extracting(Decision::what).contains(Decision.What.METER_SWAPPED);
    }

    @Test
    void lastMonthsPeakThatTheMeterStillShowsRaisesNoTargetOfTheNew() {
        Instant midnight = Instant.parse("2026-01-31T23:00:00Z");
        MeterPeak january = new MeterPeak(Instant.parse("2026-01-13T17:15:00Z"), new Power(6000));
        for (int s = -2; s <= 2; s++) {
            step(
                    read(
                            plain(
                                    "A",
                                    midnight.plusSeconds(s),
                                    EnergyRegisters.NONE,
                                    new DemandReading(null, january, List.of()))));
        }
        assertThat(state.foresight().outlook().target()).isEqualTo(PeakTarget.BILLED_MINIMUM);
        assertThat(state.metering().peaks().months()).containsOnlyKeys(YearMonth.of(2026, 1));
    }

    @Test
    void missesNoQuarterInTheMissingHourOfSpring() {
        constant("A", Instant.parse("2026-03-29T00:44:50Z"), 1820, 1_000_000);
        assertThat(finished.subList(1, finished.size()))
                .hasSize(2)
                .allMatch(QuarterDemand::complete);
    }

    @Test
    void startsANewSeriesWithAnotherMeterAndAnotherWithAThird() {
        constant("A", EVENING, 200, 5_000_000);
        constant("B", EVENING.plusSeconds(298), 200, 3);
        constant("C", EVENING.plusSeconds(598), 102, 7_000_000);
        assertThat(decisions).extracting(Decision::what).contains(Decision.What.METER_SWAPPED);
        assertThat(finished).singleElement().satisfies(q -> assertThat(q.complete()).isFalse());
        assertThat(state.foresight().outlook().soFar().imported().wattHours()).isBetween(95L, 105L);
    }

    @Test
    void noticesAMeterThatWasSwappedWhileTheProgramWasOff() {
        MonthPeak known =
                new MonthPeak(YearMonth.of(2026, 1), new Power(4200), null, MonthPeak.Source.METER);
        state = SiteState.initial(SETTINGS, PeakHistory.EMPTY.with(known));
        constant("A", EVENING, 60, 5_000_000);
        state = state.resumed(SETTINGS, List.of(), EVENING.plusSeconds(7200));
        constant("B", EVENING.plusSeconds(7200), 60, 3);
        assertThat(decisions)
                .extracting(Decision::what)
                .containsOnlyOnce(Decision.What.METER_SWAPPED);
        assertThat(state.metering().peaks().of(YearMonth.of(2026, 1)).orElseThrow().source())
                .isEqualTo(MonthPeak.Source.METER_BEFORE);
        assertThat(state.foresight().outlook().target()).isEqualTo(new Power(4200));
    }

    @Test
    void goesOnWhenTheMetersClockJumpsAheadOrBackToTheYear2000() {
        constant("A", EVENING, 60, 5_000_000);
        constant("A", EVENING.plusSeconds(7200), 60, 5_000_060);
        assertThat(finished).singleElement().satisfies(q -> assertThat(q.complete()).isFalse());
        Instant then = Instant.parse("2000-01-01T00:00:00Z");
        constant("A", then, 60, 5_000_120);
        assertThat(state.last().measuredAt()).isEqualTo(then.plusSeconds(59));
        assertThat(state.metering().peaks().months()).isEmpty();
    }

    @Test
    void addsBothTariffsWhenTheyChangeWithinAQuarter() {
        Instant start = Instant.parse("2026-01-13T21:00:00Z");
        for (int s = -5; s <= 905; s++) {
            long low = 7000L + Math.max(0, s - 400);
            step(
                    read(
                            plain(
                                    "A",
                                    start.plusSeconds(s),
                                    EnergyRegisters.ofTariffs(
                                            Energy.ofWattHours(9000L + Math.min(s, 400)),
                                            Energy.ofWattHours(low)))));
        }
        assertThat(finished.get(1).imported()).isEqualTo(Energy.ofWattHours(900));
        assertThat(decisions)
                .extracting(Decision::what)
                .doesNotContain(Decision.What.ESTIMATORS_DISAGREE);
    }

    /** The same as telegrams, every ten seconds as older meters do. */
    private void overTheLine(Instant from, int seconds) {
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        ReadingDecoder decoder = new ReadingDecoder(SiteSettings.BELGIUM);
        TelegramFramer framer =
                new TelegramFramer(
                        frame -> {
                            if (frame instanceof Telegram telegram) {
                                decoder.decode(telegram).ifPresent(r -> step(read(r)));
                            }
                        });
        for (int s = 0; s < seconds; s += 10) {
            byte[] bytes = writer.write(plain("A", from.plusSeconds(s), 1_000_000 + s));
            framer.push(bytes, 0, bytes.length, from.plusSeconds(s));
        }
        framer.end(from.plusSeconds(seconds));
    }

    /** 3.6 kW, a watt-hour a second. */
    private void constant(String meter, Instant from, int seconds, long wattHours) {
        for (int s = 0; s < seconds; s++) {
            step(read(plain(meter, from.plusSeconds(s), wattHours + s)));
        }
    }

    private static Reading plain(String meter, Instant at, long wattHours) {
        return plain(
                meter, at, EnergyRegisters.ofTariffs(Energy.ofWattHours(wattHours), Energy.ZERO));
    }

    /** An older meter, without registers of demand. */
    private static Reading plain(String meter, Instant at, EnergyRegisters imported) {
        return plain(meter, at, imported, DemandReading.NONE);
    }

    private static Reading plain(
            String meter, Instant at, EnergyRegisters imported, DemandReading demand) {
        return new Reading(
                new Identity("test", "50216", new MeterId(meter), null),
                at,
                1,
                new Flow(imported, new Power(3600), demand),
                new Flow(EnergyRegisters.NONE, Power.ZERO),
                List.of(),
                List.of(),
                SUPPLY);
    }

    private static Household house() {
        return new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);
    }

    /** The house in which the boiler never runs: less than it draws cannot be reached. */
    private static Household coldBoiler() {
        Household house = house();
        house.allowBoiler(false);
        return house;
    }

    private Power highest(Household house, int seconds, boolean obey) {
        state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
        finished.clear();
        live(house, seconds, obey);
        return finished.stream()
                .filter(QuarterDemand::complete)
                .map(QuarterDemand::demand)
                .max(Power::compareTo)
                .orElseThrow();
    }

    private void live(Household house, int seconds, boolean obey) {
        for (int i = 0; i < seconds; i++) {
            SiteStep step = step(read(house.next()));
            if (obey) {
                step.commands().forEach(c -> house.allowBoiler(c instanceof Command.Restore));
            }
        }
    }

    private SiteStep step(SiteInput input) {
        SiteStep step = site.step(state, input);
        state = step.state();
        step.finished().ifPresent(finished::add);
        commands.addAll(step.commands());
        decisions.addAll(step.decisions());
        return step;
    }

    private static SiteInput.MeterRead read(Reading reading) {
        return new SiteInput.MeterRead(reading, reading.measuredAt(), LinkHealth.INITIAL);
    }
}
