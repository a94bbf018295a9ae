package be.bsmr.home.mqtt;

import be.bsmr.home.config.Inline;
import be.bsmr.home.mqtt.mirror.MirrorSettings;

/**
 * What is told over MQTT, and through which broker.
 *
 * @param broker the one inside this program; not started when there is an external one
 * @param external a broker in its place
 * @param topics what they are called
 * @param mirrors in whose words besides our own
 * @param bridge a second broker that is told some of it
 */
public record MqttSettings(
        BrokerSettings broker,
        @Inline ExternalBrokerSettings external,
        @Inline TopicSettings topics,
        @Inline MirrorSettings mirrors,
        BridgeSettings bridge) {

    /** Our own broker, topics under {@code bsmr/home}, the original's display served. */
    public static final MqttSettings DEFAULT =
            new MqttSettings(
                    BrokerSettings.DEFAULT, ExternalBrokerSettings.NONE, TopicSettings.DEFAULT);

    /** What is told in our own words, on one broker. */
    public MqttSettings(
            BrokerSettings broker, ExternalBrokerSettings external, TopicSettings topics) {
        this(broker, external, topics, MirrorSettings.NONE, BridgeSettings.NONE);
    }

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public MqttSettings {
        if (topics.displayTopic().isEmpty() && !broker.allow().isEmpty()) {
            throw new IllegalArgumentException(
                    "mqtt.broker.allow says who may read mqtt.display_topic, which is empty: write"
                            + " a topic, or leave allow out");
        }
    }

    /** These settings with another broker inside this program. */
    public MqttSettings with(BrokerSettings other) {
        return new MqttSettings(other, external, topics, mirrors, bridge);
    }

    /** Whether our own broker is to be started. */
    public boolean embedded() {
        return external.host() == null && broker.enabled();
    }

    /** Whether there is any broker to speak to. */
    public boolean enabled() {
        return external.host() != null || broker.enabled();
    }

    /** The full topic of a name, {@code bsmr/home/reading}. */
    public String topic(String name) {
        return topics.prefix() + "/" + topics.site() + "/" + name;
    }
}
