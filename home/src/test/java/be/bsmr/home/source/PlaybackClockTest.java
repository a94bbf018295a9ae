package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlaybackClockTest {

    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");

    private long stopwatch = 5_000_000_000L;

    @Test
    void waitsAsLongAsTheStampsAreApart() {
        PlaybackClock pace = pace(1);
        assertThat(wait(pace, 0)).isZero();
        assertThat(wait(pace, 1)).isEqualTo(Duration.ofSeconds(1));
        passes(Duration.ofMillis(400));
        assertThat(wait(pace, 1)).isEqualTo(Duration.ofMillis(600));
    }

    @Test
    void goesFaster() {
        PlaybackClock pace = pace(60);
        wait(pace, 0);
        assertThat(wait(pace, 60)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void doesNotAddUpDelays() {
        PlaybackClock pace = pace(1);
        wait(pace, 0);
        for (int second = 1; second <= 600; second++) {
            passes(Duration.ofMillis(1010)); // each telegram takes a little longer than its second
            assertThat(wait(pace, second)).isEqualTo(Duration.ofMillis(-10L * second));
        }
    }

    @Test
    void beginsAnewAfterAClockThatWasSetBackAndAfterALongGap() {
        PlaybackClock pace = pace(1);
        wait(pace, 0);
        passes(Duration.ofSeconds(10));
        assertThat(wait(pace, -3600)).isZero();
        assertThat(wait(pace, -3599)).isEqualTo(Duration.ofSeconds(1));
        assertThat(wait(pace, 86_400)).isZero();
        assertThat(wait(pace, 86_401)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void neverWaitsAtFullSpeed() {
        PlaybackClock pace = pace(Double.POSITIVE_INFINITY);
        wait(pace, 0);
        assertThat(wait(pace, 800)).isZero();
    }

    @Test
    void refusesTimeThatStandsStill() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PlaybackClock(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlaybackClock(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlaybackClock(Double.NaN));
    }

    private PlaybackClock pace(double speed) {
        return new PlaybackClock(speed, () -> stopwatch);
    }

    private void passes(Duration time) {
        stopwatch += time.toNanos();
    }

    private static Duration wait(PlaybackClock pace, long second) {
        return Duration.ofNanos(pace.untilDue(START.plusSeconds(second)));
    }
}
