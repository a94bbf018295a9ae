package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.home.LogLines;
import be.bsmr.home.mqtt.mirror.MirrorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeTest {

    @TempDir Path directory;

    @BeforeAll
    static void unchanged() {
        LogLines.unchanged();
    }

    @Test
    void theSecondBrokerIsToldWhatWasChosenAndNothingElse() throws IOException {
        List<String> first = new ArrayList<>();
        try (EmbeddedBroker elsewhere = new EmbeddedBroker(guarded(), directory)) {
            elsewhere.start();
            MqttSettings settings =
                    new MqttSettings(
                            BrokerSettings.DEFAULT,
                            ExternalBrokerSettings.NONE,
                            TopicSettings.DEFAULT,
                            MirrorSettings.NONE,
                            bridge(elsewhere.port(), List.of("quarter/finished", "load/+")));
            try (var listener =
                            Mosquitto.subscribe(
                                    elsewhere.port(), "bsmr/#", "-u", "me", "-P", "pw");
                    Bridge bridge =
                            new Bridge(
                                    settings,
                                    (topic, payload, retain, qos) -> first.add(topic),
                                    MqttLink.forBridge(settings, "127.0.0.1"))) {
                bridge.publish("bsmr/home/reading", "{}", true, Qos.AT_MOST_ONCE);
                bridge.publish("bsmr/home/load/boiler", "{}", true, Qos.AT_LEAST_ONCE);
                bridge.publish("bsmr/home/load/boiler/set", "OFF", true, Qos.AT_LEAST_ONCE);
                bridge.tell("bsmr/home/quarter/finished", "a", true);
                bridge.tell("bsmr/home/quarter/finished", "b", true);
                bridge.start();
                listener.awaitSaid("bsmr/home/quarter/finished b")
                        .awaitSaid("bsmr/home/status online")
                        .awaitSaid("bsmr/home/load/boiler {}");
                assertThat(listener.said("bsmr/home/quarter"))
                        .as("what happened before it was there")
                        .containsExactly(
                                "bsmr/home/quarter/finished a", "bsmr/home/quarter/finished b");
                assertThat(listener.said("bsmr/home/reading")).isEmpty();
                assertThat(listener.said("bsmr/home/load/boiler/set")).isEmpty();
            }
            assertThat(first).hasSize(5);
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bridge(1883, List.of()))
                .withMessageContaining("mqtt.bridge.topics is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bridge(1883, List.of("a/#/b")))
                .withMessageContaining("'a/#/b' is no topic");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new BridgeSettings(
                                        null, 0, false, null, null, null, List.of("peaks")))
                .withMessageContaining("mqtt.bridge.host is missing");
        assertThat(bridge(1883, List.of("peaks")).toString()).doesNotContain("pw");
    }

    private static BridgeSettings bridge(int port, List<String> topics) {
        return new BridgeSettings("127.0.0.1", port, false, null, "me", "pw", topics);
    }

    /** Another site's, so that ours is a guest there. */
    private static MqttSettings guarded() {
        return new MqttSettings(
                new BrokerSettings(true, "127.0.0.1", 0, "me", "pw", List.of(), List.of()),
                ExternalBrokerSettings.NONE,
                new TopicSettings("elsewhere", "bsmr", ""));
    }
}
