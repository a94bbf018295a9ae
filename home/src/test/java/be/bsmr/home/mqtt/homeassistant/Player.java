package be.bsmr.home.mqtt.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.mqtt.Outbox;
import be.bsmr.home.mqtt.Qos;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hubspot.jinjava.Jinjava;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plays Home Assistant behind a broker that keeps what is retained: takes discovery in both formats
 * strictly by its documented schema ({@code ha-rules.json}), keeps entities by their unique ids,
 * and works out their states with a Jinja of its own.
 */
final class Player implements Outbox {

    /** An entity as it is shown. */
    record Entity(String topic, JsonNode config, JsonNode device, String availability) {

        String platform() {
            return config.path("platform").asText();
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode RULES = rules();

    private final Jinjava jinja = new Jinjava();

    final Map<String, String> retained = new TreeMap<>();
    final List<String> said = new ArrayList<>();
    final Map<String, Entity> entities = new LinkedHashMap<>();
    final Map<String, String> states = new HashMap<>();

    /** Ids of entities that were removed from its registry, where people's own names are lost. */
    final List<String> removed = new ArrayList<>();

    private final Set<String> migrating = new HashSet<>();

    private static JsonNode rules() {
        try {
            return JSON.readTree(Player.class.getResourceAsStream("ha-rules.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void publish(String topic, String payload, boolean retain, Qos qos) {
        said.add(topic);
        if (retain && payload.isEmpty()) {
            retained.remove(topic);
        } else if (retain) {
            retained.put(topic, payload);
        }
        if (topic.startsWith("homeassistant/")) {
            discover(topic, payload);
        } else {
            hear(topic, payload);
        }
    }

    /** How often something was said on a topic. */
    long times(String topic) {
        return said.stream().filter(topic::equals).count();
    }

    Entity entity(String id) {
        assertThat(entities).containsKey(id);
        return entities.get(id);
    }

    // --- discovery ---

    private void discover(String topic, String payload) {
        String[] levels = topic.split("/", -1);
        assertThat(levels[levels.length - 1]).isEqualTo("config");
        for (int i = 1; i < levels.length - 1; i++) {
            assertThat(levels[i]).matches("[a-zA-Z0-9_-]+");
        }
        if (payload.isEmpty()) {
            List<String> gone = ids(topic);
            gone.forEach(entities::remove);
            if (!migrating.remove(topic)) {
                removed.addAll(gone);
            }
            return;
        }
        JsonNode message = read(payload);
        if (message.path("migrate_discovery").asBoolean()) {
            // Its entities are let go of without being forgotten, for the next message to take.
            migrating.add(topic);
            ids(topic).forEach(id -> entities.put(id, entities.remove(id)));
            return;
        }
        if (levels[1].equals("device")) {
            device(topic, message);
        } else {
            ObjectNode component = message.deepCopy();
            component.put("platform", levels[1]);
            only(message.path("device"), RULES.path("device"));
            only(message.path("origin"), RULES.path("origin"));
            component.remove(List.of("device", "origin", "availability_topic"));
            entity(topic, component, message);
        }
    }

    private void device(String topic, JsonNode message) {
        only(message, RULES.path("frame"));
        only(message.path("device"), RULES.path("device"));
        only(message.path("origin"), RULES.path("origin"));
        assertThat(message.path("origin").path("name").asText()).isNotEmpty();
        assertThat(message.path("device").path("identifiers")).isNotEmpty();
        for (JsonNode component : message.path("components")) {
            if (component.size() == 1) {
                assertThat(component.has("platform")).isTrue();
            } else {
                entity(topic, component, message);
            }
        }
        message.path("components")
                .properties()
                .forEach(
                        named -> {
                            if (named.getValue().size() == 1) {
                                String id =
                                        message.path("device").path("identifiers").path(0).asText()
                                                + "_"
                                                + named.getKey();
                                assertThat(entities.remove(id)).as(id).isNotNull();
                                removed.add(id);
                            }
                        });
    }

    private void entity(String topic, JsonNode component, JsonNode message) {
        keepsTheRules(component);
        String id = component.path("unique_id").asText();
        Entity before = entities.get(id);
        // One entity has one message that describes it.
        assertThat(
                        before == null
                                || before.topic().equals(topic)
                                || migrating.contains(before.topic()))
                .as(id + " is announced twice, on " + topic)
                .isTrue();
        entities.put(
                id,
                new Entity(
                        topic,
                        component,
                        message.path("device"),
                        message.path("availability_topic").asText()));
        // What a broker has kept of its state comes with the subscription.
        String topicOfState = component.path("state_topic").asText();
        if (retained.containsKey(topicOfState)) {
            hear(topicOfState, retained.get(topicOfState));
        }
    }

    private void keepsTheRules(JsonNode c) {
        String what = c.toString();
        String platform = c.path("platform").asText();
        JsonNode rule = RULES.path("platforms").path(platform);
        assertThat(rule.isObject()).as("platform of " + what).isTrue();
        Set<String> allowed = new HashSet<>();
        for (JsonNode list :
                List.of(RULES.path("common"), rule.path("required"), rule.path("allowed"))) {
            list.forEach(key -> allowed.add(key.asText()));
        }
        c.fieldNames().forEachRemaining(key -> assertThat(allowed).as(what).contains(key));
        rule.path("required").forEach(key -> assertThat(c.has(key.asText())).as(what).isTrue());
        assertThat(c.path("unique_id").asText()).as(what).isNotEmpty();
        assertThat(c.path("name").asText()).as(what).isNotBlank();
        assertThat(c.path("default_entity_id").asText())
                .as(what)
                .matches(platform + "\\.[a-z0-9_]+");
        if (c.has("entity_category")) {
            assertThat(words(RULES.path("categories")))
                    .contains(c.path("entity_category").asText());
        }
        if (c.has("icon")) {
            assertThat(c.path("icon").asText()).startsWith("mdi:");
        }
        if (platform.equals("binary_sensor")) {
            assertThat(words(RULES.path("binary_classes")))
                    .contains(c.path("device_class").asText());
        }
        if (platform.equals("sensor")) {
            keepsTheRulesOfSensors(c, what);
        }
    }

    private static void keepsTheRulesOfSensors(JsonNode c, String what) {
        String state = c.path("state_class").asText();
        assertThat(List.of("", "measurement", "total", "total_increasing"))
                .as(what)
                .contains(state);
        if (c.has("device_class")) {
            JsonNode rule = RULES.path("sensor_classes").path(c.path("device_class").asText());
            assertThat(rule.isObject()).as("class of " + what).isTrue();
            List<String> units = words(rule.path("units"));
            assertThat(c.has("unit_of_measurement")).as(what).isEqualTo(!units.isEmpty());
            if (!units.isEmpty()) {
                assertThat(units).as(what).contains(c.path("unit_of_measurement").asText());
            }
            if (!state.isEmpty()) {
                assertThat(words(rule.path("states"))).as(what).contains(state);
            }
        }
        boolean isEnum = c.path("device_class").asText().equals("enum");
        assertThat(c.has("options")).as(what).isEqualTo(isEnum);
        if (c.path("unique_id").asText().matches(".*(forecast|low\\d|high\\d|target).*")) {
            assertThat(state).as("no measurement: " + what).isEmpty();
        }
    }

    private static void only(JsonNode node, JsonNode allowed) {
        assertThat(node.isObject()).isTrue();
        node.fieldNames().forEachRemaining(key -> assertThat(words(allowed)).contains(key));
    }

    private List<String> ids(String topic) {
        return entities.entrySet().stream()
                .filter(e -> e.getValue().topic().equals(topic))
                .map(Map.Entry::getKey)
                .toList();
    }

    // --- states ---

    private void hear(String topic, String payload) {
        entities.forEach(
                (id, entity) -> {
                    if (entity.config().path("state_topic").asText().equals(topic)) {
                        states.put(id, state(entity.config(), payload));
                    }
                });
    }

    /** As Home Assistant would show it; it refuses what does not fit. */
    private String state(JsonNode c, String payload) {
        String template = c.path("value_template").asText("{{ value }}");
        Map<String, Object> context = new HashMap<>();
        context.put("value", payload);
        if (payload.startsWith("{") || payload.startsWith("[")) {
            context.put("value_json", JSON.convertValue(read(payload), Object.class));
        }
        String state = jinja.render(template, context).strip();
        String what = c.path("unique_id").asText() + " = '" + state + "' of " + payload;
        String platform = c.path("platform").asText();
        if (state.equals("None") && !platform.equals("event")) {
            return "unknown";
        }
        switch (platform) {
            case "sensor" -> {
                if (c.has("unit_of_measurement") || c.has("state_class")) {
                    assertThat(state).as(what).matches("-?\\d+(\\.\\d+)?");
                } else if (c.path("device_class").asText().equals("timestamp")) {
                    assertThat(OffsetDateTime.parse(state)).as(what).isNotNull();
                } else {
                    assertThat(words(c.path("options"))).as(what).contains(state);
                }
            }
            case "binary_sensor" -> assertThat(state).as(what).isIn("ON", "OFF");
            case "select" -> assertThat(words(c.path("options"))).as(what).contains(state);
            case "event" ->
                    assertThat(words(c.path("event_types")))
                            .as(what)
                            .contains(read(state).path("event_type").asText());
            default -> throw new AssertionError(what);
        }
        return state;
    }

    static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
