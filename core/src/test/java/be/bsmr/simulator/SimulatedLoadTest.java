package be.bsmr.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.simulator.SimulatedLoadTest.Run.Each;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SimulatedLoadTest {

    private static final Instant START = Instant.parse("2026-01-12T23:00:00Z");
    private static final ZoneId BELGIUM = ZoneId.of("Europe/Brussels");
    private static final int DAY = 86_400;
    private static final double KWH = 3_600_000;

    private static final Boiler.Make TANK = new Boiler.Make(150, 2400, 65, 5, 40, 90, 1.5);
    private static final HeatPump.Make PUMP =
            new HeatPump.Make(2000, 3.5, 21, 0.6, 19.5, 170, 8, 300);
    private static final Car.Make CAR = new Car.Make(7360, 1380, 18 * 3600, 27_000, 10);
    private static final Dryer.Make DRYER = new Dryer.Make(2300, 75 * 60, 240 * 60, 7);

    /** Days of one load. */
    record Run(double joules, double worst) {

        interface Each {
            Allowance at(Moment now);
        }

        static Run of(SimulatedLoad load, int days, Each allowed) {
            double joules = 0;
            double worst = 0;
            for (int q = 0; q < days * DAY / 900; q++) {
                Moment quarter = Moment.of(START.plusSeconds(q * 900L), BELGIUM);
                for (int s = 0; s < 900; s++) {
                    Moment now = quarter.plus(s);
                    joules += load.run(now, allowed.at(now));
                    worst = Math.max(worst, load.breach());
                }
            }
            return new Run(joules, worst);
        }
    }

    private static final Each FREE = now -> Allowance.UNCONTROLLED;
    private static final Each OFF = now -> Allowance.OFF;

    @Test
    void boilerGivesWarmWaterForWhatTheWaterTakes() {
        Run run = Run.of(new Boiler(TANK, 1), 60, FREE);
        assertThat(run.worst()).isZero();
        // 90 l a day from 11 to 40 °C, and what the walls lose.
        double daily = (90 * Boiler.LITRE * 29 + 1.5 * 47 * DAY) / KWH;
        assertThat(run.joules() / 60 / KWH).isCloseTo(daily, within(0.15 * daily));
    }

    @Test
    void boilerWithoutPowerLetsPeopleDown() {
        Boiler boiler = new Boiler(TANK, 1);
        Run run = Run.of(boiler, 4, OFF);
        assertThat(run.joules()).isZero();
        assertThat(run.worst()).isGreaterThan(5);
        assertThat(boiler.missed()).isGreaterThan(KWH);
        assertThat(boiler.isFine(Moment.of(START, BELGIUM))).isFalse();
    }

    @Test
    void compressorRestsAfterEachRun() {
        HeatPump pump = new HeatPump(PUMP, 1);
        double before = 0;
        long stopped = Long.MIN_VALUE / 2;
        int starts = 0;
        for (int q = 0; q < 96; q++) {
            Moment quarter = Moment.of(START.plusSeconds(q * 900L), BELGIUM);
            for (int s = 0; s < 900; s++) {
                // Without power for a second each ten minutes.
                boolean cut = s % 600 == 599;
                double watts =
                        pump.run(quarter.plus(s), cut ? Allowance.OFF : Allowance.UNCONTROLLED);
                long now = quarter.second() + s;
                if (watts > 0 && before == 0) {
                    starts++;
                    assertThat(now - stopped).isGreaterThanOrEqualTo(300);
                } else if (watts == 0 && before > 0) {
                    stopped = now;
                }
                before = watts;
            }
        }
        assertThat(starts).isGreaterThan(5);
    }

    @Test
    void roomsStayWarmUntilThePumpIsCutOffForADay() {
        assertThat(Run.of(new HeatPump(PUMP, 1), 20, FREE).worst()).isZero();
        HeatPump cut = new HeatPump(PUMP, 1);
        assertThat(Run.of(cut, 1, OFF).worst()).isGreaterThan(1);
        assertThat(cut.missed()).isGreaterThan(KWH);
    }

    @Test
    void carLeavesWithWhatItGot() {
        Car free = new Car(CAR, 3);
        Run all = Run.of(free, 10, FREE);
        assertThat(all.worst()).isZero();
        assertThat(all.joules() / KWH).isBetween(60.0, 130.0);

        Car never = new Car(CAR, 3);
        Run none = Run.of(never, 10, OFF);
        assertThat(none.worst()).isGreaterThan(3);
        // The last night is not over.
        assertThat(never.missed()).isBetween(0.7 * all.joules(), all.joules());
    }

    @Test
    void carTakesNothingBelowItsLeast() {
        Car car = new Car(CAR, 3);
        assertThat(Run.of(car, 2, now -> new Allowance(true, 1379)).joules()).isZero();
        assertThat(Run.of(car, 2, now -> new Allowance(true, 1380)).joules()).isPositive();
    }

    @Test
    void dryerGoesOnWhereItWas() {
        Dryer whole = new Dryer(DRYER, 5);
        Run free = Run.of(whole, 7, FREE);
        Run cut =
                Run.of(
                        new Dryer(DRYER, 5),
                        7,
                        now ->
                                now.second() / 600 % 2 == 0
                                        ? Allowance.OFF
                                        : Allowance.UNCONTROLLED);
        assertThat(free.joules()).isCloseTo(7 * DRYER.joules(), within(1.0));
        assertThat(cut.joules()).isCloseTo(free.joules(), within(1.0));
        assertThat(cut.worst()).isZero();
    }

    @Test
    void dryerThatIsNotDoneInTimeIsLateByMinutes() {
        Dryer dryer = new Dryer(DRYER, 5);
        int start = dryer.startOn(Moment.of(START, BELGIUM).day());
        Run run = Run.of(dryer, 1, OFF);
        assertThat(run.worst()).isCloseTo((DAY - 1 - start) / 60.0 - 240, within(0.1));
        assertThat(dryer.missed()).isCloseTo(DRYER.joules(), within(1.0));
    }

    @Test
    void batteryGivesBackItsEfficiency() {
        Battery battery = new Battery(new Battery.Make(5, 3000, 0.81));
        Each empty = now -> new Allowance(true, -3000);
        Each full = now -> new Allowance(true, 5000);
        assertThat(Run.of(battery, 1, empty).joules() / KWH).isCloseTo(-2.5 * 0.9, within(1e-6));
        double taken = Run.of(battery, 1, full).joules();
        double given = Run.of(battery, 1, empty).joules();
        assertThat(taken / KWH).isCloseTo(5 / 0.9, within(1e-6));
        assertThat(-given / taken).isCloseTo(0.81, within(1e-6));
        assertThat(Run.of(battery, 1, FREE).joules()).isZero();
    }

    @Test
    void aCopyGoesItsOwnWay() {
        Boiler boiler = new Boiler(TANK, 1);
        Run.of(boiler, 1, FREE);
        SimulatedLoad copy = boiler.copy();
        double missed = boiler.missed();
        Run.of(copy, 3, OFF);
        assertThat(copy.missed()).isGreaterThan(missed);
        assertThat(boiler.missed()).isEqualTo(missed);
    }

    @Test
    void refusesWhatCannotBeBuilt() {
        assertThatThrownBy(() -> new Boiler.Make(0, 2400, 65, 5, 40, 90, 1.5))
                .hasMessageContaining("litres");
        assertThatThrownBy(() -> new Boiler.Make(150, Double.NaN, 65, 5, 40, 90, 1.5))
                .hasMessageContaining("power_w");
        assertThatThrownBy(() -> new Dryer.Make(2300, 4500, 4000, 7))
                .hasMessageContaining("within_min");
    }
}
