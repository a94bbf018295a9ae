package be.bsmr.home.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A second broker that is told some of what the first is told, such as one elsewhere.
 *
 * @param host a name or an address; null = there is none
 * @param port 1…65535; 0 = 1883, with TLS 8883
 * @param tls whether it is spoken to in TLS
 * @param ca PEM file with the certificate that vouches for it; null = those that Java trusts
 * @param user null = none
 * @param password together with {@code user}; never printed
 * @param topics below the site's, such as {@code quarter/finished}; {@code +} and {@code #} as in
 *     MQTT
 */
public record BridgeSettings(
        @Nullable String host,
        int port,
        boolean tls,
        @Nullable Path ca,
        @Nullable String user,
        @Nullable String password,
        List<String> topics) {

    public static final BridgeSettings NONE =
            new BridgeSettings(null, 0, false, null, null, null, List.of());

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public BridgeSettings {
        topics = List.copyOf(topics);
        BrokerKeys.requirePort("mqtt.bridge.port", port);
        BrokerKeys.requireBothOrNone("mqtt.bridge", user, password);
        if (host == null ? !topics.isEmpty() || user != null || tls : host.isBlank()) {
            throw new IllegalArgumentException(
                    "mqtt.bridge.host is missing: write the second broker's name or address, or"
                            + " leave mqtt.bridge out");
        }
        BrokerKeys.requireNoSecretIn("mqtt.bridge", host);
        if (host != null && topics.isEmpty()) {
            throw new IllegalArgumentException(
                    "mqtt.bridge.topics is empty: write what goes there, such as"
                            + " [quarter/finished, peaks]");
        }
        BrokerKeys.requireTls("mqtt.bridge", "ca", ca, tls);
        for (String topic : topics) {
            try {
                Object unused = MqttTopicFilter.of(topic);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "mqtt.bridge.topics: '" + topic + "' is no topic: " + e.getMessage(), e);
            }
        }
    }

    /** Where it is, and how it lets us in. */
    BrokerAddress address(String there) {
        return new BrokerAddress(there, BrokerKeys.portOr(port, tls), tls, ca, user, password);
    }

    @Override
    public String toString() {
        return "BridgeSettings[host="
                + host
                + ", port="
                + port
                + ", tls="
                + tls
                + ", ca="
                + ca
                + ", user="
                + user
                + ", password="
                + BrokerKeys.hidden(password)
                + ", topics="
                + topics
                + "]";
    }
}
