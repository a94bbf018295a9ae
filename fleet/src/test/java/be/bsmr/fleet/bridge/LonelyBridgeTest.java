package be.bsmr.fleet.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.home.config.OpenDoor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What can be tried where neither an MQTT broker nor Kafka is there. */
class LonelyBridgeTest {

    private static BridgeSettings settings(OpenDoor door) throws IOException {
        return new BridgeSettings(
                new MqttServer("127.0.0.1", LocalKafka.freePort(), false, null, null, null),
                Map.of("bootstrap.servers", "127.0.0.1:" + LocalKafka.freePort()),
                new Topics("gent"),
                new Pseudonym("0123456789abcdef0123456789abcdef"),
                "one",
                null,
                null,
                door);
    }

    @Test
    void nobodyTakesAllPlaces() throws Exception {
        List<Socket> inside = new ArrayList<>();
        try (Bridge bridge = Bridge.open(settings(OpenDoor.here(0)), InstantSource.system())) {
            int port = bridge.tcpPort().getAsInt();
            for (int i = 0; i < 64; i++) {
                inside.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            assertThat(isShown(port)).as("the 65th of one address").isTrue();
            assertThat(inside).noneMatch(LonelyBridgeTest::isEnded);
            inside.get(0).close();
            await().atMost(Patience.LONG).until(() -> !isShown(port));
        } finally {
            for (Socket one : inside) {
                one.close();
            }
        }
    }

    /** Whether who comes now is shown the door. */
    private static boolean isShown(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(500);
            return isEnded(socket);
        }
    }

    private static boolean isEnded(Socket socket) {
        try {
            socket.setSoTimeout(Math.max(1, socket.getSoTimeout()));
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void beyondThisMachineItWantsAListOfWhoMayCome() {
        assertThatThrownBy(() -> settings(new OpenDoor("0.0.0.0", 0, List.of())))
                .hasMessageContaining("tcp.allow");
    }

    @Test
    void aPortThatIsTakenIsSaidSo() throws Exception {
        try (Bridge bridge = Bridge.open(settings(OpenDoor.here(0)), InstantSource.system())) {
            OpenDoor taken = OpenDoor.here(bridge.tcpPort().getAsInt());
            assertThatThrownBy(() -> Bridge.open(settings(taken), InstantSource.system()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the port is in use");
        }
    }

    @Test
    void aPartThatDiedIsNoticed() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        InstantSource clock =
                () -> {
                    if (broken.get()) {
                        throw new IllegalStateException("no clock");
                    }
                    return Instant.EPOCH;
                };
        try (Bridge bridge = Bridge.open(settings(OpenDoor.here(0)), clock)) {
            assertThat(bridge.hasFailed()).isFalse();
            broken.set(true);
            await().dontCatchUncaughtExceptions().atMost(Patience.LONG).until(bridge::hasFailed);
        }
    }

    @Test
    void secretsAreNotPrinted() throws Exception {
        BridgeSettings settings =
                new BridgeSettings(
                        new MqttServer("broker", 8883, true, null, "bridge", "letmein"),
                        Map.of("bootstrap.servers", "kafka:9093", "sasl.jaas.config", "letmein"),
                        new Topics("gent"),
                        new Pseudonym("0123456789abcdef0123456789abcdef"),
                        "one",
                        Part.ALL,
                        new Part(1, 2),
                        null);
        assertThat(settings + " " + settings.mqtt()).doesNotContain("letmein", "0123456789");
        assertThatThrownBy(() -> new Part(3, 2)).hasMessageContaining("2 of 2");
    }
}
