package be.bsmr.quarter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A constant draw, seen by meters of different talents. Second 0 is the start of a quarter. */
class RunningQuarterTest {

    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");
    private static final int WATTS = 3600; // 1 Wh a second

    private @Nullable RunningQuarter running;
    private final List<QuarterDemand> finished = new ArrayList<>();

    @Test
    void takesTheRegistersBetweenTheTwoBoundarySeconds() {
        feed(-20, 920, s -> true, RunningQuarterTest::withRegister);
        QuarterDemand quarter = finished.get(1);
        assertThat(quarter.quarter().start()).isEqualTo(START);
        assertThat(quarter.estimator()).isEqualTo(Estimator.REGISTERS);
        assertThat(quarter.complete()).isTrue();
        assertThat(quarter.imported()).isEqualTo(Energy.ofWattHours(900));
        assertThat(quarter.demand()).isEqualTo(new Power(3600));
        assertThat(quarter.coverage()).isEqualTo(1);
    }

    @Test
    void neverCallsAQuarterCompleteThatWasEnteredHalfWay() {
        feed(-20, 30, s -> true, RunningQuarterTest::withRegister);
        assertThat(finished).singleElement().satisfies(q -> assertThat(q.complete()).isFalse());
        assertThat(running.soFar().complete()).isFalse();
    }

    @Test
    void readsTheRegisterOffAStraightLineWhenTheBoundarySecondIsMissing() {
        feed(-20, 920, s -> s != 0 && s != 900, RunningQuarterTest::withRegister);
        QuarterDemand quarter = finished.get(1);
        assertThat(quarter.complete()).isTrue();
        assertThat(quarter.imported()).isEqualTo(Energy.ofWattHours(900));
    }

    @Test
    void isNotCompleteWhenTheBoundaryFellInALongSilence() {
        feed(-20, 1000, s -> s < 850 || s > 960, RunningQuarterTest::withRegister);
        assertThat(finished.get(1).complete()).isFalse();
    }

    @Test
    void countsAMissingSecondAsAGapNotAsZero() {
        feed(-20, 920, s -> s < 100 || s >= 190, RunningQuarterTest::powerOnly);
        QuarterDemand quarter = finished.get(1);
        assertThat(quarter.coverage()).isCloseTo(0.9, within(0.005));
        assertThat(quarter.imported()).isEqualTo(Energy.ofWattHours(900));
        assertThat(quarter.complete()).as("too large a gap for power alone").isFalse();
    }

    @Test
    void integratesPowerWhenThereIsNothingBetter() {
        feed(-20, 920, s -> true, RunningQuarterTest::powerOnly);
        QuarterDemand quarter = finished.get(1);
        assertThat(quarter.estimator()).isEqualTo(Estimator.POWER);
        assertThat(quarter.complete()).isTrue();
        assertThat(quarter.imported()).isEqualTo(Energy.ofWattHours(900));
    }

    @Test
    void coversTheWholeQuarterOfAMeterThatSpeaksEveryTenSeconds() {
        feed(-20, 920, s -> s % 10 == 0, RunningQuarterTest::powerOnly);
        assertThat(finished.get(1).coverage()).isEqualTo(1);
        assertThat(finished.get(1).imported()).isEqualTo(Energy.ofWattHours(900));
    }

    @Test
    void believesTheDemandRegisterEvenWhenStartedHalfWay() {
        feed(600, 920, s -> true, RunningQuarterTest::withDemand);
        QuarterDemand quarter = finished.get(0);
        assertThat(quarter.estimator()).isEqualTo(Estimator.DEMAND_REGISTER);
        assertThat(quarter.complete()).isTrue();
        assertThat(quarter.demand()).isEqualTo(new Power(3600));
        assertThat(quarter.coverage()).isCloseTo(0.333, within(0.002));
    }

    @Test
    void acceptsADemandRegisterThatShowsTheFullQuarterOnTheBoundary() {
        Sample atEnd = new Sample(START.plusSeconds(900), null, new Power(WATTS), new Power(3600));
        feed(600, 899, s -> true, RunningQuarterTest::withDemand);
        RunningQuarter.Advance advance = running.next(atEnd);
        assertThat(advance.finished().orElseThrow().demand()).isEqualTo(new Power(3600));
        assertThat(advance.running().soFar().imported()).isEqualTo(Energy.ZERO);
    }

    @Test
    void doesNotStandTheLastDemandForAQuarterItLeftTooEarly() {
        feed(0, 1800, s -> s < 800 || s >= 905, RunningQuarterTest::withDemand);
        assertThat(finished.get(0).complete()).isFalse();
        assertThat(finished.get(1).complete()).isTrue();
    }

