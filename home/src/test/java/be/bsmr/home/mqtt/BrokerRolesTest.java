package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.ControlMode;
import be.bsmr.home.LogLines;
import be.bsmr.site.SiteInput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role may do on the running broker, tried by real clients. */
class BrokerRolesTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");
    private static final String PASSWORD = "pw";

    @TempDir private Path directory;
    private final List<SiteInput> site = new CopyOnWriteArrayList<>();
    private EmbeddedBroker broker;
    private MqttLink home;

    @BeforeAll
    static void unchanged() {
        LogLines.unchanged();
    }

    @BeforeEach
    void start() throws IOException {
        MqttSettings settings =
                MqttSettings.DEFAULT.with(
                        new BrokerSettings(
                                true,
                                "127.0.0.1",
                                0,
                                null,
                                null,
                                List.of(
                                        user("display", BrokerRole.DISPLAY),
                                        user("reader", BrokerRole.READER),
                                        user("device", BrokerRole.DEVICE),
                                        user("control", BrokerRole.CONTROL)),
                                List.of()));
        broker = new EmbeddedBroker(settings, directory);
        broker.start();
        home = new MqttLink(settings, broker);
        ModeRequests.listen(home, settings, Set.of("boiler"), InstantSource.fixed(NOW), site::add);
        home.start();
        await().until(home::isConnected);
    }

    @AfterEach
    void stop() {
        home.close();
        broker.close();
    }

    private static BrokerUser user(String name, BrokerRole role) {
        return new BrokerUser(name, PASSWORD, role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void onlyBsmrSaysWhatBsmrSays(String version) {
        List<String> heard = new CopyOnWriteArrayList<>();
        home.subscribe("bsmr/home/#", (topic, payload, kept) -> heard.add(topic + " " + payload));
        try (LogLines logs = new LogLines(EmbeddedBroker.class)) {
            for (String topic :
                    List.of(
                            "status",
                            "peaks",
                            "reading",
                            "steering",
                            "control/mode",
                            "load/boiler")) {
                for (String who : List.of("display", "reader", "device", "control")) {
                    publish(who, "bsmr/home/" + topic, "forged", version, "-r");
                }
            }
            publish("control", "bsmr/home/load/boiler/mode/set", "off", version);
            await().until(() -> !site.isEmpty());
            assertThat(heard).noneMatch(h -> h.endsWith("forged"));
            // Once for each user, however often, and who it was.
            assertThat(logs.lines()).hasSize(4);
            assertThat(logs.lines())
                    .anyMatch(
                            l ->
                                    l.contains(
                                            "user 'control' may not publish on 'bsmr/home/status'"));
        }
    }

    /** As the broker passes it on to who is there already, it is not marked as retained. */
    @Test
    void aRetainedRequestIsNeverObeyed() {
        try (LogLines logs = new LogLines(EmbeddedBroker.class)) {
            publish("control", "bsmr/home/load/boiler/mode/set", "off", "mqttv311", "-r");
            publish("control", "bsmr/home/control/mode/set", "off", "mqttv5", "-r");
            publish("control", "bsmr/home/control/mode/set", "shadow", "mqttv5");
            await().until(() -> !site.isEmpty());
            assertThat(site).containsExactly(new SiteInput.ModeRequest(NOW, ControlMode.SHADOW));
            assertThat(logs.lines()).hasSize(1);
            assertThat(logs.lines().get(0)).contains("never obeyed: send it without");
        }
        // Nor does it lie there for the next connection.
        try (RawClient late = as("control")) {
            assertThat(late.subscribe("probe")).isZero();
            late.ask("bsmr/home/load/+/mode/set", "bsmr/home/control/mode/set");
            assertThat(late.read().type()).as("first of all").isEqualTo(RawClient.SUBACK);
            home.publish("probe", "", false, Qos.AT_LEAST_ONCE);
            assertThat(late.awaited(RawClient.PUBLISH).topic()).isEqualTo("probe");
        }
    }

    @Test
    void aDeviceSeesAndSwitchesItsOwnAndNothingOfTheHouse() {
        try (RawClient device = as("device")) {
            assertThat(device.subscribe("#")).isEqualTo(128);
            assertThat(device.subscribe("bsmr/home/reading")).isEqualTo(128);
            assertThat(device.subscribe("cmnd/boiler/#", "bsmr/home/load/boiler/set")).isZero();
            device.publish("bsmr/home/load/boiler/mode/set", "off", false, 1);
            device.awaited(RawClient.PUBACK);
            home.publish("bsmr/home/load/boiler/set", "ON", true, Qos.AT_LEAST_ONCE);
            assertThat(device.awaited(RawClient.PUBLISH).topic())
                    .isEqualTo("bsmr/home/load/boiler/set");
            assertThat(site).isEmpty();
        }
    }

    @Test
    void aDisplayWithAPasswordReadsItsTopicAndNothingElse() {
        try (RawClient display = as("display")) {
            assertThat(display.subscribe("esp32/json")).isZero();
            home.publish("esp32/json", "{}", false, Qos.AT_MOST_ONCE);
            assertThat(display.awaited(RawClient.PUBLISH).topic()).isEqualTo("esp32/json");
            display.publish("a", "1", false, 0);
            assertThat(display.read()).as("end of the connection").isNull();
        }
    }

    /** Under the same client id, in a session that was left behind. */
    @Test
    void nobodyTakesTheSessionOrTheConnectionOfAnotherUser() {
        try (RawClient control = new RawClient(broker.port(), "127.0.0.1")) {
            assertThat(control.connect("control", PASSWORD, "ha", false)).isZero();
            control.subscribe("bsmr/home/decision");
        }
        try (RawClient device = new RawClient(broker.port(), "127.0.0.1");
                RawClient control = new RawClient(broker.port(), "127.0.0.1")) {
            assertThat(control.connect("control", PASSWORD, "ha", false)).isZero();
            assertThat(device.connect("device", PASSWORD, "ha", false)).isZero();
            home.publish("bsmr/home/decision", "secret", false, Qos.AT_LEAST_ONCE);
            assertThat(control.awaited(RawClient.PUBLISH).topic()).isEqualTo("bsmr/home/decision");
            device.send(0xC0, new byte[0]);
            assertThat(device.read().type()).isEqualTo(RawClient.PINGRESP);
        }
    }

    /** A plug's usual last will: it is said, and not kept; one on our topics is left out. */
    @Test
    void aLastWillIsBoundByTheSameRights() {
        try (LogLines logs = new LogLines(EmbeddedBroker.class);
                var listener =
                        Mosquitto.subscribe(broker.port(), "#", "-u", "reader", "-P", "pw")) {
            for (String topic : List.of("bsmr/home/status", "tele/boiler/LWT")) {
                var plug =
                        Mosquitto.subscribe(
                                broker.port(),
                                "cmnd/boiler/#",
                                "-u",
                                "control",
                                "-P",
                                PASSWORD,
                                "--will-topic",
                                topic,
                                "--will-payload",
                                "gone",
                                "--will-retain");
                plug.kill();
            }
            listener.awaitSaid("tele/boiler/LWT gone");
            assertThat(listener.said("bsmr/home/status"))
                    .containsExactly("bsmr/home/status online");
            assertThat(logs.lines())
                    .anyMatch(l -> l.contains("no last will on 'bsmr/home/status'"));
        }
    }

    @Test
    void saysWhatIsMissingOfAUser() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BrokerUser("plug", "", BrokerRole.DEVICE))
                .withMessageContaining("password");
        assertThat(user("plug", BrokerRole.DEVICE).toString()).doesNotContain(PASSWORD);
    }

    private RawClient as(String user) {
        return RawClient.in(broker.port(), "127.0.0.1", user, PASSWORD, user);
    }

    private void publish(String who, String topic, String payload, String version, String... more) {
        String[] all = new String[more.length + 8];
        System.arraycopy(
                new String[] {"-V", version, "-u", who, "-P", PASSWORD, "-q", "1"}, 0, all, 0, 8);
        System.arraycopy(more, 0, all, 8, more.length);
        String unused = Mosquitto.publish(broker.port(), topic, payload, all);
    }
}
