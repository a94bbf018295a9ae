package be.bsmr.otherwise;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.WeeklyTime;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LowerTargetTest {

    private static final Load BOILER = Load.onOff("boiler", "Boiler", new Power(2400));

    @Test
    void drawsLaterWhatHasToWait() {
        // 1.5 kW too much for half an hour, then 1 kW of room: 45 minutes until it is drawn.
        Lived lived = new Past().quarters(2, 4500).quarters(8, 2000).lived();

        LowerTarget lower = live(lived, 3000, BOILER);

        assertThat(lower.months())
                .containsExactly(new Month(Past.MONTH, new Power(4500), new Power(3000)));
        assertThat(lower.above()).isEqualTo(2);
        assertThat(lower.episodes()).isEqualTo(1);
        assertThat(lower.longest()).isEqualTo(Duration.ofMinutes(75));
        assertThat(lower.moved().wattHours()).isEqualTo(750);
        assertThat(lower.beyond()).isZero();
    }

    @Test
    void leavesAboveWhatTheLoadsCannotLetWait() {
        Lived lived = new Past().quarters(2, 7000).quarters(8, 2000).lived();

        LowerTarget lower = live(lived, 3000, BOILER);

        assertThat(lower.months().get(0).would()).isEqualTo(new Power(7000 - 2400));
        assertThat(lower.beyond()).isEqualTo(2);
    }

    @Test
    void waitsNoLongerThanTheOwnerAllows() {
        Load half = BOILER.within(limits(Duration.ofMinutes(30), List.of()));
        Lived lived = new Past().quarters(3, 4000).quarters(20, 2000).lived();

        LowerTarget lower = live(lived, 3000, half);

        assertThat(lower.months().get(0).would()).isEqualTo(new Power(4000));
        assertThat(lower.beyond()).isEqualTo(1);
        assertThat(lower.moved().wattHours()).isEqualTo(500);
    }

    @Test
    void leavesALoadAloneWhenItsOwnerSaysSo() {
        Load never = BOILER.within(limits(null, List.of(WeeklyTime.parse("00:00-06:00"))));
        Lived lived = new Past().quarters(1, 4000).lived();

        assertThat(live(lived, 3000, never).beyond()).isEqualTo(1);
    }

    @Test
    void canDoNothingWithoutLoads() {
        LowerTarget lower = live(new Past().quarters(1, 4000).lived(), 3000);

        assertThat(lower.months().get(0).would()).isEqualTo(new Power(4000));
        assertThat(lower.episodes()).isZero();
    }

    private static LowerTarget live(Lived lived, int watts, Load... loads) {
        return LowerTarget.of(lived, List.of(loads), new Power(watts), share -> {});
    }

    private static Limits limits(@Nullable Duration longest, List<WeeklyTime> never) {
        return new Limits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                longest,
                0,
                never,
                null,
                Duration.ofHours(2));
    }
}
