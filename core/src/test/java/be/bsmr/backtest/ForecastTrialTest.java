package be.bsmr.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.backtest.ForecastScore.Errors;
import be.bsmr.quarter.DemandDistribution.Interval;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ForecastTrialTest {

    private static final Instant START = Instant.parse("2026-01-13T18:00:00Z");
    private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

    @Test
    void findsNoFaultWithSimpleMethodsWhenPowerIsConstant() {
        ForecastScore score = score(1, 2 * 900, s -> 1500);
        assertThat(score.quarters()).isEqualTo(2);
        assertThat(score.high()).isZero();
        assertThat(score.checkpoints()).isEqualTo(28);
        for (Method m : Method.values()) {
            assertThat(errors(score, m).maeW())
                    .as(m.label())
                    .isLessThan(m == Method.BSMR ? 100 : 1e-6);
            assertThat(errors(score, m).rmseHighW()).isNaN();
        }
    }

    /** 1 kW for 450 s, then 3 kW: the demand is 2 kW. */
    @Test
    void countsErrorsOfAStepAsByHand() {
        ForecastScore score = score(1, 900, s -> s <= 450 ? 1000 : 3000);
        // At 60 … 420 s all say 1000; at 480 … 840 s the so far is right and the rest is at 3000.
        double half = 7 * 1000.0 / 14;
        assertThat(errors(score, Method.LAST).maeW()).isCloseTo(half, within(1e-9));
        assertThat(errors(score, Method.LAST).rmseW())
                .isCloseTo(Math.sqrt(7 * 1000.0 * 1000 / 14), within(1e-9));
        assertThat(errors(score, Method.MEAN30).maeW()).isCloseTo(half, within(1e-9));
        // The mean so far at t is 3000 − 900000 / t, so it is 1000 × (900 / t − 1) short.
        double error = 7000;
        for (int t = 480; t < 900; t += 60) {
            error += 1000 * (900.0 / t - 1);
        }
        assertThat(errors(score, Method.SO_FAR).maeW()).isCloseTo(error / 14, within(1e-9));
        // At 480 s, 30 s after the step, 2000 W are missing to the part exp(−30/120) of what is
        // left.
        Errors ema = score.byCheckpoint().get(7).methods().get(Method.EMA120);
        assertThat(ema.maeW()).isCloseTo(2000 * Math.exp(-30 / 120.0) * 420 / 900, within(1e-9));
    }

    @Test
    void callsAQuarterHighByWhatCameWhateverWasForeseen() {
        // 3 kW for 120 s, then nothing: the mean foresaw 3 kW, 400 W came.
        ForecastScore falling = score(1, 900, s -> s <= 120 ? 3000 : 0);
        assertThat(falling.high()).isZero();
        assertThat(falling.highCheckpoints()).isZero();
        // Above 2 kW in the end: high from the first minute on, when nobody foresaw it.
        ForecastScore rising = score(1, 900, s -> s <= 300 ? 0 : 3100);
        assertThat(rising.high()).isEqualTo(1);
        assertThat(rising.highCheckpoints()).isEqualTo(14);
        // Exactly 2 kW is not above it.
        assertThat(score(1, 900, s -> 2000).high()).isZero();
    }

    @Test
    void scoresIntervalsByTheirWidthAndByWhatLiesOutside() {
        Tally tally = new Tally();
        tally.add(foreseen(1000, 1400, 900, 1900), 1500, false);
        tally.add(foreseen(1000, 1400, 900, 1900), 1200, false);
        tally.add(foreseen(1000, 1400, 900, 1900), 880, false);
        ForecastScore.Ranges ranges = tally.ranges();
        assertThat(ranges.coverage80()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(ranges.coverage95()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(ranges.width80W()).isEqualTo(400);
        assertThat(ranges.width95W()).isEqualTo(1000);
        // 100 W above and 120 W below, ten times; 20 W below, forty times.
        assertThat(ranges.score80W()).isCloseTo(400 + (1000 + 1200) / 3.0, within(1e-9));
        assertThat(ranges.score95W()).isCloseTo(1000 + 800 / 3.0, within(1e-9));
    }

    @Test
    void tellsForecastsApartByTheHourOfLife() {
        ForecastScore score = score(1, 26 * 3600, s -> 700);
        assertThat(score.byAge())
                .extracting(ForecastScore.AtAge::untilHour)
                .containsExactly(1, 2, 4, 8, 24, Integer.MAX_VALUE);
        assertThat(score.byAge())
                .extracting(ForecastScore.AtAge::n)
                .containsExactly(56L, 56L, 112L, 224L, 896L, 112L);
    }

    private static Foreseen foreseen(int low80, int high80, int low95, int high95) {
        return new Foreseen(
                Map.of(),
                new Interval(new Power(low80), new Power(high80)),
                new Interval(new Power(low95), new Power(high95)),
                new double[0]);
    }

    @Test
    void leavesOutQuartersThatALongSilenceTouches() {
        ForecastTrial trial = trial();
        TraceMeter meter = new TraceMeter();
        for (int s = 0; s <= 4 * 900; s++) {
            if (s <= 1000 || s > 1300) {
                trial.take(meter.read(START.plusSeconds(s), 500));
            }
        }
        assertThat(trial.score().quarters()).isEqualTo(3);
        assertThat(trial.score().leftOut()).isEqualTo(1);
    }

    @Test
    void scoresAQuarterWithASilenceOfFiveMinutes() {
        ForecastTrial trial = trial();
        TraceMeter meter = new TraceMeter();
        for (int s = 0; s <= 3 * 900; s++) {
            if (s <= 1000 || s >= 1300) {
                trial.take(meter.read(START.plusSeconds(s), 500));
            }
        }
        ForecastScore score = trial.score();
        assertThat(score.quarters()).isEqualTo(3);
        assertThat(score.leftOut()).isZero();
        assertThat(errors(score, Method.LAST).maeW()).isCloseTo(0, within(1e-9));
    }

    @Test
    void seesTheMeanOfAMinuteOnlyAtItsEnd() {
        // The step comes with the value of 480 s, which stands for 420 … 480 s.
        ForecastScore score = score(60, 900, s -> s <= 420 ? 600 : 1500);
        double demand = (420 * 600 + 480 * 1500) / 900.0;
        assertThat(score.byCheckpoint().get(6).methods().get(Method.LAST).maeW())
                .isCloseTo(demand - 600, within(1e-6));
        assertThat(score.byCheckpoint().get(7).methods().get(Method.LAST).maeW())
                .isCloseTo(0, within(1e-6));
    }

    @Test
    void scoresOnlyBetweenTheDatesAskedForButLearnsFromAll() {
        ForecastTrial trial =
                new ForecastTrial(
                        ForecastTrial.LONGEST_SILENCE,
                        START.plusSeconds(900),
                        START.plusSeconds(3 * 900));
        feed(trial, 1, 5 * 900, s -> 700);
        assertThat(trial.score().quarters()).isEqualTo(2);
    }

    @Test
    void exportDoesNotLowerWhatCame() {
        ForecastScore score = score(1, 900, s -> s <= 450 ? 2000 : -2000);
        // 900 kJ: 1 kW. At 840 s all of it is known.
        assertThat(score.byCheckpoint().get(13).methods().get(Method.LAST).maeW())
                .isCloseTo(0, within(1e-9));
    }

    @Test
    void judgesProbabilitiesInTenBins() {
        ForecastScore score = score(1, 8 * 900, s -> s / 900 % 2 == 0 ? 400 : 3500);
        ForecastScore.Break at2500 = score.certainty().breaks().get(0);
        assertThat(at2500.limitW()).isEqualTo(2500);
        assertThat(at2500.reliability()).hasSize(10);
        assertThat(at2500.reliability().stream().mapToLong(ForecastScore.Bin::n).sum())
                .isEqualTo(score.checkpoints());
        assertThat(at2500.brier()).isBetween(0.0, 0.5);
        assertThat(score.certainty().breaks().get(1).brier()).isBetween(0.0, 0.2);
    }

    @Test
    void saysTheSameOfTheSameTrace() {
        IntToDoubleFunction house = s -> 300 + (s / 700 % 3 == 0 ? 2400 : 0) + s % 17;
        assertThat(score(1, 12 * 900, house)).isEqualTo(score(1, 12 * 900, house));
    }

    private static ForecastScore score(int pace, int seconds, IntToDoubleFunction watts) {
        ForecastTrial trial = trial();
        feed(trial, pace, seconds, watts);
        return trial.score();
    }

    /**
     * Powers at START, and each {@code pace} seconds until {@code seconds}, each for the time
     * before.
     */
    private static void feed(
            ForecastTrial trial, int pace, int seconds, IntToDoubleFunction watts) {
        TraceMeter meter = new TraceMeter();
        for (int s = 0; s <= seconds; s += pace) {
            trial.take(meter.read(START.plusSeconds(s), watts.applyAsDouble(s)));
        }
    }

    private static ForecastTrial trial() {
        return new ForecastTrial(ForecastTrial.LONGEST_SILENCE, Instant.EPOCH, EVER);
    }

    private static Errors errors(ForecastScore score, Method method) {
        Errors errors = score.methods().get(method);
        assertThat(errors).isNotNull();
        return errors;
    }
}
