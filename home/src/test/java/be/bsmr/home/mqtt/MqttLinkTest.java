package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.LogLines;
import be.bsmr.home.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttLinkTest {

    private static final Duration TWENTY_SECONDS = Duration.ofSeconds(20);

    /** The longest pause between two attempts is far below this. */
    private static final Duration RECONNECT = Duration.ofSeconds(40);

    @TempDir Path directory;

    @BeforeAll
    static void unchanged() {
        LogLines.unchanged();
    }

    @Test
    void saysOnlineAndOffline() throws IOException {
        try (EmbeddedBroker broker = embedded();
                var listener = Mosquitto.subscribe(broker.port(), "bsmr/home/status")) {
            MqttLink link = new MqttLink(MqttSettings.DEFAULT, broker);
            link.start();
            listener.awaitSaid("bsmr/home/status online");
            link.close();
            listener.awaitSaid("bsmr/home/status offline");
            try (var late = Mosquitto.subscribe(broker.port(), "bsmr/home/status")) {
                late.awaitSaid("bsmr/home/status offline");
            }
        }
    }

    /** Who subscribes while it is said may miss it. */
    @Test
    void saysOnceMoreThatItIsOnlineWhenAllHaveComeBack() throws IOException {
        try (EmbeddedBroker broker = embedded();
                var listener = Mosquitto.subscribe(broker.port(), "bsmr/home/status");
                MqttLink link = new MqttLink(MqttSettings.DEFAULT, broker)) {
            link.start();
            await().atMost(TWENTY_SECONDS)
                    .until(() -> listener.said("bsmr/home/status").size() == 2);
            assertThat(listener.said("bsmr/home/status")).containsOnly("bsmr/home/status online");
        }
    }

    @Test
    void isSaidToBeOfflineWhenItIsKilled() throws IOException {
        try (EmbeddedBroker broker = embedded();
                var listener = Mosquitto.subscribe(broker.port(), "bsmr/other/status")) {
            Process other = otherProcess(broker.port());
            try {
                listener.awaitSaid("bsmr/other/status online");
            } finally {
                other.destroyForcibly().onExit().join();
            }
            listener.awaitSaid("bsmr/other/status offline");
            assertThat(listener.said("bsmr/other/status"))
                    .containsExactly("bsmr/other/status online", "bsmr/other/status offline");
        }
    }

    @Test
    void aMessageThatMustArriveFailsWhenItDoesNot() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        EmbeddedBroker broker = embedded();
        try (MqttLink link = new MqttLink(MqttSettings.DEFAULT, broker)) {
            link.subscribe("bsmr/home/notify", (topic, payload, kept) -> received.add(payload));
            link.start();
            try (broker) {
                await().until(
                                () -> {
                                    link.deliver("bsmr/home/notify", "now", TWENTY_SECONDS);
                                    return !received.isEmpty();
                                });
            }
            await().until(() -> !link.isConnected());
            assertThatThrownBy(() -> link.deliver("bsmr/home/notify", "x", Duration.ofMillis(50)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no connection");
        }
    }

    /** The external broker forgets everything: it keeps nothing on disk. */
    @Test
    void comesBackWithTheNewestOfEveryTopicWhenAnExternalBrokerWasAway() {
        int port = FreePort.take();
        String[] configuration = {
            "listener " + port + " 127.0.0.1", "allow_anonymous true", "persistence false"
        };
        List<String> received = new CopyOnWriteArrayList<>();
        try (MqttLink link = new MqttLink(external(port, false, null), null)) {
            link.subscribe("ask/+", (topic, payload, retained) -> received.add(payload));
            link.publish("before", "1", true, Qos.AT_LEAST_ONCE);
            link.start();
            try (var broker = Mosquitto.broker(directory, configuration)) {
                await().atMost(RECONNECT).until(link::isConnected);
                try (var listener = Mosquitto.subscribe(port, "#")) {
                    listener.awaitSaid("before 1");
                    link.publish("changes", "2", true, Qos.AT_LEAST_ONCE);
                    link.publish("event", "3", false, Qos.AT_LEAST_ONCE);
                    listener.awaitSaid("changes 2").awaitSaid("event 3");
                }
                broker.kill();
            }
            await().until(() -> !link.isConnected());
            for (int i = 0; i < 10_000; i++) {
                link.publish("changes", "away " + i, true, Qos.AT_LEAST_ONCE);
            }
            link.publish("event", "lost", false, Qos.AT_LEAST_ONCE);
            assertThat(link.dropped()).isEqualTo(1);
            for (int i = 1; i <= 50; i++) {
                link.tell("happened", "away " + i, i % 2 == 0);
            }

            try (var broker = Mosquitto.broker(directory, configuration);
                    var listener = Mosquitto.subscribe(port, "#")) {
                await().atMost(RECONNECT).until(link::isConnected);
                broker.awaitSaid("bsmr-home");
                listener.awaitSaid("changes away 9999")
                        .awaitSaid("before 1")
                        .awaitSaid("bsmr/home/status online");
                assertThat(listener.said("changes")).containsExactly("changes away 9999");
                assertThat(listener.said("event")).isEmpty();
                listener.awaitSaid("happened away 50");
                assertThat(listener.said("happened"))
                        .as("each, in order, and none twice")
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, 50)
                                        .mapToObj(i -> "happened away " + i)
                                        .toList());

                await().until(
                                () -> {
                                    Mosquitto.publish(port, "ask/it", "again", "-q", "1");
                                    return received.contains("again");
                                });
            }
        }
    }

    /** A broker that takes nothing for a moment; what is measured may get lost then. */
    @Test
    void aCommandGoesThroughHoweverMuchIsUnderWayOrSaysThatItCannot() throws Exception {
        int port = FreePort.take();
        try (MqttLink link = new MqttLink(external(port, false, null), null)) {
            assertThatThrownBy(() -> link.command("plug", "OFF"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broker is away");
            link.start();
            try (var broker =
                            Mosquitto.broker(
                                    directory,
                                    "listener " + port + " 127.0.0.1",
                                    "allow_anonymous true",
                                    "max_queued_messages 0");
                    var listener = Mosquitto.subscribe(port, "plug")) {
                await().atMost(RECONNECT).until(link::isConnected);
                signal("STOP", broker.process);
                while (link.dropped() == 0) {
                    link.publish("measured", "1", false, Qos.AT_LEAST_ONCE);
                }
                link.command("plug", "OFF");
                link.command("plug", "ON");
                signal("CONT", broker.process);
                listener.awaitSaid("plug ON");
                assertThat(listener.said("plug")).containsExactly("plug OFF", "plug ON");
            }
        }
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
                .isZero();
    }

    @Test
    void saysOnceThatThereIsNoBrokerAndClosesAtOnce() {
        int port = FreePort.take();
        try (LogLines logs = new LogLines(MqttLink.class)) {
            MqttLink link = new MqttLink(external(port, false, null), null);
            link.start();
            await().until(() -> !logs.lines().isEmpty());
            link.publish("not/a/#/topic", "x", true, Qos.AT_LEAST_ONCE);
            link.close();
            link.publish("after/close", "x", true, Qos.AT_LEAST_ONCE);
            assertThat(logs.lines())
                    .satisfiesExactly(
                            l -> assertThat(l).contains("127.0.0.1:" + port, "mqtt.port"),
                            l -> assertThat(l).contains("not/a/#/topic"));
        }
    }

    @Test
    void refusesSettingsThatCannotBeMeant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> external(1883, false, directory))
                .withMessageContaining("mqtt.tls");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(null, 1884, false, null, "home"))
                .withMessageContaining("mqtt.host");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("broker", 0, false, null, "my home"))
                .withMessageContaining("mqtt.site");
        assertThat(settings("broker", 0, true, null, "home").external().port()).isEqualTo(8883);
        assertThat(settings("broker", 0, false, null, "home").embedded()).isFalse();
        assertThat(MqttSettings.DEFAULT.embedded()).isTrue();
    }

    /** Runs a link until it is killed. */
    static final class Other {

        private Other() {}

        public static void main(String[] port) {
            LogLines.unchanged();
            new MqttLink(
                            settings("127.0.0.1", Integer.parseInt(port[0]), false, null, "other"),
                            null)
                    .start();
            new CompletableFuture<Void>().join();
        }
    }

    private static Process otherProcess(int port) throws IOException {
        return Programs.java(List.of(), Other.class, String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(Programs.LOG)
                .start();
    }

    private EmbeddedBroker embedded() throws IOException {
        return OwnBroker.start(directory, null, null);
    }

    private static MqttSettings external(int port, boolean tls, @Nullable Path ca) {
        return settings("127.0.0.1", port, tls, ca, "home");
    }

    private static MqttSettings settings(
            @Nullable String host, int port, boolean tls, @Nullable Path ca, String site) {
        return new MqttSettings(
                BrokerSettings.DEFAULT,
                new ExternalBrokerSettings(host, port, tls, ca, null, null, null, null),
                new TopicSettings(site, "bsmr", ""));
    }
}
