package be.bsmr.home.cli;

import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.mqtt.Qos;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;

/** A house anywhere, heard through a broker. */
final class HouseOverMqtt implements WatchedHouse {

    private static final List<String> TOPICS =
            List.of("status", "reading", "quarter", "link", "load/+", "control/mode", "decision");

    private final MqttSettings settings;
    private final MqttLink link;
    private final JsonMapper json = new JsonMapper();

    /**
     * @param link not yet connected
     */
    HouseOverMqtt(MqttSettings settings, MqttLink link) {
        this.settings = settings;
        this.link = link;
    }

    @Override
    public String name() {
        return link.broker() + " " + settings.topic("").replaceFirst("/$", "");
    }

    @Override
    public void listen(Listener to) {
        String before = settings.topic("");
        TOPICS.forEach(
                topic ->
                        link.subscribe(
                                before + topic,
                                (full, payload, retained) ->
                                        to.hear(
                                                full.substring(before.length()),
                                                body(payload),
                                                !retained)));
        link.start();
    }

    @Override
    public Optional<String> trouble() {
        return link.trouble();
    }

    @Override
    public void wish(String topic, String word) {
        link.publish(settings.topic(topic + "/set"), word, false, Qos.AT_LEAST_ONCE);
    }

    @Override
    public void close() {
        link.close();
    }

    /** JSON, or the bare word. */
    private JsonNode body(String payload) {
        if (payload.startsWith("{") || payload.startsWith("[")) {
            try {
                return json.readTree(payload);
            } catch (JsonProcessingException another) {
                return TextNode.valueOf("");
            }
        }
        return TextNode.valueOf(payload);
    }
}