    @Test
    void givesNoNegativeEnergyAfterAMeterSwap() {
        feed(-20, 300, s -> true, RunningQuarterTest::withRegister);
        Sample newMeter =
                new Sample(START.plusSeconds(301), Energy.ofWattHours(5), new Power(WATTS), null);
        running = running.next(newMeter).running();
        assertThat(running.soFar().imported().joules()).isNotNegative();
        assertThat(running.soFar().complete()).isFalse();
    }

    @Test
    void hidesNothingBehindOneUnreadableRegister() {
        feed(-20, 300, s -> true, RunningQuarterTest::withRegister);
        running =
                running.next(new Sample(START.plusSeconds(301), null, new Power(WATTS), null))
                        .running();
        assertThat(running.soFar().estimator()).isEqualTo(Estimator.REGISTERS);
        assertThat(running.soFar().imported()).isEqualTo(Energy.ofWattHours(300));
    }

    @Test
    void refusesASampleThatIsNotLater() {
        feed(0, 10, s -> true, RunningQuarterTest::withRegister);
        assertThatIllegalArgumentException().isThrownBy(() -> running.next(withRegister(10)));
    }

    @Test
    void carriesTheBoundOfTheBestEstimate() {
        feed(-20, 920, s -> true, RunningQuarterTest::withDemand);
        assertThat(finished.get(1).error())
                .as("two steps of 0.25 Wh and a second")
                .isEqualTo(new Energy(5400));
    }

    @Test
    void boundsPowerTheWiderTheMoreOfItIsGap() {
        feed(-20, 800, s -> true, RunningQuarterTest::powerOnly);
        Energy whole = running.soFar().error();
        running = null;
        feed(-20, 800, s -> s < 100 || s >= 160, RunningQuarterTest::powerOnly);
        assertThat(running.soFar().error().minus(whole).wattHours())
                .as("59 s of anything up to 9.2 kW")
                .isBetween(88L, 93L);
    }

    @Test
    void saysOnceAQuarterThatEstimatorsContradictEachOther() {
        int[] said = {0};
        running = RunningQuarter.startingWith(tooHigh(0));
        for (int s = 1; s < 900; s++) {
            RunningQuarter.Advance advance = running.next(tooHigh(s));
            running = advance.running();
            said[0] += advance.disagreement().isPresent() ? 1 : 0;
        }
        assertThat(said[0]).isEqualTo(1);
        assertThat(running.soFar().estimator())
                .as("two against 1.4.0")
                .isEqualTo(Estimator.REGISTERS);
    }

    @Test
    void estimatorsThatAreAllRightNeverContradictEachOther() {
        feed(-20, 4000, s -> s % 7 != 3, s -> all(s, s));
        assertThat(running.contradiction()).isEqualTo(Contradiction.NONE);
        assertThat(finished.subList(1, finished.size())).allMatch(QuarterDemand::complete);
    }

    @Test
    void countsNothingOfANewMeterWhoseRegistersAreFarHigher() {
        feed(-20, 300, s -> true, RunningQuarterTest::withRegister);
        Energy far = Energy.ofWattHours(9_000_000);
        Sample other = new Sample(START.plusSeconds(301), far, new Power(WATTS), null);
        running = running.next(other).running();
        assertThat(running.soFar().imported().wattHours()).isBetween(299L, 303L);
    }

    @Test
    void doesNotTakeTheDemandOfAMeterHungUpHalfWayForTheWholeQuarter() {
        feed(0, 600, s -> true, RunningQuarterTest::withDemand);
        running = running.nextOfAnotherMeter(all(601, 1)).running();
        feed(602, 900, s -> true, s -> all(s, s - 600));
        assertThat(finished.get(0).imported().wattHours()).isBetween(895L, 905L);
        assertThat(finished.get(0).estimator()).isEqualTo(Estimator.POWER);
    }

    @Test
    void bridgesAMinuteBetweenTelegramsOfATrace() {
        feed(-60, 960, s -> s % 60 == 0, RunningQuarterTest::withRegister);
        assertThat(finished.get(1).imported()).isEqualTo(Energy.ofWattHours(900));
        assertThat(finished.get(1).complete()).isTrue();
    }

    @Test
    void aRegisterMissingForAWhileWidensItsBoundAndComesBack() {
        feed(-20, 900, s -> true, s -> s > 100 && s < 400 ? powerOnly(s) : withRegister(s));
        assertThat(finished.get(1).estimator()).isEqualTo(Estimator.REGISTERS);
        assertThat(finished.get(1).imported()).isEqualTo(Energy.ofWattHours(900));
    }

