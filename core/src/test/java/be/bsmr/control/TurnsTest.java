package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import be.bsmr.control.LoadState.Position;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");
    private static final double TARGET = 2500;

    @Test
    void twoThatDoNotFitTogetherComeBackAQuarterHourApart() {
        LoadNow a = withheld("a", 2000, 60, 50);
        LoadNow b = withheld("b", 1500, 60, 46);
        Turns turns = new Turns(List.of(a, b), NOW, TARGET);
        assertThat(turns.hasCome(a)).as("ten minutes are left, b needs the quarter after").isTrue();
        assertThat(turns.hasCome(b)).isFalse();
        assertThat(new Turns(List.of(a), NOW, TARGET).hasCome(a)).isFalse();
    }

    @Test
    void twoThatFitTogetherHaveTheirWholeTime() {
        LoadNow a = withheld("a", 800, 60, 50);
        LoadNow b = withheld("b", 600, 60, 46);
        Turns turns = new Turns(List.of(a, b), NOW, TARGET);
        assertThat(turns.hasCome(a)).isFalse();
        assertThat(turns.pressing(a)).isCloseTo(50 / 60.0, offset(0.001));
    }

    @Test
    void whoComesFirstIsWantedEarlierByItsRest() {
        LoadNow a = withheld("a", 2000, 120, 30);
        LoadNow b = withheld("b", 1500, 120, 20);
        Turns turns = new Turns(List.of(a, b), NOW, TARGET);
        // b in 100 minutes, a an hour before that.
        assertThat(turns.pressing(a)).isCloseTo(1 - 40 / 120.0, offset(0.001));
        assertThat(turns.pressing(b)).isCloseTo(20 / 120.0, offset(0.001));
    }

    @Test
    void whatWasNotCaughtUpCounts() {
        LoadNow back = withheld("a", 2000, 60, 40).moved(Position.CONNECTED, null, NOW, null);
        LoadNow later = back.counting(back.day().drawn(2000, 600, false));
        LoadNow again = later.moved(Position.SHED, null, NOW.plus(Duration.ofMinutes(10)), null);
        // Forty minutes without, ten with: thirty are left of sixty.
        assertThat(Turns.latest(again)).isEqualTo(NOW.plus(Duration.ofMinutes(40)));
        assertThat(Turns.allowed(later)).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void withoutALongestTimeNobodyPresses() {
        LoadNow a =
                LoadNow.initial(Load.onOff("a", "A", new Power(2000)))
                        .moved(Position.SHED, null, NOW.minusSeconds(90_000), null);
        Turns turns = new Turns(List.of(a), NOW, TARGET);
        assertThat(turns.hasCome(a)).isFalse();
        assertThat(turns.pressing(a)).isZero();
        assertThat(Turns.latest(a)).isEqualTo(Instant.MAX);
    }

    static LoadNow withheld(String id, int watts, int longest, int minutes) {
        Limits limits =
                new Limits(
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofMinutes(longest),
                        0,
                        List.of(),
                        null,
                        Duration.ofHours(2));
        return LoadNow.initial(Load.onOff(id, id, new Power(watts)).within(limits))
                .moved(Position.SHED, null, NOW.minus(Duration.ofMinutes(minutes)), null);
    }
}
