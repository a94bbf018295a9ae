package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.site.LinkHealth.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkHealthTest {

    private static final Instant NOON = Instant.parse("2026-01-13T11:00:00Z");

    @Test
    void countsByCauseAndRemembersTheLastRejection() {
        LinkHealth health =
                LinkHealth.INITIAL
                        .rejected(new Rejection("crc", 0, NOON))
                        .rejected(new Rejection("cut", 900, NOON.plusSeconds(1)))
                        .accepted(NOON.plusSeconds(2), null)
                        .rejected(new Rejection("crc", 2700, NOON.plusSeconds(3)))
                        .accepted(NOON.plusSeconds(4), null);
        assertThat(health.rejectedBy()).isEqualTo(Map.of("crc", 2L, "cut", 1L));
        assertThat(health.telegrams()).isEqualTo(5);
        assertThat(health.rejections().last())
                .isEqualTo(new Rejection("crc", 2700, NOON.plusSeconds(3)));
    }

    @Test
    void looksBackOnTheLastTelegramsOnly() {
        LinkHealth health = LinkHealth.INITIAL;
        assertThat(health.recentTelegrams()).isZero();
        for (int i = 0; i < 10; i++) {
            health = health.rejected(new Rejection("crc", i, NOON));
        }
        assertThat(health.recentRejected()).isEqualTo(10);
        assertThat(health.recentTelegrams()).isEqualTo(10);
        for (int i = 0; i < LinkHealth.RECENT - 1; i++) {
            health = health.accepted(NOON, null);
        }
        assertThat(health.recentRejected()).as("one of the ten is still in sight").isEqualTo(1);
        health = health.accepted(NOON, null);
        assertThat(health.recentRejected()).isZero();
        assertThat(health.recentTelegrams()).isEqualTo(LinkHealth.RECENT);
        assertThat(health.rejected()).isEqualTo(10);
    }

    @Test
    void knowsHowFarTheMetersClockIsFromOurs() {
        LinkHealth health = LinkHealth.INITIAL.accepted(NOON, NOON.minusSeconds(7));
        assertThat(health.clockSkew()).contains(Duration.ofSeconds(-7));
        assertThat(health.accepted(NOON, null).clockSkew()).isEmpty();
        assertThat(LinkHealth.INITIAL.clockSkew()).isEmpty();
    }

    @Test
    void countsHowOftenTheSourceWasOpened() {
        LinkHealth health = LinkHealth.INITIAL.opened().broken("unplugged").opened();
        assertThat(health.timesOpened()).isEqualTo(2);
        assertThat(health.trouble()).isNull();
    }
}
