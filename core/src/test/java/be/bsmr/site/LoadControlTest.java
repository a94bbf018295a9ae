package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.control.ControlMode;
import be.bsmr.control.Decision;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.LoadNow;
import be.bsmr.control.LoadState;
import be.bsmr.control.ManualOverride;
import be.bsmr.control.WeeklyTime;
import be.bsmr.meter.PhaseReading;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loads under control, through the whole site. The target is 2.5 kW everywhere. */
class LoadControlTest {

    private static final Instant START = Instant.parse("2026-01-13T12:00:00Z");
    private static final Load BOILER = Load.onOff("boiler", "Boiler", new Power(2000));
    private static final Load HEATER = Load.onOff("heater", "Heater", new Power(1500));
    private static final Load PUMP = Load.onOff("pump", "Pump", new Power(600));
    private static final Load CAR =
            new Load(
                    "car",
                    "Car",
                    1,
                    null,
                    new Actuation.Modulating(Actuation.Unit.AMPERE, 6, 16, 1, 230, true),
                    Set.of(1),
                    Limits.USUAL,
                    List.of(),
                    new Load.FailSafe.On());

    @Test
    void aKettleSwitchesNothing() {
        ControlledHouse house = house(BOILER).wish("boiler", 1500).run(900 + 300, 250);
        house.run(150, 2250).run(450, 250);
        assertThat(house.commands).isEmpty();
        assertThat(house.finished.get(1).demand().watts()).isLessThan(2500);
    }

    @Test
    void keepsTheQuarterWhenTheBoilerAloneWouldBreakIt() {
        ControlledHouse house = quiet(BOILER).wish("boiler", 2000);
        house.run(3600, 1200);
        assertThat(house.of("boiler")).hasAtLeastOneElementOfType(Command.Shed.class);
        assertThat(worst(house)).isLessThanOrEqualTo(2500);
        assertThat(mean(house)).as("little is left unused").isGreaterThan(2150);
    }

    @Test
    void aBreakThatNothingElsePreventsIsActedOnAtOnce() {
        ControlledHouse house = quiet(BOILER).wish("boiler", 2000).run(200, 400);
        house.run(20, 6000);
        assertThat(house.of("boiler")).hasAtLeastOneElementOfType(Command.Shed.class);
    }

    @Test
    void shedsTheSmallestLoadThatSuffices() {
        ControlledHouse house = quiet(BOILER, HEATER, PUMP);
        house.run(30, 500).wish("heater", 1500).run(70, 500);
        house.wish("pump", 600).run(2600, 500);
        assertThat(house.of("heater")).isEmpty();
        assertThat(house.of("pump")).isNotEmpty();
        assertThat(worst(house)).isLessThanOrEqualTo(2500);
    }

    @Test
    void shedsTheLoadOfLowPriorityFirst() {
        ControlledHouse house = quiet(BOILER.ofPriority(9), HEATER.ofPriority(1));
        house.run(30, 50).wish("boiler", 1800).run(100, 50).wish("heater", 1500).run(3600, 50);
        assertThat(house.of("boiler")).isEmpty();
        assertThat(house.of("heater")).isNotEmpty();
        assertThat(worst(house)).isLessThanOrEqualTo(2500);
    }

    @Test
    void prefersToModulateTheCarToSwitchingTheBoiler() {
        ControlledHouse house = quiet(PUMP, CAR).metered("car").run(30, 300);
        house.wish("pump", 600).run(200, 300).wish("car", 3680).run(5000, 300);
        assertThat(house.of("pump")).isEmpty();
        assertThat(house.of("car")).hasAtLeastOneElementOfType(Command.Set.class);
        assertThat(worst(house)).isLessThanOrEqualTo(2500);
    }

    @Test
    void theCarTakesWhatIsLeftOver() {
        ControlledHouse house = quiet(CAR).metered("car").wish("car", 3680);
        house.run(2 * 3600, 500);
        assertThat(worst(house)).isLessThanOrEqualTo(2500);
        assertThat(mean(house)).isGreaterThan(2000);
        assertThat(house.of("car").stream().filter(Command.Shed.class::isInstance)).isEmpty();
    }

