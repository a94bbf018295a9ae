package be.bsmr.quarter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecasterTest {

    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");
    private static final int DAY = 86_400;

    @Test
    void tellsTheMeanOfThirtySecondsOfImportAndOfNetPower() {
        Forecaster forecaster = Forecaster.EMPTY;
        for (int s = 1; s <= 60; s++) {
            Power net = new Power(s <= 30 ? 9000 : s % 2 == 0 ? 2000 : -2400);
            forecaster = forecaster.observe(START.plusSeconds(s), net.max(Power.ZERO), net);
        }
        DemandForecast forecast = forecaster.forecast(at(60, 100));
        assertThat(forecast.meanImport()).isEqualTo(new Power(1000));
        assertThat(forecast.meanNet()).isEqualTo(new Power(-200));
    }

    @Test
    void foreseesSensiblyOnTheFirstMinuteOfTheFirstDay() {
        Forecaster forecaster = watched(Forecaster.EMPTY, 0, 60, s -> 1000);
        DemandForecast forecast = forecaster.forecast(at(60, 17));
        // 17 Wh so far and 1 kW for 840 s: 250 Wh, a demand of about 1 kW.
        assertThat(forecast.demand().watts()).isBetween(900, 1100);
        assertThat(forecast.likely().interval(0.95).low().watts()).isBetween(68, 1000);
        assertThat(forecast.likely().interval(0.95).high().watts()).isGreaterThan(1000);
    }

    @Test
    void whatNobodyHasSeenWidensWhatIsToldAndIsForgottenWithinADay() {
        IntUnaryOperator cycling = s -> s % 600 < 120 ? 3300 : 300;
        Forecaster first = watched(Forecaster.EMPTY, 0, 180, cycling);
        assertThat(wider(first.forecast(at(180, 55)))).isGreaterThan(1000);
        Forecaster taught = watched(first, 180, DAY + 60, cycling);
        assertThat(wider(taught.forecast(at(DAY + 60, 55)))).isBetween(0, 50);
    }

    /** What is told reaches so much further up than what the house has shown, W. */
    private static int wider(DemandForecast forecast) {
        return forecast.likely().quantile(0.97).watts() - forecast.evident().quantile(0.97).watts();
    }

    @Test
    void aCalmHourAndThenAKettleForeseeNoMoreThanAHouseCanDraw() {
        IntUnaryOperator kettles = s -> s < 3600 || s % 700 > 150 ? s * 7919 % 40 : 2400;
        Forecaster house = Forecaster.EMPTY;
        for (int now = 50; now < 4 * 3600; now += 50) {
            house = watched(house, now - 50, now, kettles);
            if (now % 900 == 0) {
                continue;
            }
            DemandDistribution likely = house.forecast(at(now, 0)).likely();
            assertThat(likely.quantile(0.97).watts()).as("after %s s", now).isLessThan(12_000);
            assertThat(likely.quantile(0.8).watts()).as("after %s s", now).isLessThan(3_500);
        }
    }

    @Test
    void learnsHowLongALoadStaysOn() {
        // Every 10 minutes a load of 3 kW that stays on for 2.
        IntUnaryOperator cycling = s -> s % 600 < 120 ? 3300 : 300;
        Forecaster taught = watched(Forecaster.EMPTY, 0, 2 * DAY, cycling);
        Forecaster untaught = watched(Forecaster.EMPTY, 2 * DAY - 600, 2 * DAY, cycling);
        int now = 2 * DAY + 60; // on since a minute; 180 s of on and 660 s of off are to come
        int truth = 300 + 3000 * (120 + 120) / 900;
        Power known = watched(taught, 2 * DAY, now, cycling).forecast(at(now, 55)).demand();
        Power blind = watched(untaught, 2 * DAY, now, cycling).forecast(at(now, 55)).demand();
        assertThat(known.watts()).isCloseTo(truth, within(200));
        assertThat(Math.abs(blind.watts() - truth)).isGreaterThan(400);
    }

    @Test
    void whatItGivesAsLikelyHappensAsOftenAsItSays() {
        Random random = new Random(7);
        int[] watts = new int[6 * DAY];
        int on = 0;
        for (int s = 0; s < watts.length; s++) {
            if (random.nextInt(900) == 0) {
                on = 60 + random.nextInt(600);
            }
            watts[s] = 250 + (on-- > 0 ? 2200 : 0) + random.nextInt(20);
        }
        Forecaster forecaster = Forecaster.EMPTY;
        int asked = 0;
        int within80 = 0;
        int within95 = 0;
        for (int quarter = 0; quarter < 6 * 96; quarter++) {
            int start = quarter * 900;
            forecaster = watched(forecaster, start, start + 300, s -> watts[s]);
            int soFar = IntStream.range(start, start + 300).map(s -> watts[s]).sum();
            int all = IntStream.range(start, start + 900).map(s -> watts[s]).sum();
            DemandDistribution likely = forecaster.forecast(at(start + 300, soFar / 3600)).likely();
            if (quarter >= 2 * 96) {
                asked++;
                Power demand = new Power(all / 900);
                within80 += holds(likely.interval(0.80), demand) ? 1 : 0;
                within95 += holds(likely.interval(0.95), demand) ? 1 : 0;
            }
            forecaster = watched(forecaster, start + 300, start + 900, s -> watts[s]);
        }
        assertThat(within80 / (double) asked).isBetween(0.74, 0.86);
        assertThat(within95 / (double) asked).isBetween(0.91, 0.985);
    }

    @Test
    void foreseesQuartersToComeFromTheHabitsOfTheDay() {
        // Cooking at 3 kW from 17:00 to 18:00 each day, 200 W otherwise.
        IntUnaryOperator habit = s -> s % DAY < 3600 ? 3000 : 200;
        Forecaster forecaster = watched(Forecaster.EMPTY, 0, 10 * DAY - 4 * 3600, habit);
        QuarterHour evening = QuarterHour.of(START.plusSeconds(10 * DAY));
        QuarterHour night = QuarterHour.of(START.plusSeconds(10 * DAY + 7200));
        assertThat(forecaster.ahead(evening).expected().watts()).isCloseTo(3000, within(300));
        assertThat(forecaster.ahead(night).expected().watts()).isCloseTo(200, within(100));
        assertThat(forecaster.ahead(evening).probabilityAbove(new Power(2500))).isGreaterThan(0.8);
        assertThat(forecaster.ahead(night).probabilityAbove(new Power(2500))).isLessThan(0.1);
    }

    @Test
    void remembersWhatItLearnedAcrossARestart() {
        IntUnaryOperator cycling = s -> s % 600 < 120 ? 3300 : 300;
        Forecaster before = watched(Forecaster.EMPTY, 0, DAY, cycling);
        byte[] memory = before.memory();
        Forecaster after = Forecaster.remembering(memory).orElseThrow();
        assertThat(memory.length).isLessThan(1_000_000);
        assertThat(after.memory()).isEqualTo(memory);
        DemandForecast old =
                watched(before.interrupted(), DAY, DAY + 60, cycling).forecast(at(DAY + 60, 55));
        DemandForecast again = watched(after, DAY, DAY + 60, cycling).forecast(at(DAY + 60, 55));
        assertThat(again).isEqualTo(old);
    }

    @Test
    void doesNotLearnTwiceWhatIsReplayedAfterARestart() {
        IntUnaryOperator cycling = s -> s % 600 < 120 ? 3300 : 300;
        byte[] memory = watched(Forecaster.EMPTY, 0, 2 * 3600, cycling).memory();
        Forecaster after = Forecaster.remembering(memory).orElseThrow();
        Forecaster replayed = watched(after, 3600, 2 * 3600, cycling);
        assertThat(replayed.memory()).isEqualTo(memory);
        Forecaster later = watched(replayed.resumed(), 2 * 3600, 3 * 3600, cycling);
        assertThat(learned(later)).isNotEqualTo(learned(replayed));
    }

    @Test
    void learnsAgainWhenTheMetersClockHasBeenSetBack() {
        byte[] memory = watched(Forecaster.EMPTY, 3 * DAY, 3 * DAY + 3600, s -> 300).memory();
        Forecaster back = Forecaster.remembering(memory).orElseThrow().resumed();
        assertThat(learned(watched(back, 0, 3600, s -> 900))).isNotEqualTo(learned(back));
    }

    @Test
    void beginsAnewWhenItsMemoryIsDamagedOrOfAnotherVersion() {
        byte[] memory = watched(Forecaster.EMPTY, 0, 3600, s -> 500).memory();
        assertThat(Forecaster.remembering(new byte[0])).isEmpty();
        assertThat(Forecaster.remembering(Arrays.copyOf(memory, memory.length / 2))).isEmpty();
        memory[Long.BYTES + 3] = 99;
        assertThat(Forecaster.remembering(memory)).isEmpty();
    }

    @Test
    void aFullMemoryStaysBelowAMegabyte() {
        Random random = new Random(3);
        Forecaster forecaster =
                watched(Forecaster.EMPTY, 0, 2 * DAY, s -> random.nextInt(100) + s % 3000);
        assertThat(forecaster.memory().length).isBetween(800_000, 1_000_000);
    }

    @Test
    void theSameReadingsGiveTheSameForecastWhateverWasAskedMeanwhile() {
        IntUnaryOperator watts = s -> 200 + s * 7919 % 2000;
        Forecaster quiet = watched(Forecaster.EMPTY, 0, 5000, watts);
        Forecaster asked = Forecaster.EMPTY;
        for (int s = 0; s < 5000; s++) {
            Forecaster before = asked;
            asked = watched(asked, s, s + 1, watts);
            before.observe(START.plusSeconds(s + 1), new Power(99_999), Power.ZERO);
        }
        assertThat(asked).isEqualTo(quiet);
    }

    @Test
    void readingsThatAreNotLaterChangeNothing() {
        Forecaster forecaster = watched(Forecaster.EMPTY, 0, 100, s -> 700);
        assertThat(forecaster.observe(START.plusSeconds(100), new Power(9000), Power.ZERO))
                .isSameAs(forecaster);
        assertThat(forecaster.observe(START.plusSeconds(50), new Power(9000), Power.ZERO))
                .isSameAs(forecaster);
    }

    @Test
    void learnsNothingFromMinutesThatItDidNotSee() {
        Forecaster before = watched(Forecaster.EMPTY, 0, 3600, s -> 700);
        Forecaster after =
                before.observe(START.plusSeconds(3600 + 400), new Power(9000), Power.ZERO);
        assertThat(learned(after)).isEqualTo(learned(before));
    }

    @Test
    void exportLaterInTheQuarterCannotUndoImport() {
        Forecaster forecaster =
                Forecaster.EMPTY.observe(START.plusSeconds(300), Power.ZERO, new Power(-2000));
        DemandForecast forecast = forecaster.forecast(at(300, 400));
        assertThat(forecast.expected().wattHours()).isBetween(400L, 405L);
        assertThat(forecast.meanNet()).isEqualTo(new Power(-2000));
    }

    @Test
    void theAlarmLineFallsFrom1100To900WattHoursAsInTheOriginal() {
        Energy limit = Energy.ofWattHours(1000);
        AlarmLine line = AlarmLine.ORIGINAL;
        assertThat(line.at(Duration.ZERO, limit)).isEqualTo(Energy.ofWattHours(1100));
        assertThat(line.at(Duration.ofSeconds(450), limit)).isEqualTo(Energy.ofWattHours(1000));
        assertThat(line.at(Duration.ofMinutes(15), limit)).isEqualTo(Energy.ofWattHours(900));
    }

    @Test
    void refusesAnAlarmLineThatRises() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AlarmLine(0.9, 1.1));
    }

    @Test
    void refusesAQuarterThatDoesNotStartOnOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuarterHour(START.plusSeconds(1)));
        assertThat(QuarterHour.of(START.plusSeconds(899)).start()).isEqualTo(START);
        assertThat(QuarterHour.of(START.plusSeconds(900)).start())
                .isEqualTo(START.plusSeconds(900));
    }

    /** What it remembers but for the time until which it learned. */
    private static byte[] learned(Forecaster forecaster) {
        byte[] memory = forecaster.memory();
        return Arrays.copyOfRange(memory, Long.BYTES, memory.length);
    }

    /** Readings of each second after {@code from} up to {@code to}, s after {@link #START}. */
    private static Forecaster watched(
            Forecaster forecaster, int from, int to, IntUnaryOperator watts) {
        Forecaster next = forecaster;
        for (int s = from; s < to; s++) {
            Power power = new Power(watts.applyAsInt(s));
            next = next.observe(START.plusSeconds(s + 1), power, power);
        }
        return next;
    }

    private static boolean holds(DemandDistribution.Interval interval, Power demand) {
        return !interval.low().isAbove(demand) && !demand.isAbove(interval.high());
    }

    /** The quarter that runs {@code second} s after {@link #START}, with its import so far. */
    private static RunningQuarter at(int second, int wattHours) {
        Instant begin = QuarterHour.of(START.plusSeconds(second)).start();
        Sample start = new Sample(begin, Energy.ZERO, Power.ZERO, null);
        Sample now =
                new Sample(
                        START.plusSeconds(second), Energy.ofWattHours(wattHours), Power.ZERO, null);
        return RunningQuarter.startingWith(start).next(now).running();
    }
}
