package be.bsmr.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.Reading;
import be.bsmr.unit.Energy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HouseholdTest {

    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    private static final Instant START = Instant.parse("2026-01-13T16:52:30Z");

    @Test
    void saysTheSameForTheSameSeedAndStart() {
        assertThat(seconds(42, 600)).isEqualTo(seconds(42, 600)).isNotEqualTo(seconds(43, 600));
    }

    @Test
    void speaksOnceASecondFromItsStart() {
        List<Reading> readings = seconds(1, 100);
        for (int i = 0; i < readings.size(); i++) {
            assertThat(readings.get(i).measuredAt()).isEqualTo(START.plusSeconds(i));
        }
    }

    @Test
    void registersDemandAndPowerAgree() {
        List<Reading> readings = seconds(5, 3 * 900 + 500);
        int boundary = 450; // 17:00:00 UTC
        Energy start = readings.get(boundary).imported().sum().orElseThrow();
        Energy end = readings.get(boundary + 900).imported().sum().orElseThrow();
        long fromPower =
                readings.subList(boundary + 1, boundary + 901).stream()
                        .mapToLong(r -> r.importPower().watts())
                        .sum();
        assertThat(end.minus(start).joules())
                .isCloseTo(fromPower, org.assertj.core.data.Offset.offset(7200L));
        Energy byDemand =
                readings.get(boundary + 899)
                        .demand()
                        .running()
                        .during(java.time.Duration.ofMinutes(15));
        assertThat(byDemand.joules())
                .isCloseTo(fromPower, org.assertj.core.data.Offset.offset(9000L));
        assertThat(readings.get(boundary).demand().running().watts()).isZero();
    }

    @Test
    void goesOnWithTheRegistersOfAnEarlierRun() {
        List<Reading> before = seconds(1, 500);
        Reading last = before.get(499);
        Household house =
                new Household(1, last.measuredAt().plusSeconds(1), BRUSSELS, Grid.STAR_400);
        house.goOnFrom(last);
        Reading next = house.next();
        assertThat(next.imported().sum()).isEqualTo(last.imported().sum());
        assertThat(next.demand().running()).isEqualTo(last.demand().running());
        assertThat(next.mbus())
                .extracting(MBusReading::value)
                .isEqualTo(last.mbus().stream().map(MBusReading::value).toList());
    }

    @Test
    void remembersNoQuarterThatItDidNotLive() {
        Instant may = Instant.parse("2026-04-30T22:00:00Z");
        Reading first = new Household(1, may, BRUSSELS, Grid.STAR_400).next();
        assertThat(first.measuredAt()).isEqualTo(may);
        assertThat(first.demand().monthPeak()).isNull();
        assertThat(first.demand().history())
                .hasSize(12)
                .allSatisfy(p -> assertThat(p.demand().watts()).isPositive())
                .extracting(HistoricPeak::capturedAt)
                .doesNotHaveDuplicates()
                .endsWith(may);
    }

    @Test
    void neverImportsAndExportsAtOnce() {
        Household sunny =
                new Household(9, Instant.parse("2026-06-20T10:00:00Z"), BRUSSELS, Grid.STAR_400);
        boolean exported = false;
        for (int i = 0; i < 3600; i++) {
            Reading r = sunny.next();
            assertThat(Math.min(r.importPower().watts(), r.exportPower().watts())).isZero();
            exported |= r.exportPower().watts() > 0;
        }
        assertThat(exported).isTrue();
    }

    @Test
    void livesWithoutItsBoilerWhenTold() {
        Household house = new Household(2, START, BRUSSELS, Grid.STAR_400);
        house.allowBoiler(false);
        int most = 0;
        for (int i = 0; i < 7200; i++) {
            most = Math.max(most, house.next().phases().get(2).importPower().watts());
        }
        assertThat(most).as("the cellar's phase").isLessThan(2300);
    }

    @Test
    void showsAThreeWireGridAsARealMeterDoes() {
        Reading r = new Household(2, START, BRUSSELS, Grid.DELTA_230).next();
        assertThat(r.phases().get(1).voltage().isZero()).isTrue();
        assertThat(r.phases().get(1).importPower().watts()).isZero();
        assertThat(r.grid()).contains(Grid.DELTA_230);
        double i1 = r.phases().get(0).current().amperes();
        double i2 = r.phases().get(1).current().amperes();
        double i3 = r.phases().get(2).current().amperes();
        assertThat(i2).isBetween(Math.abs(i1 - i3) - 0.02, i1 + i3 + 0.02);
    }

    @Test
    void aQuarterAtATimeComesToWhatItsRegistersGrow() {
        Household house = electric("2026-01-12T23:00:00Z");
        Energy before = house.peek().imported().sum().orElseThrow();
        long joules = imported(house, 30 * 96);
        Energy after = house.peek().imported().sum().orElseThrow();
        assertThat(house.nextAt()).isEqualTo(Instant.parse("2026-02-11T23:00:00Z"));
        assertThat(after.minus(before).joules()).isCloseTo(joules, within(2 * 3600L));
    }

    @Test
    void itsMeterRemembersTheHighestOfTheQuartersThatItLivedThrough() {
        Household house = electric("2026-01-31T23:00:00Z");
        int highest = 0;
        for (int i = 0; i < 20 * 96; i++) {
            highest = Math.max(highest, house.nextQuarter().demand().watts());
        }
        assertThat(house.peek().demand().monthPeak().demand().watts()).isEqualTo(highest);
    }

    @Test
    void drawsAsMuchInStepsOfAMinuteAsSecondBySecond() {
        int days = 7;
        Household bySecond = electric("2026-01-12T23:00:00Z");
        long joules = 0;
        for (int i = 0; i < days * 86_400; i++) {
            joules += bySecond.next().importPower().watts();
        }
        assertThat(imported(electric("2026-01-12T23:00:00Z"), days * 96))
                .isCloseTo(joules, withinPercentage(15));
    }

    @Test
    void carAndHeatPumpObey() {
        Household free = electric("2026-01-12T23:00:00Z");
        Household held = electric("2026-01-12T23:00:00Z");
        held.allow(Household.CAR, Allowance.OFF);
        held.allow(Household.HEAT_PUMP, Allowance.OFF);
        assertThat(imported(held, 5 * 96)).isLessThan(imported(free, 5 * 96) * 2 / 3);
    }

    @Test
    void aGuardLowersThePeak() {
        Household free = electric("2026-01-12T23:00:00Z");
        Household guarded = electric("2026-01-12T23:00:00Z");
        guarded.guard(3500);
        imported(free, 15 * 96);
        imported(guarded, 15 * 96);
        assertThat(peak(guarded)).isLessThan(peak(free) * 2 / 3);
    }

    @Test
    void isAwayAfterChristmas() {
        long before = imported(electric("2025-12-15T23:00:00Z"), 4 * 96);
        long away = imported(electric("2025-12-26T23:00:00Z"), 4 * 96);
        assertThat(away).isLessThan(before * 2 / 3);
    }

    private static Household electric(String start) {
        return Household.withCarAndHeatPump(1, Instant.parse(start), BRUSSELS, Grid.STAR_400);
    }

    /** In so many quarters, J. */
    private static long imported(Household house, int quarters) {
        long joules = 0;
        for (int i = 0; i < quarters; i++) {
            joules += house.nextQuarter().imported().joules();
        }
        return joules;
    }

    private static int peak(Household house) {
        return house.peek().demand().monthPeak().demand().watts();
    }

    private static List<Reading> seconds(long seed, int count) {
        Household house = new Household(seed, START, BRUSSELS, Grid.STAR_400);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readings.add(house.next());
        }
        return readings;
    }
}
