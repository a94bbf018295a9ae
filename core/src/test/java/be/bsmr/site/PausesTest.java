package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PausesTest {

    private static final Duration ALLOWED = Duration.ofSeconds(60);

    private Pauses pauses = Pauses.NONE;

    @ParameterizedTest(name = "every {0} s: {1} s")
    @CsvSource({"1,60", "10,60", "24,60", "30,75", "60,150", "61,152", "120,300", "600,300"})
    void whoSpeaksSeldomIsGivenMore(int interval, int seconds) {
        hear(interval, 2 * interval, 3 * interval);
        assertThat(pauses.patience(ALLOWED).toSeconds()).isEqualTo(seconds);
    }

    @Test
    void oneLongPauseIsNoHabit() {
        hear(0, 1, 2, 300, 301);
        assertThat(pauses.patience(ALLOWED)).isEqualTo(ALLOWED);
    }

    @Test
    void whatComesInABundleIsHeardOnce() {
        for (int s = 0; s <= 240; s += 60) {
            for (int i = 0; i < 6; i++) {
                pauses = pauses.heard(Instant.EPOCH.plusSeconds(s).plusMillis(i * 10L));
            }
        }
        assertThat(pauses.patience(ALLOWED)).isGreaterThan(Duration.ofSeconds(140));
    }

    @Test
    void nothingHeardYetIsAllowedWhatAnybodyIs() {
        assertThat(pauses.patience(ALLOWED)).isEqualTo(ALLOWED);
    }

    private void hear(int... seconds) {
        for (int s : seconds) {
            pauses = pauses.heard(Instant.EPOCH.plusSeconds(s));
        }
    }
}
