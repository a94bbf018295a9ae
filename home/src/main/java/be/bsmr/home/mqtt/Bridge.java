package be.bsmr.home.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import java.util.List;

/** Tells the first broker everything, and a second one what was chosen. */
final class Bridge implements Outbox, AutoCloseable {

    private final Outbox first;
    private final MqttLink second;
    private final List<MqttTopicFilter> chosen;

    /**
     * @param settings that name a second broker
     * @param second a link to it, not yet connected
     */
    Bridge(MqttSettings settings, Outbox first, MqttLink second) {
        this.first = first;
        this.second = second;
        chosen =
                settings.bridge().topics().stream()
                        .map(topic -> MqttTopicFilter.of(settings.topic(topic)))
                        .toList();
    }

    /** Begins to connect. */
    void start() {
        second.start();
    }

    @Override
    public void publish(String topic, String payload, boolean retain, Qos qos) {
        first.publish(topic, payload, retain, qos);
        if (goesOver(topic)) {
            second.publish(topic, payload, retain, qos);
        }
    }

    @Override
    public void tell(String topic, String payload, boolean retain) {
        first.tell(topic, payload, retain);
        if (goesOver(topic)) {
            second.tell(topic, payload, retain);
        }
    }

    private boolean goesOver(String topic) {
        return chosen.stream().anyMatch(filter -> filter.matches(MqttTopic.of(topic)));
    }

    @Override
    public void close() {
        second.close();
    }
}