    @Test
    void noTwoLoadsComeBackTogether() {
        ControlledHouse house = quiet(BOILER, HEATER, PUMP);
        house.wish("boiler", 2000).run(100, 200).wish("heater", 1500).run(100, 200);
        house.wish("pump", 600).run(700, 200).run(600, 5000).run(3000, 200);
        List<Command> restores =
                house.commands.stream().filter(Command.Restore.class::isInstance).toList();
        assertThat(restores).hasSizeGreaterThanOrEqualTo(2);
        for (int i = 1; i < restores.size(); i++) {
            assertThat(Duration.between(restores.get(i - 1).at(), restores.get(i).at()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        }
    }

    @Test
    void learnsWhatALoadTrulyDraws() {
        ControlledHouse house = quiet(BOILER).wish("boiler", 2300).run(4 * 3600, 1200);
        assertThat(house.load("boiler").usually().watts()).isBetween(2290, 2310);
    }

    @Test
    void theMainFuseHoldsTheCarBack() {
        ControlledHouse house =
                new ControlledHouse(fused(20_000, CAR), START).metered("car").run(900, 500);
        house.wish("car", 3680).phases(amperes(16)).run(60, 500);
        assertThat(house.of("car")).isEmpty();
        house.phases(amperes(23)).run(2, 2000);
        assertThat(house.of("car"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Set.class, c -> assertThat(c.value()).isEqualTo(12));
    }

    /**
     * Its wire exports while the two others import: the meter tells that current without a sign.
     */
    @Test
    void aBatteryOnOneWireDoesNotBlowTheFuseByFeedingTheOthers() {
        Load battery = battery(5000, Set.of(3));
        ControlledHouse house =
                new ControlledHouse(fused(2500, battery), START).metered("battery").run(900, 500);
        house.phases(amperes(20), amperes(20), exporting(19)).run(30, 9000);
        assertThat(house.load("battery").value())
                .as("half an ampere is left of the 20")
                .isBetween(-150, -1);
    }

    @Test
    void whatMattersMuchMoreTakesThePlaceOfWhatRuns() {
        ControlledHouse house = quiet(HEATER, BOILER.ofPriority(9)).run(60, 200);
        house.wish("heater", 1500).run(60, 200);
        house.step(new SiteInput.UserRequest(house.now(), "boiler", ManualOverride.ALWAYS_SHED));
        house.wish("boiler", 1800).run(240, 200);
        house.step(new SiteInput.UserRequest(house.now(), "boiler", ManualOverride.AUTO));
        house.run(1800, 200);
        assertThat(house.of("heater")).hasAtLeastOneElementOfType(Command.Shed.class);
        assertThat(house.of("boiler")).hasAtLeastOneElementOfType(Command.Restore.class);
        assertThat(house.count(Decision.What.LOAD_MAKES_WAY)).isEqualTo(1);
        assertThat(worst(house)).isLessThanOrEqualTo(2500);
    }

    @Test
    void aLoadIsLeftAloneWhenTheOwnerSaysSo() {
        Limits noon =
                new Limits(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120),
                        null,
                        0,
                        List.of(WeeklyTime.parse("tue 17:00-19:00")),
                        null,
                        Duration.ofHours(2));
        ControlledHouse house = quiet(BOILER.within(noon)).wish("boiler", 2000).run(3600, 1500);
        assertThat(house.commands).isEmpty();
    }

    @Test
    void noLoadIsWithheldLongerThanItMayBe() {
        Limits short10 = atMost(20);
        ControlledHouse house = quiet(BOILER.within(short10)).wish("boiler", 2000);
        house.run(60, 400).run(3600, 4000);
        assertThat(house.count(Decision.What.LOAD_RESTORED_FOR_COMFORT)).isPositive();
        Command shed = house.of("boiler").get(0);
        Command back = house.of("boiler").get(1);
        assertThat(back).isInstanceOf(Command.Restore.class);
        assertThat(Duration.between(shed.at(), back.at())).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void loadsThatMustComeBackDoSoInDifferentQuarters() {
        Limits an40 = atMost(40);
        // What is aimed at does not rise with the peak: only their longest times bring them back.
        SiteSettings settings =
                settings(BOILER.within(an40), HEATER.within(an40))
                        .aiming(PeakTarget.fixed(new Power(2500)));
        ControlledHouse house = new ControlledHouse(settings, START).run(4 * 3600, s -> 300);
        house.wish("boiler", 2000).run(60, 400).wish("heater", 1500).run(60, 400).run(7200, 4000);
        List<Instant> back =
                house.decisions.stream()
                        .filter(d -> d.what() == Decision.What.LOAD_RESTORED_FOR_COMFORT)
                        .map(Decision::at)
                        .toList();
        assertThat(back).hasSizeGreaterThanOrEqualTo(2);
        for (int i = 1; i < back.size(); i++) {
            assertThat(Duration.between(back.get(i - 1), back.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(14));
        }
    }

    @Test
    void whatWasWithheldForLongIsNotWithheldAsLongAgainAtOnce() {
        Limits an40 = atMost(40);
        SiteSettings settings =
                settings(BOILER.within(an40)).aiming(PeakTarget.fixed(new Power(2500)));
        ControlledHouse house = new ControlledHouse(settings, START).run(4 * 3600, s -> 300);
        house.wish("boiler", 2000).run(60, 400).run(4 * 3600, 4000);
        int on = 0;
        for (int s = 0; s < 4 * 3600; s++) {
            on += house.run(1, 4000).drawn("boiler") > 0 ? 1 : 0;
        }
        assertThat(on).as("it catches up as long as it was without").isGreaterThan(2 * 3600 - 600);
    }

    @Test
    void aCarThatIsFullTakesNoRoomFromTheOther() {
        Load second = named("second", CAR);
        ControlledHouse house = quiet(CAR, second).metered("car").metered("second");
        house.wish("car", 3680).run(2 * 3600, 300);
        assertThat(mean(house)).as("1380 W less, were they kept for it").isGreaterThan(2000);
        house.wish("second", 3680).run(2 * 3600, 300);
        assertThat(worst(house)).as("it may begin at any time").isLessThanOrEqualTo(2500);
    }

    @Test
    void aChargerThatWasThoughtIdleIsBelievedAgainOnceTheHouseDrawsAsMuch() {
        SiteSettings settings = settings(CAR).aiming(PeakTarget.fixed(new Power(20_000)));
        ControlledHouse house =
                new ControlledHouse(settings, START).wish("car", 3680).run(300, 400);
        assertThat(house.load("car").draw().running()).isTrue();
        // An oven of the same size comes and goes.
        house.run(30, 4080).run(30, 400);
        assertThat(house.load("car").draw().running()).isFalse();
        house.run(300, 400);
        assertThat(house.load("car").draw().running()).isTrue();
        house.wish("car", 0).run(600, 400);
        assertThat(house.load("car").draw().running()).isFalse();
    }

    @Test
    void aBatteryThatHoldsEnoughLetsALoadComeBackThatWouldNotFitAlone() {
        Load pump = Load.onOff("pump", "Heat pump", new Power(2600));
        Load store = battery(2000, Set.of(1));
        ControlledHouse house =
                new ControlledHouse(
                        settings(pump, store).aiming(PeakTarget.fixed(new Power(2500))), START);
        house.metered("pump").metered("battery").wish("battery", 2000);
        // The battery fills, and all that it took is counted.
        house.run(4 * 3600, 200);
        house.wish("pump", 2600).run(1200, 200);
        assertThat(house.drawn("pump")).isEqualTo(2600);
        assertThat(house.drawn("battery")).isNegative();
        assertThat(house.of("pump")).as("the battery gives what is missing").isEmpty();
        house.step(new SiteInput.UserRequest(house.now(), "pump", ManualOverride.ALWAYS_SHED));
        house.run(600, 200);
        house.step(new SiteInput.UserRequest(house.now(), "pump", ManualOverride.AUTO));
        house.run(2700, 200);
        assertThat(house.of("pump")).last().isInstanceOf(Command.Restore.class);
        assertThat(worst(house)).isLessThanOrEqualTo(2500);
    }

    @Test
    void whatAPersonWantsAndWhatWasLearnedSurviveARestart() {
        ControlledHouse house = quiet(BOILER).wish("boiler", 2300).run(4 * 3600, 1200);
        house.step(new SiteInput.UserRequest(house.now(), "boiler", ManualOverride.ALWAYS_SHED));
        house.restart().run(60, 300);
        assertThat(house.of("boiler")).containsExactly(last(house));
        assertThat(last(house)).isInstanceOf(Command.Shed.class);
        assertThat(house.load("boiler").usually().watts()).isBetween(2290, 2310);
        assertThat(house.load("boiler").day().sheds()).isPositive();
    }

    @Test
    void aBatteryIsLeftInPeaceWhenNobodyCanControlIt() {
        Load battery = battery(3000, Set.of());
        ControlledHouse house = quiet(battery).metered("battery").run(300, 4000);
        assertThat(house.load("battery").value()).isNegative();
        house.silence(70);
        assertThat(last(house)).isEqualTo(new Command.Set("battery", last(house).at(), 0));
        house.run(300, 4000);
        assertThat(house.load("battery").value()).isNegative();
        house.step(new SiteInput.ModeRequest(house.now(), ControlMode.OFF));
        assertThat(last(house)).isEqualTo(new Command.Set("battery", last(house).at(), 0));
    }

    /** The evening is still open then, and people wonder why. */
    @Test
    void shedsNothingInAQuartersFirstSecondsWhenItIsNotExpectedToPassTheTarget() {
        Random random = new Random(7);
        ControlledHouse house = quiet(BOILER).wish("boiler", 2000);
        for (int i = 0; i < 300; i++) {
            house.run(60 + random.nextInt(300), 200 + random.nextInt(600));
            house.run(30 + random.nextInt(150), 1500 + random.nextInt(2000));
        }
        List<Decision> sheds =
                house.decisions.stream().filter(d -> d.what() == Decision.What.LOAD_SHED).toList();
        assertThat(sheds).hasSizeGreaterThan(10);
        assertThat(sheds)
                .filteredOn(d -> d.at().getEpochSecond() % 900 < 120)
                .allSatisfy(d -> assertThat(d.demand()).isGreaterThan(d.target()));
    }

    @Test
    void saysOnceThatTheTargetIsPassed() {
        ControlledHouse house = house(BOILER).run(900, 400).run(700, 4500);
        assertThat(house.count(Decision.What.PEAK_LOST)).isEqualTo(1);
        house.run(200, 4500).run(600, 400);
        assertThat(house.count(Decision.What.PEAK_LOST)).isEqualTo(1);
    }

    @Test
    void shadowSaysWhatItWouldDoAndTouchesNothing() {
        ControlledHouse house = quiet(BOILER).wish("boiler", 2000);
        house.step(new SiteInput.ModeRequest(house.now(), ControlMode.SHADOW));
        house.run(1800, 1200);
        assertThat(house.commands).isEmpty();
        assertThat(house.decisions)
                .filteredOn(d -> d.what() == Decision.What.LOAD_SHED)
                .isNotEmpty()
                .allMatch(Decision::shadow);
    }

    @Test
    void offLooksOn() {
        ControlledHouse house = quiet(BOILER).wish("boiler", 2000);
        house.step(new SiteInput.ModeRequest(house.now(), ControlMode.OFF));
        house.run(1800, 1200);
        assertThat(house.commands).isEmpty();
        assertThat(house.count(Decision.What.LOAD_SHED)).isZero();
    }

    @Test
    void whoStopsControlGivesBackWhatItHolds() {
        ControlledHouse house = shedding();
        house.step(new SiteInput.ModeRequest(house.now(), ControlMode.SHADOW));
        assertThat(last(house)).isInstanceOf(Command.Restore.class);
    }

    @Test
    void aLoadThatWasNeverCommandedHasNoTimeOfACommandWhileControlIsOff() {
        ControlledHouse house = quiet(BOILER);
        house.step(new SiteInput.ModeRequest(house.now(), ControlMode.OFF));
        house.run(10, 300);
        assertThat(house.loads()).extracting(LoadNow::since).containsOnlyNulls();
    }

    @Test
    void asSecondOfTwoItRefusesToControl() {
        ControlledHouse house = quiet(BOILER).wish("boiler", 2000);
        house.step(new SiteInput.ControlReport(house.now(), false));
        house.run(1800, 1200);
        assertThat(house.commands).isEmpty();
        assertThat(house.count(Decision.What.ANOTHER_STEERS)).isEqualTo(1);
        house.step(new SiteInput.ControlReport(house.now(), true));
        house.run(900, 1200);
        assertThat(house.commands).isNotEmpty();
    }

    /** Both in one second, as when the program was held up. */
    @Test
    void aLateAnswerToAnOrderThatWasGivenUpIsNotTakenForOneToTheNext() {
        ControlledHouse house = quiet(BOILER).wish("boiler", 2000).run(200, 400);
        while (!house.load("boiler").isShed()) {
            house.run(1, 6000);
        }
        Instant ordered = last(house).at();
        house.step(
                new SiteInput.LoadReport(house.now(), "boiler", LoadState.Report.FAILED, ordered));
        house.step(
                new SiteInput.LoadReport(
                        house.now(), "boiler", LoadState.Report.CONFIRMED, ordered));
        house.step(new SiteInput.LoadObserved(house.now(), "boiler", false, null));
        assertThat(house.count(Decision.What.LOAD_FAILED)).isEqualTo(1);
        assertThat(house.count(Decision.What.LOAD_BY_HAND)).isZero();
    }

    @Test
    void aPersonsSwitchWinsForAWhile() {
        ControlledHouse house = shedding();
        house.run(40, 1200);
        house.switchedByHand("boiler", true);
        int before = house.commands.size();
        house.run(6000, 1200);
        assertThat(house.commands).hasSize(before);
        assertThat(house.count(Decision.What.LOAD_BY_HAND)).isEqualTo(1);
        house.run(1250, 1200).run(900, 3000);
        assertThat(house.commands).hasSizeGreaterThan(before);
    }

    @Test
    void anUndoneDecisionIsNotTakenAgainAtOnce() {
        ControlledHouse house = shedding();
        house.step(new SiteInput.UndoRequest(house.now(), "boiler"));
        assertThat(last(house)).isInstanceOf(Command.Restore.class);
        int before = house.commands.size();
        house.run(3600, 1200);
        assertThat(house.commands).hasSize(before);
    }

    @ParameterizedTest
    @EnumSource(value = ManualOverride.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void takingBackWhatAHandDidGivesTheLoadBackToControl(ManualOverride hand) {
        ControlledHouse house = quiet(BOILER).wish("boiler", 2000).run(60, 300);
        house.step(new SiteInput.UserRequest(house.now(), "boiler", hand));
        house.run(4, 300);
        house.step(new SiteInput.UndoRequest(house.now(), "boiler"));
        house.run(60, 300);
        LoadNow boiler = house.load("boiler");
        assertThat(boiler.mode()).isEqualTo(ManualOverride.AUTO);
        assertThat(boiler.position()).isEqualTo(LoadState.Position.CONNECTED);
        assertThat(boiler.handsOffUntil()).isNull();
        if (hand == ManualOverride.ALWAYS_SHED) {
            assertThat(last(house)).isInstanceOf(Command.Restore.class);
        }
    }

    @Test
    void aStuckRelayIsAskedAgainSaidAndLeftAlone() {
        ControlledHouse house = quiet(BOILER, HEATER).wish("boiler", 2000).stuck("boiler");
        house.run(120, 200).wish("heater", 1500).run(3 * 3600, 900);
        assertThat(house.count(Decision.What.LOAD_WITHOUT_EFFECT)).isPositive();
        assertThat(house.of("heater")).hasAtLeastOneElementOfType(Command.Shed.class);
        assertThat(house.of("boiler").size()).isLessThan(30);
    }

    @Test
    void aLoadWhoseActuatorFailsIsReplacedByAnother() {
        ControlledHouse house = quiet(BOILER, HEATER.ofPriority(3)).wish("boiler", 2000);
        house.stuck("boiler").run(120, 200).wish("heater", 1500).run(200, 200);
        while (house.of("boiler").isEmpty()) {
            house.run(1, 200);
        }
        house.step(new SiteInput.LoadReport(house.now(), "boiler", LoadState.Report.FAILED));
        house.run(300, 200);
        assertThat(house.of("heater")).hasAtLeastOneElementOfType(Command.Shed.class);
        assertThat(house.count(Decision.What.LOAD_FAILED)).isEqualTo(1);
    }

    @Test
    void everyLoadGoesToItsFailSafeWhenTheMeterFallsSilentMidQuarter() {
        ControlledHouse house = shedding();
        house.silence(70);
        assertThat(last(house)).isInstanceOf(Command.Restore.class);
        assertThat(house.count(Decision.What.LOAD_RESTORED_BLIND)).isEqualTo(1);
    }

    @Test
    void sheddingSurvivesTheClockChange() {
        ControlledHouse house =
                new ControlledHouse(settings(BOILER), Instant.parse("2026-10-24T23:00:00Z"));
        house.run(900, 200).wish("boiler", 2000).run(3 * 3600, 1200);
        assertThat(worst(house)).isLessThanOrEqualTo(2500);
    }

    private static ControlledHouse shedding() {
        ControlledHouse house = quiet(BOILER).wish("boiler", 2000);
        while (house.of("boiler").isEmpty()) {
            house.run(1, 1200);
        }
        return house;
    }

    private static Command last(ControlledHouse house) {
        return house.commands.get(house.commands.size() - 1);
    }

    /** So many minutes without power. */
    private static Limits atMost(int minutes) {
        return new Limits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofMinutes(minutes),
                0,
                List.of(),
                null,
                Duration.ofHours(2));
    }

    private static Load named(String id, Load load) {
        return new Load(
                id,
                id,
                load.priority(),
                load.power(),
                load.actuation(),
                load.wires(),
                load.limits(),
                load.needs(),
                load.failSafe());
    }

    private static Load battery(int watts, Set<Integer> wires) {
        return new Load(
                "battery",
                "Battery",
                1,
                null,
                new Actuation.Modulating(Actuation.Unit.WATT, -watts, watts, 50, 1, true),
                wires,
                Limits.USUAL,
                List.of(),
                new Load.FailSafe.On());
    }

    /** A main fuse of 20 A. */
    private static SiteSettings fused(int target, Load load) {
        return new SiteSettings(
                SiteSettings.BELGIUM,
                SiteSettings.Aim.at(new be.bsmr.tariff.PeakTarget(new Power(target))),
                List.of(load),
                ControlMode.ACTIVE,
                new SiteSettings.Rating(
                        java.util.Optional.of(Current.ofAmperes(20)), java.util.Optional.empty()),
                SiteSettings.Listening.TO_ANY,
                CapacityTariff.UNKNOWN);
    }

    private static PhaseReading exporting(double a) {
        Power power = Power.ofWatts(Math.round(230 * a));
        return new PhaseReading(Power.ZERO, power, null, Current.ofAmperes(a));
    }

    private static PhaseReading amperes(double a) {
        return new PhaseReading(null, null, null, Current.ofAmperes(a));
    }

    /** A house seen for four calm hours. */
    private static ControlledHouse quiet(Load... loads) {
        return house(loads).run(4 * 3600, s -> 200 + s / 600 % 3 * 150);
    }

    private static ControlledHouse house(Load... loads) {
        return new ControlledHouse(settings(loads), START);
    }

    private static SiteSettings settings(Load... loads) {
        return SiteSettings.DEFAULT.controlling(List.of(loads));
    }

    private static int worst(ControlledHouse house) {
        return house.finished.stream()
                .filter(QuarterDemand::complete)
                .mapToInt(q -> q.demand().watts())
                .max()
                .orElseThrow();
    }

    private static double mean(ControlledHouse house) {
        List<QuarterDemand> last =
                house.finished.subList(
                        Math.max(0, house.finished.size() - 3), house.finished.size());
        return last.stream().mapToInt(q -> q.demand().watts()).average().orElseThrow();
    }
}
