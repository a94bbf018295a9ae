package be.bsmr.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.control.Command;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.WeeklyTime;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Boiler;
import be.bsmr.simulator.Moment;
import be.bsmr.simulator.SimulatedLoad;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ControlTrialTest {

    private static final Instant START = Instant.parse("2026-01-13T18:00:00Z");
    private static final YearMonth JANUARY = YearMonth.of(2026, 1);
    private static final PeakGoal GOAL = PeakGoal.of(new Power(2500));
    private static final Load HEATER = Load.onOff("heater", "Heater", new Power(2000));

    @Test
    void nobodyControlsAndEachQuarterThatIsOverCouldHaveBeenAvoided() {
        ControlScore score = trial(scenario(HEATER, 0), 4 * 900, s -> 1000).score();
        ControlScore.Of none = of(score, ControlMethod.NONE);
        assertThat(score.quarters()).isEqualTo(4);
        assertThat(none.monthPeaks()).containsEntry(JANUARY, new Power(3000));
        assertThat(none.overTarget()).isEqualTo(4);
        assertThat(none.avoidable()).isEqualTo(4);
        assertThat(none.raised()).isZero();
        assertThat(none.raisedWatts()).isZero();
        assertThat(none.toll().switches()).isZero();
        assertThat(none.toll().delayedKwh()).isZero();
        assertThat(score.euroAYear(none, 50)).isCloseTo(150, within(1e-9));
    }

    @Test
    void nothingCanBeAvoidedWithALoadThatMustBeLeftAlone() {
        Load untouchable =
                HEATER.within(
                        new Limits(
                                Duration.ZERO,
                                Duration.ZERO,
                                null,
                                0,
                                List.of(WeeklyTime.parse("00:00-24:00")),
                                null,
                                Duration.ZERO));
        ControlScore score = trial(scenario(untouchable, 0), 900, s -> 1000).score();
        assertThat(of(score, ControlMethod.NONE).overTarget()).isEqualTo(1);
        assertThat(of(score, ControlMethod.NONE).avoidable()).isZero();
    }

    @Test
    void nothingCanBeAvoidedWhenTheRestAloneIsOver() {
        ControlScore score = trial(scenario(HEATER, 0), 900, s -> 2600).score();
        assertThat(of(score, ControlMethod.NONE).avoidable()).isZero();
        assertThat(of(score, ControlMethod.BSMR).avoidable()).isZero();
    }

    @Test
    void aDemandThatIsMeantIsNotOverButCountedAsARaise() {
        ControlScore.Of meant = aQuarterAtThreeKilowatts(new Power(3400));
        assertThat(meant.overTarget()).isZero();
        assertThat(meant.raised()).isEqualTo(1);
        assertThat(meant.raisedWatts()).isEqualTo(900);

        ControlScore.Of tooLittle = aQuarterAtThreeKilowatts(new Power(2700));
        assertThat(tooLittle.overTarget()).isEqualTo(1);
        assertThat(tooLittle.avoidable()).isEqualTo(1);
        assertThat(tooLittle.raised()).isEqualTo(1);

        ControlScore.Of none = aQuarterAtThreeKilowatts(Power.ZERO);
        assertThat(none.overTarget()).isEqualTo(1);
        assertThat(none.raised()).isZero();
        assertThat(none.raisedWatts()).isZero();
    }

    /** Of somebody who does nothing, but means a demand of {@code level}. */
    private static ControlScore.Of aQuarterAtThreeKilowatts(Power level) {
        Manager idle =
                new Manager() {
                    @Override
                    public List<Command> hear(SiteInput input, Power target) {
                        return List.of();
                    }

                    @Override
                    public Power level() {
                        return level;
                    }
                };
        List<SimulatedLoad> uncontrolled = List.of(new Heater());
        HouseTrial house = new HouseTrial(scenario(HEATER, 0), idle, GOAL, false);
        Moment start = Moment.of(START, SiteSettings.BELGIUM);
        for (int s = 0; s < 900; s++) {
            house.run(start.plus(s), 1000, uncontrolled);
        }
        return house.score(uncontrolled);
    }

    /**
     * Looks each 30 s. Sheds at 30 s: off from 32 s on. Fits again when 3000·32 + 1000·(t − 32) +
     * 3000·(900 − t) is no more than 2500·900: from 257 s on, seen at 270 s, on from 272 s.
     */
    @Test
    void greedyDoesAsItIsWritten() {
        ControlScore score = trial(scenario(HEATER, 0), 900, s -> 1000).score();
        ControlScore.Of greedy = of(score, ControlMethod.GREEDY);
        assertThat(greedy.toll().switches()).isEqualTo(2);
        assertThat(greedy.toll().delayedKwh()).isCloseTo(240 * 2000 / 3.6e6, within(1e-9));
        assertThat(greedy.monthPeaks().get(JANUARY).watts()).isEqualTo(3000 - 240 * 2000 / 900 - 1);
        assertThat(greedy.overTarget()).isZero();
    }

    /** The house alone stands above the target: nobody who controls by the meter gives it back. */
    @Test
    void whatGreedyAndLimitWithholdIsTakenWhenItsTimeIsUp() {
        Load patient = HEATER.within(longest(Duration.ofMinutes(30)));
        ControlScore score = trial(scenario(patient, 0), 4 * 900, s -> 2600).score();
        for (ControlMethod method : List.of(ControlMethod.GREEDY, ControlMethod.LIMIT)) {
            ControlScore.Of of = of(score, method);
            // Off for half an hour and then on for good: they think that it is off.
            assertThat(of.toll().switches()).as(method.label()).isEqualTo(2);
            assertThat(of.toll().delayedKwh()).isCloseTo(1, within(1e-9));
            assertThat(of.monthPeaks()).containsEntry(JANUARY, new Power(4600));
        }
    }

    @Test
    void inAHoleLoadsStayAsTheyWereTold() {
        ControlTrial trial =
                new ControlTrial(scenario(HEATER, 0), GOAL, EnumSet.of(ControlMethod.GREEDY), HOLE);
        TraceMeter meter = new TraceMeter();
        for (int s = 1; s <= 900; s++) {
            trial.take(meter.read(START.plusSeconds(s), 2600));
        }
        double before = of(trial.score(), ControlMethod.GREEDY).toll().delayedKwh();
        trial.take(meter.read(START.plusSeconds(2 * 900), 2600));
        assertThat(of(trial.score(), ControlMethod.GREEDY).toll().delayedKwh() - before)
                .isCloseTo(0.5, within(1e-9));
    }

    /** A site that hears nothing gives its loads back by itself. */
    @Test
    void aHoleIsSilenceToTheSite() {
        ControlTrial trial =
                new ControlTrial(scenario(HEATER, 0), GOAL, EnumSet.of(ControlMethod.BSMR), HOLE);
        TraceMeter meter = new TraceMeter();
        for (int s = 1; s <= 900; s++) {
            trial.take(meter.read(START.plusSeconds(s), 2600));
        }
        assertThat(of(trial.score(), ControlMethod.BSMR).toll().switches()).isEqualTo(1);
        trial.take(meter.read(START.plusSeconds(2 * 900), 2600));
        assertThat(of(trial.score(), ControlMethod.BSMR).toll().switches()).isEqualTo(2);
    }

    private static Limits longest(Duration longest) {
        return new Limits(Duration.ZERO, Duration.ZERO, longest, 0, List.of(), null, Duration.ZERO);
    }

    @Test
    void limitLooksAtThePowerOfTheMomentOnly() {
        // Ten seconds of a kettle, in a quarter that is safe.
        ControlScore score =
                trial(scenario(HEATER, 0), 900, s -> s > 300 && s <= 310 ? 2200 : 0).score();
        assertThat(of(score, ControlMethod.LIMIT).toll().switches()).isEqualTo(2);
        assertThat(of(score, ControlMethod.GREEDY).toll().switches()).isZero();
        assertThat(of(score, ControlMethod.BSMR).toll().switches()).isZero();
    }

    @Test
    void weKeepTheQuarterUnderItsTarget() {
        ControlScore score = trial(scenario(HEATER, 0), 8 * 900, s -> 1000).score();
        ControlScore.Of bsmr = of(score, ControlMethod.BSMR);
        assertThat(bsmr.overTarget()).isZero();
        assertThat(bsmr.toll().delayedKwh()).isPositive();
    }

    @Test
    void aCommandThatFailsSwitchesNothing() {
        ControlScore score = trial(scenario(HEATER, 1), 900, s -> 1000).score();
        assertThat(of(score, ControlMethod.GREEDY).toll().switches()).isZero();
        assertThat(of(score, ControlMethod.GREEDY).overTarget()).isEqualTo(1);
        assertThat(of(score, ControlMethod.BSMR).toll().switches()).isZero();
    }

    @Test
    void leavesOutQuartersWithAHole() {
        ControlTrial trial = new ControlTrial(scenario(HEATER, 0), GOAL, ALL, HOLE);
        TraceMeter meter = new TraceMeter();
        for (int s = 0; s <= 4 * 900; s++) {
            if (s <= 1000 || s > 1400) {
                trial.take(meter.read(START.plusSeconds(s), 1000));
            }
        }
        assertThat(trial.score().quarters()).isEqualTo(3);
        assertThat(trial.score().leftOut()).isEqualTo(1);
        assertThat(trial.foresight()).hasSize(4);
        assertThat(trial.foresight().get(1).baseWatts()).isNaN();
    }

    @Test
    void theTargetOfTheMonthFollowsItsPeak() {
        // Half an hour of 4 kW that nobody can avoid, then half an hour of 3.5 kW.
        Scenario scenario = scenario(HEATER, 0);
        ControlTrial trial =
                new ControlTrial(scenario, PeakGoal.OF_THE_MONTH, ALL, Duration.ofMinutes(5));
        feed(trial, 3600, s -> s <= 1800 ? 4000 : 1500);
        ControlScore.Of none = of(trial.score(), ControlMethod.NONE);
        assertThat(none.overTarget()).isEqualTo(1);
        assertThat(none.avoidable()).isZero();
        assertThat(of(trial.score(), ControlMethod.GREEDY).overTarget()).isEqualTo(1);
    }

    @Test
    void aDaysLevelStartsAnewAtNoon() {
        Scenario scenario = scenario(HEATER, 0);
        ControlTrial trial =
                new ControlTrial(
                        scenario,
                        PeakGoal.of(PeakGoal.Span.DAY),
                        EnumSet.of(ControlMethod.NONE, ControlMethod.BSMR),
                        HOLE);
        // A kettle of 5 kW in the first night, 1 kW besides: the heater fits in the first day only.
        TraceMeter meter = new TraceMeter();
        Instant midnight = Instant.parse("2026-01-13T23:00:00Z");
        for (int s = 1; s <= 24 * 3600; s++) {
            int base = s > 3600 && s <= 3600 + 900 ? 5000 : 1000;
            trial.take(meter.read(midnight.plusSeconds(s), base));
        }
        ControlScore score = trial.score();
        ControlScore.Of none = of(score, ControlMethod.NONE);
        LocalDate first = LocalDate.of(2026, 1, 13);
        assertThat(none.periods().keySet()).containsExactly(first, first.plusDays(1));
        assertThat(none.periods().get(first).peak()).isEqualTo(new Power(7000));
        assertThat(none.periods().get(first).quarters()).isEqualTo(48);
        assertThat(score.first(none).orElseThrow().meanPeakWatts()).isEqualTo(7000);
        assertThat(score.afterFirst(none).orElseThrow().meanPeakWatts()).isEqualTo(3000);
        ControlScore.Of bsmr = of(score, ControlMethod.BSMR);
        ControlScore.Period second = bsmr.periods().get(first.plusDays(1));
        // What the first day set does not excuse the second.
        assertThat(second.peak().watts()).isLessThanOrEqualTo(2500);
        assertThat(second.toll().delayedKwh()).isPositive();
        ControlScore.Summary after = score.afterFirst(bsmr).orElseThrow();
        assertThat(after.periods()).isEqualTo(1);
        // Half a day.
        assertThat(after.switches()).isEqualTo(2 * second.toll().switches());
        assertThat(bsmr.periods().get(first).toll().switches() + second.toll().switches())
                .isEqualTo(bsmr.toll().switches());
    }

    @Test
    void periodsBeginAtNoonOnMondayOrWithTheMonth() {
        ZoneId zone = SiteSettings.BELGIUM;
        Instant sunday = Instant.parse("2026-03-01T10:59:59Z");
        assertThat(PeakGoal.Span.DAY.of(sunday, zone)).isEqualTo("2026-02-28");
        assertThat(PeakGoal.Span.DAY.of(sunday.plusSeconds(1), zone)).isEqualTo("2026-03-01");
        assertThat(PeakGoal.Span.MONTH.of(sunday, zone)).isEqualTo("2026-03-01");
        Instant monday = Instant.parse("2026-03-02T10:59:59Z");
        assertThat(PeakGoal.Span.WEEK.of(monday, zone)).isEqualTo("2026-02-23");
        assertThat(PeakGoal.Span.WEEK.of(monday.plusSeconds(1), zone)).isEqualTo("2026-03-02");
    }

    /** A week that has two months in it. */
    @Test
    void aWeeksPeakHoldsInTheNextMonth() {
        ControlTrial trial =
                new ControlTrial(
                        scenario(HEATER, 0),
                        PeakGoal.of(PeakGoal.Span.WEEK),
                        EnumSet.of(ControlMethod.BSMR),
                        HOLE);
        TraceMeter meter = new TraceMeter();
        // From two hours before the month ends, on a Saturday.
        Instant start = Instant.parse("2026-01-31T21:00:00Z");
        for (int s = 1; s <= 6 * 3600; s++) {
            trial.take(meter.read(start.plusSeconds(s), s <= 1800 ? 4000 : 1500));
        }
        ControlScore.Of bsmr = of(trial.score(), ControlMethod.BSMR);
        // After the two quarters of 4 kW or more the heater has room for good.
        ControlScore.Period week = bsmr.periods().get(LocalDate.of(2026, 1, 26));
        assertThat(week.quarters()).isEqualTo(24);
        assertThat(bsmr.monthPeaks().get(YearMonth.of(2026, 2)).watts()).isEqualTo(3500);
    }

    @Test
    void countsTheSecondsAboveTheFuse() {
        // 1 kW and the heater's 2 kW on one wire: 13 A.
        for (double amperes : new double[] {12, 14}) {
            Scenario tight =
                    new Scenario(
                            SiteSettings.BELGIUM,
                            Grid.SINGLE_PHASE,
                            List.of(1.0, 0.0, 0.0),
                            Current.ofAmperes(amperes),
                            1,
                            scenario(HEATER, 0).loads());
            ControlScore.Of none = of(trial(tight, 900, s -> 1000).score(), ControlMethod.NONE);
            assertThat(none.toll().overFuse()).isEqualTo(amperes < 13 ? 900 : 0);
        }
    }

    @Test
    void sameScenarioSameScore() {
        Boiler.Make tank = new Boiler.Make(150, 2400, 65, 5, 40, 90, 1.5);
        Scenario scenario =
                new Scenario(
                        SiteSettings.BELGIUM,
                        null,
                        List.of(1.0, 0.0, 0.0),
                        null,
                        5,
                        List.of(new ControlledLoad(HEATER, new Boiler(tank, 9), 2, 0.3, true)));
        IntToDoubleFunction base = s -> 1500 + 1000 * Math.sin(s / 500.0);
        assertThat(trial(scenario, 6 * 3600, base).score())
                .isEqualTo(trial(scenario, 6 * 3600, base).score());
    }

    private static final EnumSet<ControlMethod> ALL = EnumSet.allOf(ControlMethod.class);
    private static final Duration HOLE = ControlTrial.LONGEST_SILENCE;

    private static ControlTrial trial(Scenario scenario, int seconds, IntToDoubleFunction watts) {
        ControlTrial trial = new ControlTrial(scenario, GOAL, ALL, HOLE);
        feed(trial, seconds, watts);
        return trial;
    }

    private static void feed(ControlTrial trial, int seconds, IntToDoubleFunction watts) {
        TraceMeter meter = new TraceMeter();
        for (int s = 1; s <= seconds; s++) {
            trial.take(meter.read(START.plusSeconds(s), watts.applyAsDouble(s)));
        }
    }

    private static Scenario scenario(Load load, double failing) {
        return new Scenario(
                SiteSettings.BELGIUM,
                null,
                List.of(1.0, 0.0, 0.0),
                null,
                1,
                List.of(new ControlledLoad(load, new Heater(), 2, failing, false)));
    }

    private static ControlScore.Of of(ControlScore score, ControlMethod method) {
        ControlScore.Of of = score.methods().get(method);
        assertThat(of).isNotNull();
        return of;
    }
}
