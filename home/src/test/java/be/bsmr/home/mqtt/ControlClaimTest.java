package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several BSMRs of one site on one broker. */
class ControlClaimTest {

    private static final ControlClaim.Pace FAST =
            new ControlClaim.Pace(
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
        final ControlClaim claim = new ControlClaim(link, MqttSettings.DEFAULT, FAST, told::add);

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

    /** Hears what is said on the topic of claims; who controls says so at every beat. */
    private final class Listener implements AutoCloseable {

        final MqttLink link = new MqttLink(MqttSettings.DEFAULT, broker);
        private final AtomicInteger claims = new AtomicInteger();

        Listener() {
            link.subscribe("bsmr/home/steering", (t, payload, kept) -> claims.incrementAndGet());
            link.start();
        }

        void awaitClaims(int more) {
            int before = claims.get();
            await().until(() -> claims.get() >= before + more);
        }

        @Override
        public void close() {
            link.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        broker =
                new EmbeddedBroker(
                        MqttSettings.DEFAULT.with(
                                new BrokerSettings(
                                        true, "127.0.0.1", 0, null, null, List.of(), List.of())),
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
                LogLines logs = new LogLines(ControlClaim.class)) {
            await().until(() -> second.told.equals(List.of(false)));
            assertThat(logs.lines()).anyMatch(l -> l.contains("controls the loads of this site"));
            first.close();
            await().until(() -> second.told.equals(List.of(false, true)));
            assertThat(first.told).containsExactly(true);
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
    void ofTwoThatStartTogetherOneControls() {
        try (Bsmr one = new Bsmr();
                Bsmr two = new Bsmr();
                Listener listener = new Listener()) {
            await().until(() -> !one.told.isEmpty() && !two.told.isEmpty());
            await().until(() -> newest(one) != newest(two));
            listener.awaitClaims(10);
            assertThat(newest(one)).isNotEqualTo(newest(two));
        }
    }

    /** On a broker of the house, whose rights are not ours: a crashed twin's words, sent again. */
    @Test
    void aClaimThatIsRepeatedPutsNobodyAside() {
        try (Bsmr us = new Bsmr();
                Listener hostile = new Listener()) {
            await().until(() -> us.told.equals(List.of(true)));
            try (LogLines logs = new LogLines(ControlClaim.class)) {
                for (int i = 0; i < 15; i++) {
                    for (String claim :
                            List.of(
                                    "steers 00000001",
                                    "steers 00000001 12345678",
                                    "leaves 00000001")) {
                        hostile.link.publish(
                                "bsmr/home/steering", claim, i == 0, Qos.AT_LEAST_ONCE);
                    }
                    hostile.awaitClaims(4); // of which one at least is ours: a beat has passed
                }
                assertThat(us.told).containsExactly(true);
                assertThat(logs.lines()).hasSize(1);
                assertThat(logs.lines().get(0)).contains("only for a BSMR that answers");
            }
        }
        // Nor one that the broker has kept.
        try (Bsmr next = new Bsmr()) {
            await().until(() -> next.told.equals(List.of(true)));
        }
    }

    /** Its answer counts once: who recorded it keeps nobody aside with it. */
    @Test
    void whoStoodAsideForATwinControlsWhenThatOnlyRepeatsItself() {
        List<String> recorded = new CopyOnWriteArrayList<>();
        try (MqttLink hostile = new MqttLink(MqttSettings.DEFAULT, broker)) {
            hostile.subscribe("bsmr/home/steering", (t, payload, kept) -> recorded.add(payload));
            hostile.start();
            await().until(hostile::isConnected);
            try (Bsmr twin = new Bsmr();
                    Bsmr us = after(twin)) {
                await().until(() -> us.told.equals(List.of(false)));
                twin.link.close(); // it crashes
                List<String> words = List.copyOf(recorded);
                await().until(
                                () -> {
                                    words.forEach(
                                            w ->
                                                    hostile.publish(
                                                            "bsmr/home/steering",
                                                            w,
                                                            false,
                                                            Qos.AT_LEAST_ONCE));
                                    return us.told.equals(List.of(false, true));
                                });
            }
        }
    }

    @Test
    void whoHasABrokerOfItsOwnControlsThereWhateverOthersSay() {
        MqttSettings theirs =
                new MqttSettings(
                        BrokerSettings.DEFAULT,
                        ExternalBrokerSettings.at("127.0.0.1", broker.port()),
                        new TopicSettings("home", "bsmr", ""));
        List<Boolean> ours = new CopyOnWriteArrayList<>();
        List<Boolean> twins = new CopyOnWriteArrayList<>();
        try (MqttLink own = new MqttLink(MqttSettings.DEFAULT, broker);
                ControlClaim claim = new ControlClaim(own, MqttSettings.DEFAULT, FAST, ours::add);
                MqttLink other = new MqttLink(theirs, null);
                ControlClaim twin = new ControlClaim(other, theirs, FAST, twins::add)) {
            own.start();
            claim.start(true);
            other.start();
            twin.start(false);
            await().until(() -> twins.equals(List.of(false)));
            try (Listener listener = new Listener()) {
                listener.awaitClaims(10);
            }
            assertThat(twins).containsExactly(false);
            assertThat(ours).containsExactly(true);
        }
    }

    private Bsmr after(Bsmr first) {
        await().until(() -> first.told.equals(List.of(true)));
        return new Bsmr();
    }

    private static boolean newest(Bsmr bsmr) {
        return bsmr.told.get(bsmr.told.size() - 1);
    }
}
