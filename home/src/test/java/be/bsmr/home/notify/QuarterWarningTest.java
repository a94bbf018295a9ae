package be.bsmr.home.notify;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class QuarterWarningTest {

    private static final QuarterHour QUARTER =
            QuarterHour.of(Instant.parse("2026-11-26T17:00:00Z"));

    /** Seconds into the quarter at which it is told. */
    private static List<Integer> told(ToDoubleFunction<Integer> breaks) {
        List<Integer> told = new ArrayList<>();
        QuarterWarning warning = QuarterWarning.NONE;
        for (int second = 0; second < 900; second++) {
            QuarterWarning next =
                    warning.next(QUARTER.start().plusSeconds(second), breaks.applyAsDouble(second));
            if (next.told() != null && !next.told().equals(warning.told())) {
                told.add(second);
            }
            warning = next;
        }
        return told;
    }

    @Test
    void isGivenOnceAQuarterWhenItLasts() {
        assertThat(told(second -> 0.95)).containsExactly(20);
    }

    @Test
    void aKettleIsNoReason() {
        assertThat(told(second -> second % 60 < 15 ? 0.99 : 0.1)).isEmpty();
    }

    @Test
    void whatIsLikelyIsToldWhileThereAreMinutesLeftToAct() {
        assertThat(told(second -> 0.7))
                .singleElement()
                .satisfies(s -> assertThat(s).isBetween(600, 660));
        assertThat(told(second -> 0.55)).isEmpty();
    }

    @Test
    void nothingIsSaidWhenNobodyCanActAnyMore() {
        assertThat(told(second -> second < 770 ? 0 : 1)).isEmpty();
    }

    @Test
    void lessCertaintyIsNeededTheFewerMinutesAreLeft() {
        assertThat(QuarterWarning.needed(Duration.ofMinutes(14))).isEqualTo(0.9);
        assertThat(QuarterWarning.needed(Duration.ofMinutes(6))).isEqualTo(0.75);
        assertThat(QuarterWarning.needed(Duration.ofMinutes(2))).isEqualTo(0.6);
    }
}
