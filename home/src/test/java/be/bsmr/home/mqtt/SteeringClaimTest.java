package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several BSMRs of one site on one broker. */
class SteeringClaimTest {

    private static final SteeringClaim.Pace FAST =
            new SteeringClaim.Pace(
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(20));

    @TempDir private Path directory;

    private EmbeddedBroker broker;

    /** One BSMR, as far as this matters. */
    private final class Bsmr implements AutoCloseable {

        final List<Boolean> told = new CopyOnWriteArrayList<>();
        final MqttLink link = new MqttLink(MqttSettings.DEFAULT, broker);
        final SteeringClaim claim = new SteeringClaim(link, MqttSettings.DEFAULT, FAST, told::add);

        Bsmr() {
            claim.start(false);
            link.start();
        }

        @Override
        public void close() {
            claim.close();
            link.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        broker =
                new EmbeddedBroker(
                        new BrokerSettings(true, "127.0.0.1", 0, null, null, List.of()),
                        "esp32/json",
                        directory);
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void theSecondStandsAsideAndTakesOverWhenTheFirstLeaves() {
        Bsmr first = new Bsmr();
        await().until(() -> first.told.equals(List.of(true)));
        try (Bsmr second = new Bsmr();
                Logs logs = new Logs(SteeringClaim.class)) {
            await().until(() -> second.told.equals(List.of(false)));
            assertThat(logs.lines()).anyMatch(l -> l.contains("steers the loads of this site"));
            await().during(Duration.ofMillis(300)).until(() -> first.told.equals(List.of(true)));
            first.close();
            await().until(() -> second.told.equals(List.of(false, true)));
        }
    }

    @Test
    void theSecondTakesOverWhenTheFirstFallsSilent() {
        try (Bsmr first = new Bsmr()) {
            await().until(() -> first.told.equals(List.of(true)));
            try (Bsmr second = new Bsmr()) {
                await().until(() -> second.told.equals(List.of(false)));
                first.link.close(); // no leave is taken
                await().until(() -> second.told.equals(List.of(false, true)));
            }
        }
    }

    @Test
    void ofTwoThatStartTogetherOneSteers() {
        try (Bsmr one = new Bsmr();
                Bsmr two = new Bsmr()) {
            await().until(() -> !one.told.isEmpty() && !two.told.isEmpty());
            await().until(() -> newest(one) != newest(two));
            await().during(Duration.ofMillis(500)).until(() -> newest(one) != newest(two));
        }
    }

    private static boolean newest(Bsmr bsmr) {
        return bsmr.told.get(bsmr.told.size() - 1);
    }
}
