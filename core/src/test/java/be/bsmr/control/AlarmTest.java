package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmTest {

    private Instant now = Instant.parse("2026-01-13T17:30:00Z");
    private Alarm alarm = Alarm.NONE;
    private final List<Boolean> said = new ArrayList<>();

    @Test
    void isRaisedWhenPassingIsLikelyForAQuarterOfAMinute() {
        seconds(15, 0.9);
        assertThat(alarm.on()).isFalse();
        seconds(1, 0.9);
        assertThat(alarm.on()).isTrue();
    }

    @Test
    void isNotRaisedByASpike() {
        for (int i = 0; i < 20; i++) {
            seconds(10, 0.99);
            seconds(5, 0.2);
        }
        assertThat(said).containsOnly(false);
    }

    @Test
    void staysWhileTheProbabilityGoesToAndFro() {
        seconds(16, 0.9);
        for (int i = 0; i < 20; i++) {
            seconds(17, 0.05);
            seconds(13, 0.95);
        }
        assertThat(said.subList(16, said.size())).containsOnly(true);
    }

    @Test
    void isClearedWhenPassingHasBeenUnlikelyForAMinute() {
        seconds(16, 0.9);
        seconds(60, 0.3);
        assertThat(alarm.on()).isTrue();
        seconds(1, 0.3);
        assertThat(alarm.on()).isFalse();
    }

    @Test
    void followsAtOnceWhatIsCertain() {
        step(1, Outlook.Certainty.OVER, false);
        assertThat(alarm.on()).isTrue();
        step(0, Outlook.Certainty.UNDER, false);
        assertThat(alarm.on()).isFalse();
    }

    @Test
    void endsWithItsQuarterUnlessTheNextIsInDangerToo() {
        seconds(16, 0.9);
        step(0.6, Outlook.Certainty.OPEN, true);
        assertThat(alarm.on()).isTrue();
        step(0.1, Outlook.Certainty.OPEN, true);
        assertThat(alarm.on()).isFalse();
    }

    @Test
    void worksWithAMeterThatSpeaksOnceAMinute() {
        for (int i = 0; i < 2; i++) {
            now = now.plusSeconds(59);
            seconds(1, 0.9);
        }
        assertThat(alarm.on()).isTrue();
        for (int i = 0; i < 2; i++) {
            now = now.plusSeconds(59);
            seconds(1, 0.1);
        }
        assertThat(alarm.on()).isFalse();
    }

    @Test
    void doesNotHangWhenTheMetersClockIsSetBack() {
        seconds(10, 0.9);
        now = now.minusSeconds(86_400);
        seconds(16, 0.9);
        assertThat(alarm.on()).isTrue();
    }

    @Test
    void saysTheSameOfAQuarterThatWavers() {
        List<Boolean> possible = new ArrayList<>();
        for (double breaks : new double[] {0.1, 0.2, 0.3, 0.2, 0.24, 0.16, 0.26, 0.11, 0.2}) {
            seconds(1, breaks);
            possible.add(alarm.possible());
        }
        assertThat(possible)
                .containsExactly(false, false, true, true, true, true, true, false, false);
    }

    @Test
    void ofAnotherQuarterWhatWasSaidBeforeSaysNothing() {
        seconds(1, 0.3);
        step(0.2, Outlook.Certainty.OPEN, false);
        assertThat(alarm.possible()).isTrue();
        step(0.2, Outlook.Certainty.OPEN, true);
        assertThat(alarm.possible()).isFalse();
    }

    private void seconds(int n, double breaks) {
        for (int i = 0; i < n; i++) {
            step(breaks, Outlook.Certainty.OPEN, false);
        }
    }

    private void step(double breaks, Outlook.Certainty certainty, boolean newQuarter) {
        now = now.plusSeconds(1);
        alarm = alarm.next(now, breaks, certainty, newQuarter);
        said.add(alarm.on());
    }
}
