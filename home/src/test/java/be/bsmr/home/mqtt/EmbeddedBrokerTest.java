package be.bsmr.home.mqtt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerTest {

    /** An MQTT 3.1.1 CONNECT, client id "web", and a PUBLISH of "off" to "a/set". */
    private static final byte[] CONNECT_AND_PUBLISH =
            HexFormat.of()
                    .parseHex("100f00044d5154540402003c0003776562" + "300a0005612f7365746f6666");

    @TempDir Path directory;
    private @Nullable EmbeddedBroker broker;

    @BeforeAll
    static void unchanged() {
        LogLines.unchanged();
    }

    @AfterEach
    void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void carriesMessagesInBothVersions(String version) throws IOException {
        int port = start(null, null);
        try (var listener = Mosquitto.subscribe(port, "house/#", "-V", version)) {
            assertThat(Mosquitto.publish(port, "house/a", "1", "-V", version)).isEmpty();
            assertThat(Mosquitto.publish(port, "house/b", "2", "-V", version, "-q", "1")).isEmpty();
            listener.awaitSaid("house/a 1").awaitSaid("house/b 2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void showsTheNewestRetainedStateToALateSubscriber(String version) throws IOException {
        int port = start(null, null);
        assertThat(Mosquitto.publish(port, "bsmr/other/state", "old", "-r", "-q", "1")).isEmpty();
        assertThat(Mosquitto.publish(port, "bsmr/other/state", "new", "-r", "-q", "1")).isEmpty();
        try (var late = Mosquitto.subscribe(port, "bsmr/other/+", "-V", version)) {
            late.awaitSaid("bsmr/other/state new");
            assertThat(late.said("bsmr/other/state")).containsExactly("bsmr/other/state new");
        }
    }

    @Test
    void stopsWithoutAStumbleWhileAClientLeaves() throws IOException {
        try (LogLines logs = new LogLines("org.apache.activemq")) {
            for (int round = 0; round < 20; round++) {
                assertThat(start(null, null)).isPositive();
                try (MqttLink link = new MqttLink(MqttSettings.DEFAULT, requireNonNull(broker))) {
                    for (int topic = 0; topic < 12; topic++) {
                        link.subscribe("ask/" + topic, (at, payload, retained) -> {});
                    }
                    link.start();
                    await().until(link::isConnected);
                }
                requireNonNull(broker).close();
            }
            assertThat(logs.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void letsInOnlyWhoKnowsThePasswordAlsoOnLoopback(String version) throws IOException {
        int port = start("me", "right");
        assertThat(Mosquitto.publish(port, "a", "1", "-V", version)).isNotEmpty();
        assertThat(Mosquitto.publish(port, "a", "1", "-V", version, "-u", "me", "-P", "wrong"))
                .isNotEmpty();
        assertThat(Mosquitto.publish(port, "a", "1", "-V", version, "-u", "you", "-P", "right"))
                .isNotEmpty();
        assertThat(Mosquitto.publish(port, "a", "1", "-V", version, "-u", "me", "-P", "right"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.10"})
    void doesNotListenBeyondThisMachineWithoutAPassword(String bind) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new BrokerSettings(
                                        true, bind, 1883, null, null, List.of(), List.of()))
                .withMessageContaining(bind)
                .withMessageContaining("mqtt.broker.password");
        assertThat(
                        new BrokerSettings(true, bind, 1883, "me", "secret", List.of(), List.of())
                                .toString())
                .doesNotContain("secret");
    }

    @Test
    void listensOnAllNetworksWithAPassword() throws IOException {
        broker =
                new EmbeddedBroker(
                        MqttSettings.DEFAULT.with(
                                new BrokerSettings(
                                        true, "0.0.0.0", 0, "me", "pw", List.of(), List.of())),
                        directory);
        broker.start();
        assertThat(broker.address().getAddress().isLoopbackAddress()).isTrue();
        assertThat(Mosquitto.publish(broker.port(), "a", "1")).isNotEmpty();
        assertThat(Mosquitto.publish(broker.port(), "a", "1", "-u", "me", "-P", "pw")).isEmpty();
    }

    @Test
    void saysWhichPortIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedBroker late =
                    new EmbeddedBroker(
                            MqttSettings.DEFAULT.with(
                                    new BrokerSettings(
                                            true,
                                            "127.0.0.1",
                                            other.getLocalPort(),
                                            null,
                                            null,
                                            List.of(),
                                            List.of())),
                            directory);
            assertThatThrownBy(late::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(":" + other.getLocalPort())
                    .hasMessageContaining("mqtt.broker.port");
        }
    }

    @Test
    void startsAgainOnTheSamePortAfterAClose() throws IOException {
        int port = start(null, null);
        broker.close();
        broker =
                new EmbeddedBroker(
                        MqttSettings.DEFAULT.with(
                                new BrokerSettings(
                                        true, "127.0.0.1", port, null, null, List.of(), List.of())),
                        directory);
        broker.start();
        assertThat(Mosquitto.publish(port, "a", "1", "-q", "1")).isEmpty();
    }

    @Test
    void writesNoFilesAndLeavesNoThreads() throws IOException {
        int port = start(null, null);
        Mosquitto.publish(port, "a", "1", "-r", "-q", "1");
        assertThat(directory).isEmptyDirectory();
        broker.close();
        await().until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(t -> t.getName().contains("activemq")));
    }

    @Test
    void doesNotListenToAWebPageOverAWebSocket() throws Exception {
        int port = start(null, null);
        try (var listener = Mosquitto.subscribe(port, "a/set")) {
            var page =
                    HttpClient.newHttpClient()
                            .newWebSocketBuilder()
                            .subprotocols("mqtt")
                            .buildAsync(
                                    URI.create("ws://127.0.0.1:" + port),
                                    new WebSocket.Listener() {});
            assertThat(page).failsWithin(Duration.ofSeconds(20));
            assertNothingButThisArrives(listener, port);
        }
    }

    @Test
    void doesNotListenToAWebPageThatPosts() throws Exception {
        int port = start(null, null);
        try (var listener = Mosquitto.subscribe(port, "a/set");
                Socket page = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String head =
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: "
                            + CONNECT_AND_PUBLISH.length
                            + "\r\n\r\n";
            page.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            page.getOutputStream().write(CONNECT_AND_PUBLISH);
            page.getOutputStream().flush();
            page.setSoTimeout(20_000);
            InputStream answer = page.getInputStream();
            assertThat(answer.read()).as("end of the connection").isEqualTo(-1);
            assertNothingButThisArrives(listener, port);
        }
    }

    /** The same bytes over plain TCP do arrive, so the refusals above prove something. */
    @Test
    void listensToPlainTcp() throws Exception {
        int port = start(null, null);
        try (var listener = Mosquitto.subscribe(port, "a/set");
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write(CONNECT_AND_PUBLISH);
            client.getOutputStream().flush();
            listener.awaitSaid("a/set off");
        }
    }

    private static void assertNothingButThisArrives(Mosquitto.Running listener, int port) {
        assertThat(Mosquitto.publish(port, "a/set", "auto", "-q", "1")).isEmpty();
        listener.awaitSaid("a/set auto");
        assertThat(listener.said("a/set")).containsExactly("a/set auto");
    }

    private int start(@Nullable String user, @Nullable String password) throws IOException {
        broker = OwnBroker.start(directory, user, password);
        return broker.port();
    }
}
