package be.bsmr.home.mqtt.homeassistant;

import be.bsmr.home.mqtt.Outbox;
import be.bsmr.home.mqtt.Qos;
import be.bsmr.home.mqtt.homeassistant.HomeAssistantSettings.Format;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Announces devices and their entities, and takes back what is gone: what the broker has kept of an
 * earlier start, or in the other format. Facts: home-assistant.io/integrations/mqtt, "MQTT
 * Discovery", "Device discovery payload" and "Migration from single component to device-based
 * discovery".
 */
final class Discovery {

    /**
     * A value that a meter has not told since the start may come back: it is taken away only when
     * it stayed away for so long.
     */
    private static final Duration MISSED_FOR = Duration.ofDays(1);

    private static final JsonMapper JSON = new JsonMapper();

    private final String availability;
    private final HomeAssistantSettings settings;
    private final Outbox outbox;

    /** Discovery messages by topic, as the broker has them as far as we know. */
    private final Map<String, ObjectNode> told = new LinkedHashMap<>();

    private @Nullable Instant since;
    private boolean again;

    /**
     * @param availability topic that says whether we are there; what names it is ours
     */
    Discovery(String availability, HomeAssistantSettings settings, Outbox outbox) {
        this.availability = availability;
        this.settings = settings;
        this.outbox = outbox;
    }

    /** Where others and we announce, in both formats. */
    List<String> filters() {
        return List.of(settings.prefix() + "/device/+/config", settings.prefix() + "/+/+/+/config");
    }

    boolean isOurs(String payload) {
        return read(payload).isPresent();
    }

    /**
     * Takes a message of ours that the broker has.
     *
     * @return whether it is another one than we know of
     */
    boolean found(String topic, String payload) {
        ObjectNode node = read(payload).orElse(null);
        return node != null && !node.equals(told.putIfAbsent(topic, node));
    }

    /** Whatever was told is told again: who listens has come up anew. */
    void forgetWhatWasTold() {
        again = true;
    }

    /**
     * Announces these devices and no others.
     *
     * @param at the site's time
     */
    void announce(List<Device> devices, Instant at) {
        if (since == null || at.isBefore(since)) {
            since = at;
        }
        boolean patient = at.isBefore(since.plus(MISSED_FOR));
        Map<String, ObjectNode> wanted = new LinkedHashMap<>();
        Map<String, ObjectNode> farewells = new LinkedHashMap<>();
        for (Device device : devices) {
            if (settings.format() == Format.device) {
                ofDevice(device, patient, wanted, farewells);
            } else {
                ofEntities(device, patient, wanted);
            }
        }
        Map<String, ObjectNode> gone = new LinkedHashMap<>(told);
        gone.keySet().removeAll(wanted.keySet());
        gone.forEach(
                (topic, old) -> {
                    if (movesOn(old, wanted)) {
                        migrate(topic);
                    }
                });
        farewells.forEach((topic, message) -> publish(topic, message.toString(), false));
        wanted.forEach(this::announce);
        for (String topic : gone.keySet()) {
            told.remove(topic);
            publish(topic, "", true);
        }
        again = false;
    }

    private void announce(String topic, ObjectNode message) {
        if (!message.equals(told.put(topic, message)) || again) {
            publish(topic, message.toString(), true);
        }
    }

    /** One message for all of a device; one of its entities that is gone is named once more. */
    private void ofDevice(
            Device device,
            boolean patient,
            Map<String, ObjectNode> wanted,
            Map<String, ObjectNode> farewells) {
        String topic = settings.prefix() + "/device/" + device.id() + "/config";
        ObjectNode message = frame(device);
        ObjectNode components = message.putObject("components");
        device.components().forEach(components::set);
        ObjectNode farewell = JsonNodeFactory.instance.objectNode();
        JsonNode before = told.getOrDefault(topic, message).path("components");
        for (Map.Entry<String, JsonNode> old : before.properties()) {
            if (components.has(old.getKey()) || old.getValue().size() <= 1) {
                continue;
            }
            if (patient && Entities.mayComeBack(old.getKey())) {
                components.set(old.getKey(), old.getValue());
            } else {
                farewell.putObject(old.getKey()).set("platform", old.getValue().path("platform"));
            }
        }
        wanted.put(topic, message);
        if (!farewell.isEmpty()) {
            ObjectNode last = message.deepCopy();
            ((ObjectNode) last.path("components")).setAll(farewell);
            farewells.put(topic, last);
        }
    }

    private void ofEntities(Device device, boolean patient, Map<String, ObjectNode> wanted) {
        device.components()
                .forEach(
                        (id, component) -> {
                            ObjectNode message = component.deepCopy();
                            String platform = message.remove("platform").asText();
                            message.setAll(frame(device));
                            wanted.put(topic(platform, device, id), message);
                        });
        String ours = "/" + device.id() + "/";
        told.forEach(
                (topic, message) -> {
                    String[] levels = topic.split("/", -1);
                    String id = levels[levels.length - 2];
                    if (patient && topic.contains(ours) && Entities.mayComeBack(id)) {
                        wanted.putIfAbsent(topic, message);
                    }
                });
    }

    private String topic(String platform, Device device, String id) {
        return settings.prefix() + "/" + platform + "/" + device.id() + "/" + id + "/config";
    }

    private ObjectNode frame(Device device) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.set("device", device.description());
        message.set("origin", Entities.origin());
        message.put("availability_topic", availability);
        return message;
    }

    /** Whether an entity of an old message lives on in a new one, which then takes it over. */
    private static boolean movesOn(ObjectNode old, Map<String, ObjectNode> wanted) {
        return identifiers(old).isPresent()
                && wanted.values().stream()
                        .anyMatch(
                                now ->
                                        identifiers(now).equals(identifiers(old))
                                                && now.has("components") != old.has("components"));
    }

    private static Optional<JsonNode> identifiers(JsonNode message) {
        JsonNode identifiers = message.path("device").path("identifiers");
        return identifiers.isMissingNode() ? Optional.empty() : Optional.of(identifiers);
    }

    private void migrate(String topic) {
        publish(topic, "{\"migrate_discovery\":true}", false);
    }

    private void publish(String topic, String payload, boolean retain) {
        outbox.publish(topic, payload, retain, Qos.AT_LEAST_ONCE);
    }

    private Optional<ObjectNode> read(String payload) {
        if (!payload.contains(availability)) {
            return Optional.empty();
        }
        try {
            return JSON.readTree(payload) instanceof ObjectNode node
                            && node.path("availability_topic").asText().equals(availability)
                    ? Optional.of(node)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
