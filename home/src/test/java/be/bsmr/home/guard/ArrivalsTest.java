package be.bsmr.home.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T17:00:00Z");
    private final Arrivals arrivals = new Arrivals(3, 2);

    @Test
    void soManyAtOnceThenSoManyASecond() throws Exception {
        InetAddress busy = InetAddress.getByName("192.168.1.10");
        assertThat(came(busy, NOW, 10)).isEqualTo(3);
        assertThat(came(InetAddress.getByName("192.168.1.11"), NOW, 1)).isEqualTo(1);
        assertThat(came(busy, NOW.plusMillis(499), 10)).isZero();
        assertThat(came(busy, NOW.plusMillis(1001), 10)).isEqualTo(2);
        assertThat(came(busy, NOW.plusSeconds(3600), 10)).isEqualTo(3);
    }

    @Test
    void whoAsksForSomethingComesAsOftenAsHeLikes() throws Exception {
        InetAddress busy = InetAddress.getByName("192.168.1.10");
        for (int i = 0; i < 100; i++) {
            assertThat(came(busy, NOW, 1)).isEqualTo(1);
            arrivals.cameForSomething(busy);
        }
        assertThat(came(busy, NOW, 10)).isEqualTo(3);
    }

    @Test
    void manyAddressesTakeNoMoreMemory() throws Exception {
        InetAddress busy = InetAddress.getByName("192.168.1.10");
        assertThat(came(busy, NOW, 10)).isEqualTo(3);
        for (int i = 0; i < Arrivals.MOST_ADDRESSES; i++) {
            byte[] other = {10, 0, (byte) (i >> 8), (byte) i};
            assertThat(came(InetAddress.getByAddress(other), NOW, 1)).isEqualTo(1);
        }
        assertThat(came(busy, NOW, 10)).as("forgotten").isEqualTo(3);
    }

    private int came(InetAddress from, Instant now, int tries) {
        int came = 0;
        for (int i = 0; i < tries; i++) {
            came += arrivals.mayCome(from, now) ? 1 : 0;
        }
        return came;
    }
}
