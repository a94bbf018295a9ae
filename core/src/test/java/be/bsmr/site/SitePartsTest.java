package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Command;
import be.bsmr.control.Contact;
import be.bsmr.control.ControlMode;
import be.bsmr.control.Decision;
import be.bsmr.control.Load;
import be.bsmr.control.LoadNow;
import be.bsmr.control.LoadState;
import be.bsmr.control.ManualOverride;
import be.bsmr.meter.Grid;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.EnergyPrices;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is counted, foreseen and controlled, each by itself. */
class SitePartsTest {

    private static final Instant EVENING = Instant.parse("2026-01-13T16:50:00Z");
    private static final String BOILER = Household.BOILER;

    private static final SiteSettings SETTINGS =
            SiteSettings.DEFAULT.controlling(
                    List.of(Load.onOff(BOILER, "Boiler", new Power(2400))));

    private static final MonthPeak NOVEMBER =
            new MonthPeak(YearMonth.of(2025, 11), new Power(9000), null, MonthPeak.Source.IMPORTED);

    /** Everything that is no matter of the meter. */
    private static final List<SiteInput> OF_LOADS =
            List.of(
                    new SiteInput.UserRequest(EVENING, BOILER, ManualOverride.ALWAYS_SHED),
                    new SiteInput.UndoRequest(EVENING, BOILER),
                    new SiteInput.ModeRequest(EVENING, ControlMode.OFF),
                    new SiteInput.ControlReport(EVENING, false),
                    new SiteInput.LoadReport(EVENING, BOILER, LoadState.Report.FAILED),
                    new SiteInput.LoadContact(EVENING, BOILER, Contact.lost(EVENING)),
                    new SiteInput.LoadObserved(EVENING, BOILER, false, null),
                    new SiteInput.PricesTold(EVENING, EnergyPrices.NONE));

