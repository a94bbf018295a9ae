package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The original display on our broker, byte by byte as its ESP32 sends it (PubSubClient), and
 * everything else that somebody at its address might try without a password.
 */
class DisplayGuestsTest {

    private static final String DISPLAY = "127.0.0.2";
    private static final String STRANGER = "127.0.0.3";
    private static final String TOPIC = "esp32/json";
    private static final String SLOT =
            "{\"slot\":0,\"loper900\":490,\"limiet\":944,\"alarm\":936,\"pv\":875,"
                    + "\"pg900tot\":448,\"pd\":4532,\"pr\":0,\"pg\":3751}";
    private static final int BUFFER = 256;
    private static final int LONGEST_MILLIS = 20_000;

    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int SUBSCRIBE = 0x82;
    private static final int SUBACK = 0x90;
    private static final int PINGREQ = 0xC0;
    private static final int PINGRESP = 0xD0;

    private static final int CLEAN_SESSION = 2;
    private static final int WILL = 4;
    private static final int NAME_AND_PASSWORD = 0xC0;

    @TempDir private Path directory;

    private final List<Socket> sockets = new ArrayList<>();
    private EmbeddedBroker broker;
    private MqttLink home;

    @BeforeAll
    static void unchanged() {
        LogLines.unchanged();
    }

    @BeforeEach
    void start() throws IOException {
        BrokerSettings settings =
                new BrokerSettings(
                        true, "127.0.0.1", 0, "me", "secret", List.of(), List.of(DISPLAY));
        broker = new EmbeddedBroker(settings(settings), directory);
        broker.start();
        home = new MqttLink(settings(settings), broker);
        home.start();
        await().atMost(Duration.ofSeconds(20)).until(home::isConnected);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        home.close();
        broker.close();
    }

