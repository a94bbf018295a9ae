package be.bsmr.home.relay;

import java.util.Objects;

/**
 * A plug that listens on MQTT, for example a Tasmota one on {@code cmnd/boiler/POWER}.
 *
 * @param topic where it listens
 * @param shed payload that switches it off; OFF when the configuration leaves it out (null)
 * @param restore payload that switches it on; ON when the configuration leaves it out (null)
 */
public record MqttRelaySettings(String topic, String shed, String restore) {

    public MqttRelaySettings {
        topic = Objects.requireNonNullElse(topic, "");
        shed = Objects.requireNonNullElse(shed, "OFF");
        restore = Objects.requireNonNullElse(restore, "ON");
        if (topic.isBlank() || topic.contains("#") || topic.contains("+")) {
            throw new IllegalArgumentException(
                    "topic is where the plug listens, such as cmnd/boiler/POWER, not '"
                            + topic
                            + "'");
        }
        if (shed.equals(restore)) {
            throw new IllegalArgumentException(
                    "shed and restore are the same payload; write for example OFF and ON");
        }
    }
}