    private final Household house = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);

    // ---- what is counted

    @Test
    void meteringAloneCountsWhatTheWholeSiteCounts() {
        Site site = new Site(SETTINGS);
        SiteState state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
        Metering metering = Metering.initial(PeakHistory.EMPTY);
        for (int s = 0; s < 2000; s++) {
            MeterRead read = read(s);
            MeteringStep alone = metering.step(read, SETTINGS);
            SiteStep whole = site.step(state, read);
            assertThat(whole.counted()).isEqualTo(alone);
            metering = alone.metering();
            state = whole.state();
        }
        assertThat(state.metering()).isEqualTo(metering);
        assertThat(metering.quarter()).isNotNull();
    }

    @Test
    void whatConcernsLoadsLeavesWhatIsCountedAndForeseen() {
        SiteState state = after(10);
        for (SiteInput input : OF_LOADS) {
            MeteringStep counted = state.metering().step(input, SETTINGS);
            assertThat(counted.metering()).isSameAs(state.metering());
            assertThat(counted.decisions()).isEmpty();
            assertThat(counted.newReading()).isFalse();
            Foresight.Step foreseen = state.foresight().step(counted, null, SETTINGS);
            assertThat(foreseen.foresight()).isSameAs(state.foresight());
        }
    }

    @Test
    void meteringSaysOnceThatTheMeterIsSilentAndOnceThatItIsBack() {
        Metering metering = after(3).metering();
        List<Decision.What> said = new ArrayList<>();
        for (int s = 3; s < 200; s++) {
            MeteringStep step = metering.step(new SiteInput.Tick(at(s)), SETTINGS);
            metering = step.metering();
            step.decisions().forEach(d -> said.add(d.what()));
        }
        assertThat(metering.silent()).isTrue();
        MeteringStep back = metering.step(read(200), SETTINGS);
        assertThat(back.metering().silent()).isFalse();
        back.decisions().forEach(d -> said.add(d.what()));
        assertThat(said).containsExactly(Decision.What.METER_SILENT, Decision.What.METER_BACK);
    }

    @Test
    void peaksOfBeforeStandBesideThoseThatWereSeen() {
        Metering metering = after(3).metering();
        PeakHistory seen = metering.peaks();
        SiteInput imported = new SiteInput.PeaksImported(EVENING, List.of(NOVEMBER));
        SiteInput recalled =
                new SiteInput.Recalled(
                        EVENING, PeakHistory.EMPTY.with(NOVEMBER), Forecaster.EMPTY, List.of());
        assertThat(metering.step(imported, SETTINGS).metering().peaks())
                .isEqualTo(seen.with(NOVEMBER))
                .isNotEqualTo(seen);
        assertThat(metering.step(recalled, SETTINGS).metering().peaks())
                .isEqualTo(seen.with(NOVEMBER));
    }

    // ---- what is foreseen

    @Test
    void foresightFollowsTheQuarterThatWasCounted() {
        SiteState state = after(100);
        assertThat(state.foresight().outlook()).isNotNull();
        assertThat(state.metering().quarter()).isNotNull();
        assertThat(state.foresight().outlook().soFar())
                .isEqualTo(state.metering().quarter().soFar());
    }

    @Test
    void foresightPassesOverATelegramThatDoesNotCount() {
        SiteState state = after(10);
        MeteringStep repeat = state.metering().step(state.last(), SETTINGS);
        assertThat(repeat.newReading()).isFalse();
        assertThat(state.foresight().step(repeat, null, SETTINGS).foresight())
                .isSameAs(state.foresight());
    }

    @Test
    void whatWasLearnedBeforeTakesThePlaceOfWhatWasLearnedSince() {
        SiteState state = after(10);
        SiteInput recalled =
                new SiteInput.Recalled(EVENING, PeakHistory.EMPTY, Forecaster.EMPTY, List.of());
        MeteringStep counted = state.metering().step(recalled, SETTINGS);
        Foresight next = state.foresight().step(counted, null, SETTINGS).foresight();
        assertThat(next.forecaster()).isEqualTo(Forecaster.EMPTY.interrupted().resumed());
        assertThat(next.outlook()).isEqualTo(state.foresight().outlook());
    }

    // ---- what is controlled

    @Test
    void controlGivesBackWhatItHoldsWhenItIsSwitchedOff() {
        SiteState state = after(3);
        Control.Step shed =
                control(
                        state,
                        new SiteInput.UserRequest(EVENING, BOILER, ManualOverride.ALWAYS_SHED));
        assertThat(shed.commands()).hasOnlyElementsOfType(Command.Shed.class).hasSize(1);
        Control.Step free =
                control(
                        with(state, shed.control()),
                        new SiteInput.UserRequest(EVENING, BOILER, ManualOverride.AUTO));
        Control.Step off =
                control(
                        with(state, free.control()),
                        new SiteInput.ModeRequest(EVENING, ControlMode.OFF));
        assertThat(off.control().mode()).isEqualTo(ControlMode.OFF);
        assertThat(off.control().loads(SETTINGS)).noneMatch(LoadNow::isShed);
        assertThat(off.decisions()).extracting(Decision::what).contains(Decision.What.CONTROL_OFF);
    }

    @Test
    void whoMayNotControlOnlyLooksOn() {
        Control.Step step = control(after(3), new SiteInput.ControlReport(EVENING, false));
        assertThat(step.control().effectiveMode()).isEqualTo(ControlMode.SHADOW);
        assertThat(step.control().mode()).isEqualTo(ControlMode.ACTIVE);
        assertThat(step.commands()).isEmpty();
    }

    @Test
    void whatConcernsTheMeterAloneLeavesTheLoads() {
        SiteState state = after(3);
        List<SiteInput> ofMeter =
                List.of(
                        new SiteInput.LinkReport(EVENING, LinkHealth.INITIAL.broken("cut")),
                        new SiteInput.PeaksImported(EVENING, List.of(NOVEMBER)),
                        new SiteInput.Tick(at(4)));
        for (SiteInput input : ofMeter) {
            Control.Step step = control(state, input);
            assertThat(step.control()).isSameAs(state.control());
            assertThat(step.commands()).isEmpty();
        }
    }

    @Test
    void whatEnergyCostsIsKeptWhateverElseHappens() {
        SiteState state = after(3);
        QuarterHour quarter = QuarterHour.of(EVENING);
        EnergyPrices prices =
                new EnergyPrices(
                        new TreeMap<>(
                                Map.of(
                                        quarter,
                                        new EnergyPrices.Price(
                                                new BigDecimal("0.31"),
                                                new BigDecimal("0.02"),
                                                null,
                                                null))),
                        "fixed",
                        "");
        Site site = new Site(SETTINGS);
        SiteStep told = site.step(state, new SiteInput.PricesTold(at(4), prices));
        assertThat(told.commands()).isEmpty();
        assertThat(told.decisions()).isEmpty();
        state = told.state();
        for (SiteInput input :
                List.of(
                        read(5),
                        new SiteInput.ModeRequest(at(6), ControlMode.OFF),
                        new SiteInput.Tick(at(7)))) {
            state = site.step(state, input).state();
        }
        assertThat(state.control().prices()).isEqualTo(prices);
        assertThat(state.control().prices().at(quarter))
                .hasValueSatisfying(p -> assertThat(p.importPerKwh()).isEqualTo("0.31"));
        assertThat(SiteState.initial(SETTINGS, PeakHistory.EMPTY).control().prices().isEmpty())
                .isTrue();
    }

    // ----

    private static Control.Step control(SiteState state, SiteInput input) {
        MeteringStep counted = state.metering().step(input, SETTINGS);
        return state.control().step(state.metering(), counted, state.foresight(), null, SETTINGS);
    }

    private static SiteState with(SiteState state, Control control) {
        return new SiteState(state.metering(), state.foresight(), control);
    }

    private SiteState after(int seconds) {
        Site site = new Site(SETTINGS);
        SiteState state = SiteState.initial(SETTINGS, PeakHistory.EMPTY);
        for (int s = 0; s < seconds; s++) {
            state = site.step(state, read(s)).state();
        }
        return state;
    }

    private MeterRead read(int second) {
        Instant at = at(second);
        return new MeterRead(house.next(), at, LinkHealth.INITIAL);
    }

    private static Instant at(int second) {
        return EVENING.plusSeconds(second);
    }
}
