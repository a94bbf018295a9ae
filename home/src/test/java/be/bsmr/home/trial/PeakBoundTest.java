package be.bsmr.home.trial;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.backtest.Hindsight;
import be.bsmr.simulator.Need;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeakBoundTest {

    private static final Instant START = Instant.parse("2025-12-31T23:00:00Z");
    private static final ZoneId BELGIUM = ZoneId.of("Europe/Brussels");
    private static final YearMonth JANUARY = YearMonth.of(2026, 1);
    private static final double QUARTER = 900;

    @Test
    void aLoadFillsTheQuartersAroundThePeak() {
        // 1500 W-quarters of a load fit in three quarters up to 1500 W beside one of 3000.
        assertThat(bound(load(1500, 4000, 4), 0, 1000, 3000, 1000, 1000)).isEqualTo(3000);
        // 9000 do not: 4 L = 6000 + 9000.
        assertThat(bound(load(9000, 4000, 4), 0, 1000, 3000, 1000, 1000)).isEqualTo(3750);
    }

    @Test
    void aLoadHasNoMorePowerThanItHas() {
        // At most 500 W in each of four quarters: all of them are needed.
        assertThat(bound(load(2000, 500, 4), 0, 1000, 3000, 1000, 1000)).isEqualTo(3500);
    }

    @Test
    void aBatteryChargesBeforeAndFeedsAfter() {
        // Begins with the 1000 W-quarters that it holds, at 80 % each way: 800 come out.
        Need battery = new Need(2000, 2000, 1, 0.8, 1 / 0.8, 0, 0, 1000 * QUARTER);
        assertThat(bound(q -> battery, 0, 3000, 0, 0)).isEqualTo(2200);
        // Recharging 1000 W-quarters takes 1250 of import between the two peaks.
        assertThat(bound(q -> battery, 0, 3000, 0, 3000)).isEqualTo(2200);
    }

    @Test
    void aTankThatIsFullCannotBeFilledBefore() {
        // Drained by 1000 W-quarters in the second quarter, and must not be below empty.
        Need still = new Need(2000, 0, 1, 1, 0, 0, 0, 400 * QUARTER);
        Need drained = new Need(2000, 0, 1, 1, 0, 1000 * QUARTER, 0, 400 * QUARTER);
        assertThat(bound(q -> q == 1 ? drained : still, 0, 1000, 0, 0)).isEqualTo(1600);
    }

    @Test
    void aQuarterThatIsNotKnownIsNotBilled() {
        assertThat(bound(load(2000, 2000, 3), 0, Double.NaN, 1000, 1000)).isEqualTo(1000);
    }

    @Test
    void aMonthIsPlannedInPieces() {
        double[] base = new double[30 * 96];
        for (int q = 0; q < base.length; q++) {
            base[q] = 500 + (q % 96 == 80 ? 2000 + q : 0);
        }
        int highest = 29 * 96 + 80;
        Need battery = new Need(3000, 3000, 1, 1, 1, 0, 0, 1500 * QUARTER);
        assertThat(bound(q -> battery, base)).isEqualTo(500 + 2000 + highest - 1500);
    }

    private interface Needs {
        Need in(int quarter);
    }

    /** Wants so many W-quarters after the first quarter and by the end of the {@code last}. */
    private static Needs load(double wanted, double most, int last) {
        return q ->
                new Need(
                        most,
                        0,
                        1,
                        1,
                        0,
                        0,
                        q == last ? wanted * QUARTER : 0,
                        q == 0 ? 0 : wanted * QUARTER);
    }

    private static int bound(Needs needs, double... base) {
        List<Hindsight> quarters = new ArrayList<>();
        for (int q = 0; q < base.length; q++) {
            quarters.add(
                    new Hindsight(
                            START.plusSeconds(q * 900L),
                            base[q],
                            Double.isNaN(base[q]) ? Double.NaN : 100_000,
                            List.of(needs.in(q)),
                            List.of(0.0)));
        }
        Power bound = PeakBound.of(quarters, at -> YearMonth.from(at.atZone(BELGIUM))).get(JANUARY);
        assertThat(bound).isNotNull();
        return bound.watts();
    }
}
