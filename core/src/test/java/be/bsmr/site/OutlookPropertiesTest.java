package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Decision;
import be.bsmr.control.Outlook;
import be.bsmr.control.Outlook.Certainty;
import be.bsmr.control.Verdict;
import be.bsmr.meter.Supply;
import be.bsmr.quarter.DemandForecast;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a quarter never contradicts itself, however large the house is. */
class OutlookPropertiesTest {

    private static final Instant START = Instant.parse("2026-01-13T10:00:00Z");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void certaintyProbabilityHeadroomAndAlarmAgree(long seed) {
        Random random = new Random(seed);
        int size = (int) Math.round(1000 * Math.pow(500, random.nextDouble()));
        int goal = 2500 + random.nextInt(Math.max(2500, size));
        boolean said = random.nextBoolean();
        ControlledHouse house =
                new ControlledHouse(settings(goal, said ? Math.max(1000, size / 3) : 0), START);
        boolean wasOver = false;
        int raised = 0;
        for (int s = 0; s < 5 * 900; s += 5) {
            int watts = random.nextInt(8) == 0 ? random.nextInt(size) : -1;
            power = watts < 0 ? power : watts;
            house.run(5, last -> power);
            Outlook o = house.state().foresight().outlook();
            assertThat(o).isNotNull();
            holds(o, size);
            wasOver |= o.certainty() == Certainty.OVER;
            assertThat(o.certainty() == Certainty.UNDER && !said).isFalse();
        }
        raised += (int) house.count(Decision.What.ALARM_RAISED);
        assertThat(raised).isLessThanOrEqualTo(5 * 900 / 75);
        assertThat(wasOver || house.count(Decision.What.PEAK_LOST) == 0).isTrue();
    }

    private int power = 300;

    private static void holds(Outlook o, int size) {
        double left = o.left().toMillis() / 1000.0;
        double target = o.target().watts() * 900.0;
        double soFar = o.soFar().imported().joules();
        String what = o.toString();
        // What is left is what the target leaves, whatever the size of the house.
        double room = Math.max(0, target - soFar);
        assertThat(o.headroom().watts() * Math.max(1, left))
                .as(what)
                .isCloseTo(room, within(2.0 + left));
        assertThat(o.forecast().demand().watts())
                .as(what)
                .isGreaterThanOrEqualTo(o.soFar().demand().watts() - 1);
        nothingIsDoneForARiskThatIsNotTold(o.forecast(), what);
        assertThat(o.drawLimit().watts()).as(what).isGreaterThanOrEqualTo(1);
        if (o.most() != null) {
            assertThat(o.drawLimit().watts()).as(what).isLessThanOrEqualTo(o.most().watts() / 3);
        }
        if (o.headroom().isAbove(o.target())) {
            assertThat(o.drawLimit().isAbove(o.headroom())).as(what).isFalse();
        }
        switch (o.certainty()) {
            case OVER -> {
                assertThat(o.breakProbability()).as(what).isEqualTo(1);
                assertThat(o.headroom()).as(what).isEqualTo(Power.ZERO);
                assertThat(o.forecast().demand().isAbove(o.target())).as(what).isTrue();
                assertThat(o.alarm().on()).as(what).isTrue();
                assertThat(o.verdict(false)).as(what).isEqualTo(Verdict.PASSED);
            }
            case UNDER -> {
                assertThat(o.breakProbability()).as(what).isZero();
                assertThat(o.headroom().watts()).as(what).isGreaterThanOrEqualTo(size / 3);
                assertThat(o.alarm().on()).as(what).isFalse();
                assertThat(o.verdict(true)).as(what).isEqualTo(Verdict.SAFE);
            }
            case OPEN -> {
                double p = o.breakProbability();
                assertThat(p).as(what).isBetween(0.0, 1.0);
                Power demand = o.forecast().demand();
                assertThat(p < 0.9 || demand.isAbove(o.target())).as(what).isTrue();
                assertThat(p > 0.1 || !demand.isAbove(o.target())).as(what).isTrue();
                switch (o.verdict(true)) {
                    case ALARM -> assertThat(p).as(what).isGreaterThanOrEqualTo(0.35);
                    case MAYBE -> assertThat(p).as(what).isGreaterThanOrEqualTo(0.15);
                    default -> {
                        assertThat(o.verdict(true)).as(what).isEqualTo(Verdict.CALM);
                        assertThat(o.verdict(false)).as(what).isEqualTo(Verdict.UNSURE);
                        assertThat(p).as(what).isLessThan(0.25);
                    }
                }
            }
        }
    }

