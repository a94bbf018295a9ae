package be.bsmr.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.control.Command;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.simulator.Moment;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HouseLoadTest {

    private static final Instant START = Instant.parse("2026-01-13T18:00:00Z");
    private static final long FIRST = START.getEpochSecond();
    private static final Moment QUARTER = Moment.of(START, SiteSettings.BELGIUM);
    private static final Command SHED = new Command.Shed("heater", START);
    private static final Command RESTORE = new Command.Restore("heater", START);

    private final HouseTally tally = new HouseTally(PeakGoal.OF_THE_MONTH, SiteSettings.BELGIUM);

    @Test
    void drawsAsItIsAllowedAndIsDelayedByTheRest() {
        HouseLoad heater = heater(0, 0);
        run(heater, 0, 10);
        heater.obey(SHED, FIRST + 10);
        run(heater, 10, 40);
        heater.obey(RESTORE, FIRST + 40);
        run(heater, 40, 50);
        assertThat(heater.drew(FIRST + 9)).isEqualTo(2000);
        assertThat(heater.drew(FIRST + 10)).isZero();
        assertThat(heater.drew(FIRST + 40)).isEqualTo(2000);
        assertThat(tally.score(0).toll().delayedKwh()).isCloseTo(30 * 2000 / 3.6e6, within(1e-9));
    }

    @Test
    void aCommandThatChangesNothingIsNoSwitch() {
        HouseLoad heater = heater(0, 0);
        heater.obey(RESTORE, FIRST);
        assertThat(tally.score(0).toll().switches()).isZero();
        heater.obey(SHED, FIRST + 1);
        heater.obey(SHED, FIRST + 2);
        assertThat(heater.isOn()).isFalse();
        assertThat(tally.score(0).toll().switches()).isEqualTo(1);
    }

    @Test
    void withholdingFromTheStartOfAQuarterWouldHaveSavedAllThatItDrew() {
        assertThat(savedByWithholding(heater(0, 0))).isEqualTo(900 * 2000);
    }

    @Test
    void itHadToStayOnForAWhileOnceItWasGivenBack() {
        HouseLoad heater = heater(120, 0);
        heater.obey(SHED, FIRST - 100);
        heater.obey(RESTORE, FIRST - 60);
        assertThat(savedByWithholding(heater)).isEqualTo((900 - 60) * 2000);
    }

    @Test
    void whatWasShedOftenEnoughTodayCouldNotBeWithheldAgain() {
        HouseLoad heater = heater(0, 1);
        heater.begin(QUARTER, START.atZone(SiteSettings.BELGIUM));
        heater.obey(SHED, FIRST - 100);
        heater.obey(RESTORE, FIRST - 60);
        assertThat(savedByWithholding(heater)).isZero();
    }

    /** In the first quarter, J. */
    private static double savedByWithholding(HouseLoad heater) {
        heater.begin(QUARTER, START.atZone(SiteSettings.BELGIUM));
        run(heater, 0, 900);
        double[] net = new double[900];
        Arrays.fill(net, 5000);
        heater.withhold(QUARTER.plus(899), net);
        return 900 * 5000 - Arrays.stream(net).sum();
    }

    private static void run(HouseLoad heater, int from, int to) {
        for (int second = from; second < to; second++) {
            heater.run(QUARTER.plus(second));
        }
    }

    private HouseLoad heater(int minOnSeconds, int switchesPerDay) {
        Limits limits =
                new Limits(
                        Duration.ZERO,
                        Duration.ofSeconds(minOnSeconds),
                        null,
                        switchesPerDay,
                        List.of(),
                        null,
                        Duration.ZERO);
        Load load = Load.onOff("heater", "Heater", new Power(2000)).within(limits);
        return new HouseLoad(new ControlledLoad(load, new Heater(), 0, 0, false), tally);
    }
}