    @Test
    void aClockThatJumpsAheadEndsTheQuarterUnfinished() {
        feed(-20, 300, s -> true, RunningQuarterTest::withRegister);
        RunningQuarter.Advance jump = running.next(withRegister(300 + 3600));
        assertThat(jump.finished().orElseThrow().complete()).isFalse();
        assertThat(jump.running().soFar().imported()).isEqualTo(Energy.ZERO);
    }

    @Test
    void tellsAContradictionAgainOnlyAfterAWholeQuarterWithout() {
        int[] told = new int[7];
        running = RunningQuarter.startingWith(all(-1, -1));
        for (int s = 0; s < 7 * 900; s++) {
            boolean broken = s < 3 * 900 || s >= 5 * 900;
            RunningQuarter.Advance advance = running.next(broken ? tooHigh(s) : all(s, s));
            running = advance.running();
            told[s / 900] += advance.disagreement().isPresent() ? 1 : 0;
        }
        assertThat(told).containsExactly(1, 0, 0, 0, 0, 1, 0);
    }

    @Test
    void oneEarlyTelegramMakesNoGapsOfAllThatFollow() {
        feed(-20, 3000, s -> s % 10 == 0 || s == 51, RunningQuarterTest::powerOnly);
        assertThat(finished.get(1).coverage()).isGreaterThan(0.7);
        assertThat(finished.get(2).coverage()).isEqualTo(1);
    }

    @Test
    void knowsTheRegisterOnABoundaryWhoseOwnIsUnreadable() {
        feed(-20, 900, s -> true, s -> s == 0 ? powerOnly(s) : withRegister(s));
        assertThat(finished.get(1).complete()).isTrue();
        assertThat(finished.get(1).imported().joules() - 900 * 3600)
                .as("the second before is within the bound")
                .isBetween(0L, finished.get(1).error().joules());
    }

    @Test
    void comparesNothingThatDoesNotCountFromTheSameInstant() {
        feed(300, 800, s -> true, s -> s < 400 ? powerOnly(s) : withRegister(s));
        assertThat(running.contradiction()).isEqualTo(Contradiction.NONE);
        assertThat(running.soFar().imported()).isEqualTo(Energy.ofWattHours(500));
    }

    @Test
    void countsNothingOfANewMeterWithoutANumberAfterTenMinutes() {
        feed(0, 60, s -> true, RunningQuarterTest::withRegister);
        Energy higher = Energy.ofWattHours(1_100_000);
        Sample other = new Sample(START.plusSeconds(660), higher, new Power(WATTS), null);
        running = running.next(other).running();
        assertThat(running.soFar().imported().wattHours()).isBetween(0L, 900L);
    }

    @Test
    void doesNotTakeTheDemandOfAMeterHungUpInTheNextQuarterForAllOfThat() {
        feed(0, 600, s -> true, RunningQuarterTest::withDemand);
        running = running.nextOfAnotherMeter(all(1200, 10)).running();
        finished.clear();
        assertThat(running.estimates().demandRegister()).isNull();
        feed(1201, 1810, s -> true, s -> all(s, s < 1800 ? s - 1190 : s));
        assertThat(finished).extracting(QuarterDemand::complete).containsExactly(false);
        assertThat(running.estimates().demandRegister()).isNotNull();
    }

    private static Sample all(int second, int counted) {
        Sample register = withRegister(second);
        Power demand = new Power(Math.floorMod(counted, 900) * 4);
        return new Sample(register.at(), register.importRegister(), new Power(WATTS), demand);
    }

    private static Sample tooHigh(int second) {
        Sample s = all(second, second);
        return new Sample(s.at(), s.importRegister(), s.importPower(), new Power(second * 6));
    }

    private interface Meter {
        Sample at(int second);
    }

    private void feed(int from, int to, IntPredicate present, Meter meter) {
        for (int s = from; s <= to; s++) {
            if (!present.test(s)) {
                continue;
            }
            if (running == null) {
                running = RunningQuarter.startingWith(meter.at(s));
                continue;
            }
            RunningQuarter.Advance advance = running.next(meter.at(s));
            running = advance.running();
            advance.finished().ifPresent(finished::add);
        }
    }

    private static Sample powerOnly(int second) {
        return new Sample(START.plusSeconds(second), null, new Power(WATTS), null);
    }

    private static Sample withRegister(int second) {
        return new Sample(
                START.plusSeconds(second),
                Energy.ofWattHours(1_000_000 + second),
                new Power(WATTS),
                null);
    }

    private static Sample withDemand(int second) {
        int intoQuarter = Math.floorMod(second, 900);
        return new Sample(
                START.plusSeconds(second), null, new Power(WATTS), new Power(intoQuarter * 4));
    }
}