    /** Loads go by what is evident: the same middle as what people are told, and no wider. */
    private static void nothingIsDoneForARiskThatIsNotTold(DemandForecast f, String what) {
        assertThat(f.evident().expected()).as(what).isEqualTo(f.likely().expected());
        for (double risk : new double[] {0.01, 0.03, 0.2, 0.5}) {
            int evident = f.evident().quantile(1 - risk).watts();
            assertThat(evident).as(what).isLessThanOrEqualTo(f.likely().quantile(1 - risk).watts());
            int low = f.evident().quantile(risk).watts();
            assertThat(low).as(what).isGreaterThanOrEqualTo(f.likely().quantile(risk).watts());
        }
    }

    /** As a charger that takes whatever it may. */
    @Test
    void whoDrawsAllThatMayBeDrawnKeepsTheTargetWithoutAJump() {
        ControlledHouse house = new ControlledHouse(settings(5_000, 0), START);
        house.run(300, last -> 400);
        int before = house.state().foresight().outlook().drawLimit().watts();
        for (int second = 300; second < 3 * 900; second++) {
            int limit = before;
            house.run(1, last -> limit);
            Outlook o = house.state().foresight().outlook();
            assertThat(o.certainty()).as("at %s", second).isNotEqualTo(Certainty.OVER);
            assertThat(o.drawLimit().watts())
                    .as("at %s", second)
                    .isCloseTo(before, within(60))
                    .isLessThanOrEqualTo(2 * 5_000);
            before = o.drawLimit().watts();
        }
    }

    @Test
    void aWorkshopThatWillPassItsTargetIsToldSo() {
        ControlledHouse house = new ControlledHouse(settings(200_000, 0), START.minusSeconds(30));
        house.run(30, 150_000).run(600, 150_000).run(90, 400_000);
        Outlook o = house.state().foresight().outlook();
        assertThat(o).isNotNull();
        assertThat(o.soFar().demand().watts()).isCloseTo(140_000, within(500));
        assertThat(o.certainty()).isEqualTo(Certainty.OPEN);
        assertThat(o.breakProbability()).isGreaterThan(0.95);
        assertThat(o.alarm().on()).isTrue();
        // 50 kWh less 35 kWh, over 210 s.
        assertThat(o.headroom().watts()).isCloseTo(257_000, within(2_000));
    }

    @Test
    void nothingIsCertainWhileNobodyHasSaidHowLargeTheConnectionIs() {
        assertThat(nearTheEnd(settings(0, 0), Supply.UNKNOWN)).isEqualTo(Certainty.OPEN);
        assertThat(nearTheEnd(settings(0, 9_200), Supply.UNKNOWN)).isEqualTo(Certainty.UNDER);
        assertThat(nearTheEnd(settings(0, 160_000), Supply.UNKNOWN)).isEqualTo(Certainty.OPEN);
        assertThat(nearTheEnd(settings(0, 0), supply(null, 40.0))).isEqualTo(Certainty.UNDER);
        assertThat(nearTheEnd(settings(0, 0), supply(null, 400.0))).isEqualTo(Certainty.OPEN);
        assertThat(nearTheEnd(settings(0, 0), supply(10_000, null))).isEqualTo(Certainty.UNDER);
        assertThat(nearTheEnd(settings(0, 0), supply(10_000, 400.0))).isEqualTo(Certainty.OPEN);
    }

    @Test
    void aConnectionThatGaveMoreThanItIsSaidToBearIsNotBelieved() {
        ControlledHouse house =
                new ControlledHouse(settings(60_000, 9_200), START.minusSeconds(10));
        house.run(40, 50_000).run(859, 500);
        assertThat(house.state().foresight().outlook().certainty()).isEqualTo(Certainty.OPEN);
    }

    /** 500 W until 11 s before the quarter's end: 620 Wh are left of 2.5 kW, 136 kW for so long. */
    private static Certainty nearTheEnd(SiteSettings settings, Supply supply) {
        ControlledHouse house = new ControlledHouse(settings, START.minusSeconds(10));
        house.supply(supply).run(10 + 885, 500);
        return house.state().foresight().outlook().certainty();
    }

    private static Supply supply(@Nullable Integer limiter, @Nullable Double fuse) {
        Supply s = Supply.UNKNOWN;
        return new Supply(
                s.breaker(),
                s.relays(),
                limiter == null ? null : new Power(limiter),
                fuse == null ? null : Current.ofAmperes(fuse),
                s.declaredGrid(),
                s.message(),
                s.messageCode(),
                s.quality());
    }

    private static SiteSettings settings(int goal, int connection) {
        return new SiteSettings(
                SiteSettings.BELGIUM,
                SiteSettings.Aim.at(new PeakTarget(new Power(goal))),
                List.of(),
                ControlMode.ACTIVE,
                new SiteSettings.Rating(
                        Optional.empty(),
                        connection == 0 ? Optional.empty() : Optional.of(new Power(connection))),
                SiteSettings.Listening.TO_ANY,
                CapacityTariff.UNKNOWN);
    }
}
