package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import be.bsmr.control.LoadState.Position;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatteriesTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");
    private static final double KWH = 3_600_000;

    @Test
    void givesWhatItIsKnownToHold() {
        LoadNow half = saying(0, battery(0)).drawing(saying(0, battery(0)).draw().holding(KWH));
        assertThat(Batteries.more(List.of(half), NOW)).as("a kilowatt for an hour").isEqualTo(1000);
        assertThat(Batteries.more(List.of(saying(0, battery(0))), NOW)).as("nobody knows").isZero();
        assertThat(Batteries.most(List.of(half), NOW)).isEqualTo(3000);
    }

    @Test
    void whatItTakesNowItCanLeave() {
        assertThat(Batteries.more(List.of(saying(1200, battery(1200))), NOW)).isEqualTo(1200);
    }

    @Test
    void whatItGivesAlreadyItCannotGiveAgain() {
        LoadNow gives = saying(-700, battery(-700));
        gives = gives.drawing(gives.draw().holding(KWH));
        assertThat(Batteries.more(List.of(gives), NOW)).isEqualTo(300);
    }

    @Test
    void countsWhatGoesInAndOut() {
        LoadNow takes = saying(2000, battery(2000));
        double held = Batteries.held(takes, NOW, 2000, 1800);
        assertThat(held).as("with what is lost on the way").isCloseTo(0.85 * KWH, offset(1.0));
        LoadNow gives = saying(-1000, battery(-1000));
        gives = gives.drawing(gives.draw().holding(held));
        assertThat(Batteries.held(gives, NOW, -1000, 1800)).isCloseTo(0.35 * KWH, offset(1.0));
    }

    @Test
    void isFoundEmptyWhenItDoesNotGive() {
        LoadNow empty = saying(0, battery(-1000));
        empty = empty.drawing(empty.draw().holding(5 * KWH));
        assertThat(Batteries.held(empty, NOW, 0, 1)).isZero();
    }

    @Test
    void withoutAMeterOfItsOwnItIsNotCountedOn() {
        LoadNow silent = battery(0);
        silent = silent.drawing(silent.draw().holding(KWH));
        assertThat(Batteries.more(List.of(silent), NOW)).isZero();
    }

    @Test
    void whatItSaysThatItHoldsCounts() {
        LoadNow told =
                LoadEvents.seen(
                                List.of(battery(0)),
                                "battery",
                                null,
                                Power.ZERO,
                                Energy.ofWattHours(800),
                                NOW)
                        .loads()
                        .get(0);
        assertThat(Batteries.more(List.of(told), NOW)).isEqualTo(800);
        LoadNow later =
                LoadEvents.seen(List.of(told), "battery", null, Power.ZERO, null, NOW)
                        .loads()
                        .get(0);
        assertThat(later.draw().held()).as("not said again").isEqualTo(told.draw().held());
    }

    private static LoadNow battery(int watts) {
        Load load =
                new Load(
                        "battery",
                        "Battery",
                        1,
                        null,
                        new Actuation.Modulating(Actuation.Unit.WATT, -3000, 3000, 50, 1, false),
                        Set.of(1),
                        Limits.USUAL,
                        List.of(),
                        new Load.FailSafe.At(0));
        return LoadNow.initial(load).moved(Position.CONNECTED, watts, NOW.minusSeconds(60), null);
    }

    private static LoadNow saying(int watts, LoadNow s) {
        return s.drawing(s.draw().reporting(new Power(watts), NOW.minusSeconds(5)));
    }
}
