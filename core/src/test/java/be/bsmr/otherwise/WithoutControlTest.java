package be.bsmr.otherwise;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Actuation;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.otherwise.Lived.Foreseen;
import be.bsmr.otherwise.Lived.Told;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WithoutControlTest {

    private static final Load BOILER = Load.onOff("boiler", "Boiler", new Power(2400));
    private static final Load CAR =
            new Load(
                    "car",
                    "Car",
                    1,
                    null,
                    new Actuation.Modulating(Actuation.Unit.AMPERE, 6, 16, 1, 230, true),
                    Set.of(),
                    Limits.USUAL,
                    List.of(),
                    new Load.FailSafe.On());

    @Test
    void putsBackWhatWasWithheldInTheQuarterInWhichItWas() {
        // Five minutes of a third of a quarter: 2.4 kW for a third of it are 800 W.
        Lived lived =
                new Past()
                        .quarters(4, 3000)
                        .controlled(
                                new Lived.Control(
                                        Past.JANUARY,
                                        List.of(told(1000, true, null), told(1300, false, null)),
                                        List.of(
                                                new Foreseen(
                                                        Past.JANUARY.plusSeconds(1000),
                                                        new Power(3500)))))
                        .lived();

        WithoutControl without = WithoutControl.of(lived, List.of(BOILER)).orElseThrow();

        assertThat(without.months())
                .containsExactly(
                        new Month(
                                Past.MONTH,
                                new Power(3000),
                                new Power(3000),
                                new Power(3500),
                                new Power(3800)));
        assertThat(without.times()).isEqualTo(1);
        assertThat(without.longest()).isEqualTo(Duration.ofMinutes(5));
        assertThat(without.withheld().wattHours()).isEqualTo(200);
        assertThat(without.unknown()).isEmpty();
    }

    @Test
    void takesFirstWhatWasExported() {
        Lived lived =
                new Past()
                        .quarters(1, -1000)
                        .controlled(
                                new Lived.Control(
                                        Past.JANUARY,
                                        List.of(told(0, true, null), told(900, false, null)),
                                        List.of()))
                        .lived();

        Month month = WithoutControl.of(lived, List.of(BOILER)).orElseThrow().months().get(0);

        assertThat(month.most()).isEqualTo(new Power(1400));
        assertThat(month.would()).isEqualTo(Power.ZERO);
    }

    @Test
    void countsWhatACarWasSetLowerBy() {
        Lived lived =
                new Past()
                        .quarters(2, 2000)
                        .controlled(
                                new Lived.Control(
                                        Past.JANUARY,
                                        List.of(
                                                new Told(Past.JANUARY, "car", false, 6),
                                                new Told(
                                                        Past.JANUARY.plusSeconds(900),
                                                        "car",
                                                        false,
                                                        8),
                                                new Told(
                                                        Past.JANUARY.plusSeconds(1800),
                                                        "car",
                                                        false,
                                                        16)),
                                        List.of()))
                        .lived();

        WithoutControl without = WithoutControl.of(lived, List.of(CAR)).orElseThrow();

        assertThat(without.months().get(0).most()).isEqualTo(new Power(2000 + 10 * 230));
        assertThat(without.times()).as("set lower, not shed").isZero();
    }

    @Test
    void saysOfWhichLoadNoPowerIsKnown() {
        Lived lived =
                new Past()
                        .quarters(2, 2000)
                        .controlled(
                                new Lived.Control(
                                        Past.JANUARY, List.of(told(0, true, null)), List.of()))
                        .lived();

        WithoutControl without = WithoutControl.of(lived, List.of()).orElseThrow();

        assertThat(without.unknown()).containsExactly("boiler");
        assertThat(without.months().get(0).most()).isEqualTo(new Power(2000));
    }

    @Test
    void saysNothingOfMonthsInWhichNothingWasRecorded() {
        Past past = new Past().quarters(4, 3000).from(Past.FEBRUARY).quarters(4, 2000);

        assertThat(WithoutControl.of(past.lived(), List.of(BOILER))).isEmpty();
        Lived since =
                past.controlled(new Lived.Control(Past.FEBRUARY, List.of(), List.of())).lived();
        assertThat(WithoutControl.of(since, List.of(BOILER)).orElseThrow().months())
                .extracting(Month::month)
                .containsExactly(Past.MONTH.plusMonths(1));
    }

    private static Told told(int second, boolean shed, @Nullable Integer value) {
        return new Told(Past.JANUARY.plusSeconds(second), "boiler", shed, value);
    }
}
