package be.bsmr.home.trial;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.backtest.ControlMethod;
import be.bsmr.backtest.ControlTrial;
import be.bsmr.backtest.ControlledLoad;
import be.bsmr.backtest.Hindsight;
import be.bsmr.backtest.PeakGoal;
import be.bsmr.backtest.Scenario;
import be.bsmr.backtest.TraceMeter;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.simulator.Battery;
import be.bsmr.simulator.Boiler;
import be.bsmr.simulator.Car;
import be.bsmr.simulator.Dryer;
import be.bsmr.simulator.HeatPump;
import be.bsmr.simulator.Need;
import be.bsmr.simulator.SimulatedLoad;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PracticalBoundTest {

    private static final Instant NOON = Instant.parse("2026-01-13T11:00:00Z");
    private static final ZoneId BELGIUM = ZoneId.of("Europe/Brussels");
    private static final double QUARTER = 900;

    private static final SimulatedLoad BOILER =
            new Boiler(new Boiler.Make(200, 2400, 65, 5, 40, 150, 1.5), 1);
    private static final SimulatedLoad PUMP =
            new HeatPump(new HeatPump.Make(2000, 3.5, 21, 0.6, 19.5, 170, 8, 300), 2);
    private static final SimulatedLoad CAR =
            new Car(new Car.Make(3680, 1380, 18 * 3600, 27000, 10), 3);
    private static final SimulatedLoad BATTERY = new Battery(new Battery.Make(5, 3000, 0.9));
    private static final SimulatedLoad DRYER =
            new Dryer(new Dryer.Make(2300, 75 * 60, 240 * 60, 7), 4);

    @Test
    void whatStandsBesideAKettleComesLater() {
        // 2000 W of a boiler beside 3000 W: half an hour later it has the house to itself.
        double[] drawn = {0, 2000, 0, 0};
        assertThat(bound(BOILER, 30, 2400, drawn, 0, 3000, 3000, 0)).isEqualTo(3000);
    }

    @Test
    void noLaterThanTheLoadMayBeWithheld() {
        // A quarter later is all: 5000 W are shared by two quarters.
        double[] drawn = {0, 2000, 0, 0};
        assertThat(bound(BOILER, 15, 2400, drawn, 0, 3000, 3000, 0)).isEqualTo(4000);
    }

    @Test
    void neverEarlier() {
        double[] drawn = {0, 0, 0, 2000};
        assertThat(bound(BOILER, 120, 2400, drawn, 0, 0, 0, 3000)).isEqualTo(5000);
    }

    @Test
    void aCompressorIsNotSplit() {
        // Unlike the boiler above it cannot be shared: 3000 and 2000 meet in one quarter or the
        // other.
        double[] drawn = {0, 2000, 0, 0};
        assertThat(bound(PUMP, 15, 2000, drawn, 0, 3000, 3000, 0)).isEqualTo(5000);
        assertThat(bound(PUMP, 30, 2000, drawn, 0, 3000, 3000, 0)).isEqualTo(3000);
    }

    @Test
    void aCarIsChargedAnywhereInItsStay() {
        // 6000 W-quarters in four quarters beside 0, 3000, 0, 0: 2000 in each of three.
        double[] drawn = {3000, 3000, 0, 0};
        assertThat(bound(CAR, 0, 3680, drawn, 0, 3000, 0, 0)).isEqualTo(3000);
        assertThat(bound(CAR, 0, 3680, drawn, 0, 0, 0, 0)).isEqualTo(1500);
    }

    @Test
    void whatCannotBeInTimeAnyMoreIsDrawnNow() {
        // Wants all that the charger has: the quarter of 3000 is needed too.
        double[] drawn = {1000, 1000, 1000, 1000};
        assertThat(bound(CAR, 0, 1000, drawn, 3000, 0, 0, 0)).isEqualTo(4000);
    }

    @Test
    void aBatteryFeedsAboveTheLevel() {
        // 2.5 kWh are 10,000 W-quarters, of which √0.9 come out.
        double[] none = {0, 0, 0, 0};
        assertThat(bound(BATTERY, 0, 3000, none, 4000, 4000, 0, 0)).isEqualTo(1000);
        // 32,000 W-quarters in eight quarters, less 9,487 that are fed.
        double[] base = {4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000};
        assertThat(bound(BATTERY, 0, 3000, new double[8], base)).isBetween(2813, 2815);
    }

    @Test
    void neverBelowWhatNobodyCanDoBetterThan() {
        double[] drawn = {0, 2000, 0, 0};
        SortedMap<LocalDate, Power> least = new TreeMap<>();
        least.put(LocalDate.of(2026, 1, 13), new Power(3333));
        assertThat(bound(BOILER, 30, 2400, drawn, least, 0, 3000, 3000, 0)).isEqualTo(3333);
    }

    /** Three days of a house with everything. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void liesBetweenTheLowestPossibleAndNobodyControlling(long seed) {
        Random chance = new Random(seed);
        List<ControlledLoad> loads = new ArrayList<>();
        for (SimulatedLoad simulated : List.of(BOILER, PUMP, CAR, DRYER, BATTERY)) {
            if (chance.nextInt(4) > 0) {
                loads.add(controlled(simulated, 30 + 15 * chance.nextInt(8)));
            }
        }
        Scenario scenario = new Scenario(BELGIUM, null, List.of(1.0, 0.0, 0.0), null, seed, loads);
        ControlTrial trial =
                new ControlTrial(
                        scenario,
                        PeakGoal.of(PeakGoal.Span.DAY),
                        EnumSet.noneOf(ControlMethod.class),
                        ControlTrial.LONGEST_SILENCE);
        TraceMeter meter = new TraceMeter();
        for (int minute = 0; minute <= 3 * 1440; minute++) {
            double kettle = chance.nextInt(20) == 0 ? 2000 : 0;
            double roof = minute % 1440 < 240 ? -800 : 0;
            trial.take(meter.read(NOON.plusSeconds(60L * minute), 300 + kettle + roof));
        }
        Function<Instant, LocalDate> day = at -> PeakGoal.Span.DAY.of(at, BELGIUM);
        List<Hindsight> quarters = trial.foresight();
        SortedMap<LocalDate, Power> lowest = PeakBound.of(quarters, day);
        SortedMap<LocalDate, Power> practical =
                PracticalBound.of(quarters, loads, day, new TreeMap<>());
        assertThat(practical).hasSize(3);
        practical.forEach(
                (date, bound) -> {
                    int uncontrolled =
                            quarters.stream()
                                    .filter(q -> day.apply(q.start()).equals(date))
                                    .mapToInt(q -> (int) q.uncontrolledWatts())
                                    .max()
                                    .orElseThrow();
                    assertThat(bound.watts())
                            .isBetween(lowest.getOrDefault(date, Power.ZERO).watts(), uncontrolled);
                });
        assertThat(loads).isNotEmpty();
    }

    private static ControlledLoad controlled(SimulatedLoad simulated, int longestMinutes) {
        Limits limits =
                new Limits(
                        Duration.ZERO,
                        Duration.ZERO,
                        longestMinutes == 0 ? null : Duration.ofMinutes(longestMinutes),
                        0,
                        List.of(),
                        null,
                        Duration.ZERO);
        Load load = Load.onOff("load", "Load", new Power(2000)).within(limits);
        return new ControlledLoad(load, simulated, 2, 0, false);
    }

    private static int bound(
            SimulatedLoad simulated, int longest, double most, double[] drawn, double... base) {
        return bound(simulated, longest, most, drawn, new TreeMap<>(), base);
    }

    private static int bound(
            SimulatedLoad simulated,
            int longest,
            double most,
            double[] drawn,
            SortedMap<LocalDate, Power> least,
            double... base) {
        List<Hindsight> quarters = new ArrayList<>();
        for (int q = 0; q < base.length; q++) {
            Need need =
                    simulated.isStore()
                            ? simulated.need()
                            : new Need(most, 0, 1, 1, 0, 0, 0, 100_000 * QUARTER);
            quarters.add(
                    new Hindsight(
                            NOON.plusSeconds(q * 900L),
                            base[q],
                            base[q] + drawn[q],
                            List.of(need),
                            List.of(drawn[q])));
        }
        Power bound =
                PracticalBound.of(
                                quarters,
                                List.of(controlled(simulated, longest)),
                                at -> PeakGoal.Span.DAY.of(at, BELGIUM),
                                least)
                        .get(LocalDate.of(2026, 1, 13));
        assertThat(bound).isNotNull();
        return bound.watts();
    }
}
