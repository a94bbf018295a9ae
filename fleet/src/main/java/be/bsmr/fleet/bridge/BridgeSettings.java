package be.bsmr.fleet.bridge;

import be.bsmr.fleet.topics.Topics;
import be.bsmr.home.config.OpenDoor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge has to know.
 *
 * @param kafka {@code bootstrap.servers}, and how Kafka lets the bridge in; never printed
 * @param name of this bridge among those of the tenant: the MQTT broker keeps what it has not taken
 *     yet under this name, so it stays, and no other has it; small letters, digits and hyphens
 * @param houses which of them it takes; null = the MQTT broker deals them out among all bridges
 *     that leave it to him
 * @param dongles which of them it takes over MQTT; null = none
 * @param tcp where dongles that stream connect, and from where they may; null = nowhere
 */
public record BridgeSettings(
        MqttServer mqtt,
        Map<String, String> kafka,
        Topics topics,
        Pseudonym pseudonym,
        String name,
        @Nullable Part houses,
        @Nullable Part dongles,
        @Nullable OpenDoor tcp) {

    public BridgeSettings {
        kafka = Map.copyOf(kafka);
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException(
                    "a bridge's name has 1 to 40 small letters, digits and hyphens, not '"
                            + name
                            + "'");
        }
        if (!kafka.containsKey("bootstrap.servers")) {
            throw new IllegalArgumentException(
                    "bootstrap.servers is missing: write where Kafka is, such as"
                            + " kafka.example:9093");
        }
        if (tcp != null) {
            tcp.require("tcp");
        }
    }

    /** Where Kafka is, for people. */
    String kafkaAddress() {
        return String.valueOf(kafka.get("bootstrap.servers"));
    }

    @Override
    public String toString() {
        return "bridge " + name + " from " + mqtt + " to " + kafkaAddress();
    }
}