    @Test
    void theOriginalDisplayReadsUnmodified() throws IOException {
        Esp32 display = new Esp32(DISPLAY);
        display.send(CONNECT, connect("ESP8266Client", CLEAN_SESSION));
        assertThat(display.read()).containsExactly(CONNACK, 2, 0, 0);
        display.send(SUBSCRIBE, subscribe(TOPIC));
        assertThat(display.read()).containsExactly(SUBACK, 3, 0, 2, 0);
        home.publish(TOPIC, SLOT, false, Qos.AT_MOST_ONCE);
        int[] packet = display.read();
        assertThat(packet.length).isLessThanOrEqualTo(BUFFER);
        assertThat(packet[0]).as("PUBLISH, QoS 0, not retained").isEqualTo(PUBLISH);
        assertThat(text(packet, 4, TOPIC.length())).isEqualTo(TOPIC);
        assertThat(text(packet, 4 + TOPIC.length(), SLOT.length())).isEqualTo(SLOT);
        display.send(PINGREQ, new byte[0]);
        assertThat(display.read()).containsExactly(PINGRESP, 0);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("publish", PUBLISH, publish(TOPIC)),
                Arguments.of("publish retained", PUBLISH | 1, publish(TOPIC)),
                Arguments.of("command", PUBLISH, publish("bsmr/home/load/boiler/mode/set")),
                Arguments.of("#", SUBSCRIBE, subscribe("#")),
                Arguments.of("+/json", SUBSCRIBE, subscribe("+/json")),
                Arguments.of("esp32/+", SUBSCRIBE, subscribe("esp32/+")),
                Arguments.of("esp32/json/#", SUBSCRIBE, subscribe("esp32/json/#")),
                Arguments.of("reading", SUBSCRIBE, subscribe("bsmr/home/reading")),
                Arguments.of("shared", SUBSCRIBE, subscribe("$share/all/esp32/json")),
                Arguments.of("two", SUBSCRIBE, subscribe(TOPIC, "bsmr/home/reading")),
                Arguments.of("again", CONNECT, connect("another", CLEAN_SESSION)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void anythingElseEndsTheConnection(String what, int type, byte[] content) throws IOException {
        List<String> heard = new ArrayList<>();
        home.subscribe("#", (topic, payload, retained) -> heard.add(topic));
        Esp32 guest = new Esp32(DISPLAY);
        guest.send(CONNECT, connect("ESP8266Client", CLEAN_SESSION));
        assertThat(guest.read()).containsExactly(CONNACK, 2, 0, 0);
        try (LogLines logs = new LogLines(EmbeddedBroker.class)) {
            guest.send(type, content);
            assertThat(guest.read()).as(what).isNull();
            assertThat(logs.lines()).hasSize(1);
            assertThat(logs.lines().get(0)).contains(DISPLAY, "may only read " + TOPIC);
        }
        assertThat(heard).doesNotContain(TOPIC, "bsmr/home/load/boiler/mode/set");
        assertThat(home.isConnected()).isTrue();
    }

    @Test
    void neitherLeavesAWillNorASessionNorTakesAnothersName() throws IOException {
        Esp32 known = new Esp32(STRANGER);
        known.send(CONNECT, connect("ha", CLEAN_SESSION | NAME_AND_PASSWORD, "me", "secret"));
        assertThat(known.read()).containsExactly(CONNACK, 2, 0, 0);
        for (byte[] wrong :
                List.of(
                        connect("d", CLEAN_SESSION | WILL, "bsmr/home/control/mode/set", "off"),
                        connect("d", 0))) {
            Esp32 guest = new Esp32(DISPLAY);
            guest.send(CONNECT, wrong);
            assertThat(guest.read()).isNull();
        }
        Esp32 namesake = new Esp32(DISPLAY);
        namesake.send(CONNECT, connect("ha", CLEAN_SESSION));
        assertThat(namesake.read()).containsExactly(CONNACK, 2, 0, 0);
        known.send(PINGREQ, new byte[0]);
        assertThat(known.read()).as("it was not thrown out").containsExactly(PINGRESP, 0);
    }

    @Test
    void nobodyElseComesInWithoutAPassword() throws IOException {
        Esp32 display = new Esp32(DISPLAY);
        display.send(CONNECT, connect("ESP8266Client", CLEAN_SESSION));
        assertThat(display.read()).containsExactly(CONNACK, 2, 0, 0);
        for (byte[] attempt :
                List.of(
                        connect("ESP8266Client", CLEAN_SESSION),
                        connect("ha", CLEAN_SESSION | NAME_AND_PASSWORD, "me", "wrong"))) {
            Esp32 stranger = new Esp32(STRANGER);
            stranger.send(CONNECT, attempt);
            int[] answer = stranger.read();
            assertThat(answer == null || answer[3] != 0).isTrue();
        }
        Esp32 guessing = new Esp32(DISPLAY);
        guessing.send(CONNECT, connect("x", CLEAN_SESSION | NAME_AND_PASSWORD, "me", "wrong"));
        int[] answer = guessing.read();
        assertThat(answer == null || answer[3] != 0).isTrue();
        display.send(PINGREQ, new byte[0]);
        assertThat(display.read()).as("it was not thrown out").containsExactly(PINGRESP, 0);
    }

    @Test
    void whoKnowsThePasswordMayAllFromTheDisplaysAddressToo() throws IOException {
        Esp32 display = new Esp32(DISPLAY);
        display.send(CONNECT, connect("x", CLEAN_SESSION | NAME_AND_PASSWORD, "me", "secret"));
        assertThat(display.read()).containsExactly(CONNACK, 2, 0, 0);
        display.send(SUBSCRIBE, subscribe("bsmr/home/status"));
        // The retained message may come before the confirmation.
        int[] first = display.read();
        assertThat(first).isNotNull();
        assertThat(first[0]).isIn(SUBACK, PUBLISH | 1);
    }

    @Test
    void aListOfWhoMayReadIsEnoughToListenBeyondThisMachine() {
        BrokerSettings open =
                new BrokerSettings(
                        true, "0.0.0.0", 1883, null, null, List.of(), List.of("192.168.1.0/24"));
        assertThat(open.allows(address("192.168.1.30"))).isTrue();
        assertThat(open.allows(address("192.168.2.30"))).isFalse();
        assertThat(open.isHere(address("192.168.1.30"))).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new BrokerSettings(
                                        true,
                                        "127.0.0.1",
                                        0,
                                        null,
                                        null,
                                        List.of(),
                                        List.of("display")))
                .withMessageContaining("mqtt.broker.allow: 'display' is no address");
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static MqttSettings settings(BrokerSettings broker) {
        return new MqttSettings(
                broker, ExternalBrokerSettings.NONE, new TopicSettings("home", "bsmr", TOPIC));
    }

    // ---- packets of MQTT 3.1.1

    /** What follows the flags are texts: last will, user, password. Keep-alive is 15 s. */
    private static byte[] connect(String name, int flags, String... more) {
        return RawClient.bytes(
                out -> {
                    out.writeUTF("MQTT");
                    out.write(4);
                    out.write(flags);
                    out.writeShort(15);
                    out.writeUTF(name);
                    for (String text : more) {
                        out.writeUTF(text);
                    }
                });
    }

    private static byte[] subscribe(String... topics) {
        return RawClient.bytes(
                out -> {
                    out.writeShort(2);
                    for (String topic : topics) {
                        out.writeUTF(topic);
                        out.write(0);
                    }
                });
    }

    private static byte[] publish(String topic) {
        return RawClient.bytes(
                out -> {
                    out.writeUTF(topic);
                    out.writeBytes("off");
                });
    }

    private static String text(int[] packet, int from, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + length; i++) {
            text.append((char) packet[i]);
        }
        return text.toString();
    }

    /** A plain socket from an address of its own. */
    private final class Esp32 {

        private final Socket socket;
        private final DataInputStream in;

        Esp32(String from) throws IOException {
            socket = new Socket("127.0.0.1", broker.port(), InetAddress.getByName(from), 0);
            socket.setSoTimeout(LONGEST_MILLIS);
            sockets.add(socket);
            in = new DataInputStream(socket.getInputStream());
        }

        void send(int type, byte[] content) throws IOException {
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            packet.write(type);
            packet.write(content.length); // all are shorter than 128 bytes
            packet.writeBytes(content);
            socket.getOutputStream().write(packet.toByteArray());
        }

        /** The next packet; null when the broker has hung up. */
        int @Nullable [] read() throws IOException {
            try {
                int type = in.read();
                if (type < 0) {
                    return null;
                }
                int length = in.readUnsignedByte();
                if (length > 127) {
                    length += (in.readUnsignedByte() - 1) * 128;
                }
                int head = length > 127 ? 3 : 2;
                int[] packet = new int[2 + length];
                packet[0] = type;
                packet[1] = length;
                for (int i = 0; i < length; i++) {
                    packet[2 + i] = in.readUnsignedByte();
                }
                assertThat(head + length).isLessThanOrEqualTo(BUFFER);
                return packet;
            } catch (SocketException e) {
                return null;
            }
        }
    }
}
