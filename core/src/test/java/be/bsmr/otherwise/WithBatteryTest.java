package be.bsmr.otherwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.simulator.Battery;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WithBatteryTest {

    private static final Battery.Make LOSSLESS = new Battery.Make(10, 5000, 1);

    @Test
    void givesWhatStandsAboveTheTargetAndIsFilledBelowIt() {
        // 5 kWh are missing at first: 1.5 kW fit under 2.5 kW, so 375 Wh a quarter.
        Lived lived = new Past().quarters(20, 1000).quarters(1, 4000).quarters(10, 1000).lived();

        WithBattery with = live(lived, LOSSLESS);

        assertThat(with.months())
                .containsExactly(
                        new Month(
                                Past.MONTH,
                                new Power(4000),
                                new Power(2500),
                                new Power(2500),
                                new Power(2500)));
        assertThat(with.given().wattHours()).isEqualTo(375);
        assertThat(with.forPeaks().wattHours()).isEqualTo(375);
        assertThat(with.importBefore().wattHours()).isEqualTo(20 * 250 + 1000 + 10 * 250);
        assertThat(with.importAfter().minus(with.importBefore()).wattHours()).isEqualTo(5000);
        assertThat(with.addedImport().get(Past.MONTH).wattHours()).isEqualTo(5000);
    }

    @Test
    void givesNoMoreThanItsPower() {
        Lived lived = new Past().quarters(20, 1000).quarters(1, 6000).lived();

        assertThat(would(live(lived, new Battery.Make(10, 1000, 1)))).containsExactly(5000);
    }

    @Test
    void losesOnTheWayInAndOnTheWayOut() {
        Lived lived = new Past().quarters(40, 1000).quarters(1, 4000).quarters(40, 1000).lived();

        WithBattery with = live(lived, new Battery.Make(10, 5000, 0.81));

        // Nine tenths each way: 5 kWh take 5.556, the 375 Wh that were given 463.
        assertThat(with.importAfter().minus(with.importBefore()).wattHours())
                .isCloseTo(5556 - 375 + 463, within(1L));
    }

    @Test
    void knowsNoMoreThanItsTargetAndSaysWhatCouldHaveBeenHeld() {
        // Two hours of 4 kW and 1 kWh: at 2.5 kW it is soon empty, at 3.5 kW it suffices.
        Lived lived = new Past().quarters(20, 1000).quarters(8, 4000).lived();

        Month month = live(lived, new Battery.Make(1, 5000, 1)).months().get(0);

        assertThat(month.would()).isEqualTo(new Power(4000));
        assertThat(month.least().watts()).isBetween(3500, 3510);
    }

    @Test
    void keepsHalfForPeaksAndGivesBackWhatItTookOfTheSun() {
        Lived lived = new Past().quarters(4, -2000).quarters(12, 1000).lived();

        WithBattery with = live(lived, new Battery.Make(4, 5000, 1));

        assertThat(with.ofSun().wattHours()).isEqualTo(2000);
        assertThat(with.given().wattHours()).isEqualTo(2000);
        assertThat(with.forPeaks().wattHours()).isZero();
        assertThat(with.importBefore().minus(with.importAfter()).wattHours()).isEqualTo(2000);
    }

    @Test
    void countsNoPeakOfAQuarterThatIsNotWhole() {
        Lived lived = new Past().quarters(4, 1000).quarter(9000, 0, false).lived();

        Month month = live(lived, new Battery.Make(1, 500, 1)).months().get(0);

        assertThat(month.was()).isEqualTo(new Power(1000));
        // It is being filled with 500 W.
        assertThat(month.would()).isEqualTo(new Power(1500));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverRaisesWhatIsBilled(long seed) {
        Random random = new Random(seed);
        Past past = new Past();
        for (int i = 0; i < 6000; i++) {
            past.quarters(1, random.nextInt(9000) - 2000);
        }
        WithBattery with = live(past.lived(), new Battery.Make(8, 3000, 0.9));

        for (Month m : with.months()) {
            Power billed = m.was().max(PeakTarget.BILLED_MINIMUM);
            assertThat(m.would()).isLessThanOrEqualTo(billed);
            assertThat(m.least()).isLessThanOrEqualTo(m.would());
        }
        assertThat(with.forPeaks()).isLessThanOrEqualTo(with.given());
    }

    @Test
    void tellsHowFarItIsAndEndsWhenItIsToldTo() {
        Lived lived = new Past().quarters(3, 1000).from(Past.FEBRUARY).quarters(3, 1000).lived();
        List<Double> shares = new ArrayList<>();
        WithBattery.of(lived, LOSSLESS, PeakTarget.WITHOUT_GOAL, shares::add);
        assertThat(shares).containsExactly(0.5, 1.0);

        assertThatThrownBy(
                        () ->
                                WithBattery.of(
                                        lived,
                                        LOSSLESS,
                                        PeakTarget.WITHOUT_GOAL,
                                        share -> {
                                            throw new CancellationException();
                                        }))
                .isInstanceOf(CancellationException.class);
    }

    private static List<Integer> would(WithBattery with) {
        return with.months().stream().map(m -> m.would().watts()).toList();
    }

    private static WithBattery live(Lived lived, Battery.Make make) {
        return WithBattery.of(lived, make, PeakTarget.WITHOUT_GOAL, share -> {});
    }
}
