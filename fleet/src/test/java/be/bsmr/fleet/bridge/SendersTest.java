package be.bsmr.fleet.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SendersTest {

    private static final Instant NOW = Instant.parse("2026-01-14T18:00:07Z");

    private final Senders senders = new Senders(3, 2);

    @Test
    void eachHasItsOwnBoundInEachMinute() {
        for (int i = 0; i < 3; i++) {
            assertThat(senders.mayPass("a", NOW)).isTrue();
        }
        assertThat(senders.mayPass("a", NOW)).isFalse();
        assertThat(senders.mayPass("b", NOW)).isTrue();
        assertThat(senders.mayPass("a", NOW.plusSeconds(53))).isTrue();
    }

    @Test
    void whatWasDroppedIsToldOnceWhenItsMinuteIsOver() {
        for (int i = 0; i < 5; i++) {
            senders.mayPass("a", NOW);
            senders.mayBeKept("b", NOW);
        }
        senders.mayPass("c", NOW);
        assertThat(senders.ended(NOW)).isEmpty();
        Instant minute = Instant.parse("2026-01-14T18:00:00Z");
        assertThat(senders.ended(NOW.plusSeconds(60)))
                .containsExactlyInAnyOrder(
                        new Senders.Excess("a", minute, 2), new Senders.Excess("b", minute, 3));
        assertThat(senders.ended(NOW.plusSeconds(60))).isEmpty();
    }
}
