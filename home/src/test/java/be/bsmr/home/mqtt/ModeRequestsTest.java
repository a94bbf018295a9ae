package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.ControlMode;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.LogLines;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.UserRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModeRequestsTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");

    @TempDir Path directory;
    private EmbeddedBroker broker;
    private MqttLink link;
    private final List<SiteInput> site = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() throws IOException {
        LogLines.unchanged();
        broker =
                new EmbeddedBroker(
                        MqttSettings.DEFAULT.with(
                                new BrokerSettings(
                                        true, "127.0.0.1", 0, "me", "pw", List.of(), List.of())),
                        directory);
        broker.start();
        MqttSettings settings =
                new MqttSettings(
                        new BrokerSettings(true, "127.0.0.1", 0, "me", "pw", List.of(), List.of()),
                        ExternalBrokerSettings.NONE,
                        new TopicSettings("home", "bsmr", ""));
        link = new MqttLink(settings, broker);
        ModeRequests.listen(
                link, settings, Set.of("boiler", "car"), InstantSource.fixed(NOW), site::add);
    }

    @AfterEach
    void stop() {
        link.close();
        broker.close();
    }

    @Test
    void handsOnWhatIsTakenBackAndHowFarControlMayGo() {
        connect();
        link.publish("bsmr/home/load/boiler/undo/set", "1", false, Qos.AT_LEAST_ONCE);
        link.publish("bsmr/home/control/mode/set", "perhaps", false, Qos.AT_LEAST_ONCE);
        link.publish("bsmr/home/control/mode/set", "Shadow", false, Qos.AT_LEAST_ONCE);
        await().until(() -> site.size() == 2);
        assertThat(site)
                .containsExactlyInAnyOrder(
                        new SiteInput.UndoRequest(NOW, "boiler"),
                        new SiteInput.ModeRequest(NOW, ControlMode.SHADOW));
    }

    @Test
    void handsOnWhatAPersonWants() {
        connect();
        send("boiler", "off");
        send("car", "ON");
        send("boiler", " auto\n");
        await().until(() -> site.size() == 3);
        assertThat(site)
                .containsExactly(
                        new UserRequest(NOW, "boiler", ManualOverride.ALWAYS_SHED),
                        new UserRequest(NOW, "car", ManualOverride.ALWAYS_ON),
                        new UserRequest(NOW, "boiler", ManualOverride.AUTO));
    }

    @Test
    void saysOnceWhatToSendInsteadOfNonsense() {
        try (LogLines logs = new LogLines(ModeRequests.class)) {
            connect();
            send("boiler", "50%");
            send("boiler", "60%");
            send("pool", "off");
            send("pool", "on");
            send("car", "off");
            await().until(() -> !site.isEmpty());
            assertThat(site)
                    .containsExactly(new UserRequest(NOW, "car", ManualOverride.ALWAYS_SHED));
            assertThat(logs.lines())
                    .containsExactly(
                            "MQTT: '50%' is no mode for load boiler: send auto, on or off",
                            "MQTT: there is no load 'pool': the loads are boiler, car");
        }
    }

    /** Otherwise an old wish would come back at every reconnect. */
    @Test
    void doesNotObeyARequestThatTheBrokerKept() {
        send("boiler", "off", "-r");
        connect();
        send("boiler", "on");
        await().until(() -> !site.isEmpty());
        assertThat(site).containsExactly(new UserRequest(NOW, "boiler", ManualOverride.ALWAYS_ON));
    }

    /** Returns once a message has come through: the broker takes subscriptions in order. */
    private void connect() {
        AtomicBoolean through = new AtomicBoolean();
        link.subscribe("probe", (topic, payload, retained) -> through.set(true));
        link.start();
        await().until(
                        () -> {
                            String said =
                                    Mosquitto.publish(
                                            broker.port(), "probe", "", "-u", "me", "-P", "pw");
                            return said.isEmpty() && through.get();
                        });
    }

    private void send(String load, String payload, String... more) {
        String[] options = {"-q", "1", "-u", "me", "-P", "pw"};
        String[] all = new String[options.length + more.length];
        System.arraycopy(options, 0, all, 0, options.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        String topic = "bsmr/home/load/" + load + "/mode/set";
        assertThat(Mosquitto.publish(broker.port(), topic, payload, all)).isEmpty();
    }
}
