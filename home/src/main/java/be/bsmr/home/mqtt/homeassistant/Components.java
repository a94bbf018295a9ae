package be.bsmr.home.mqtt.homeassistant;

import be.bsmr.home.messages.SiteValue;
import be.bsmr.home.messages.SiteValue.Kind;
import be.bsmr.home.messages.SiteValues;
import be.bsmr.home.messages.Unit;
import be.bsmr.home.words.Words;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one device, as Home Assistant's schema of each platform wants them. What a value
 * is counted in and how it is called comes from its row in {@link SiteValues}; the device and state
 * classes that go with a unit are those of Home Assistant's own table (core,
 * homeassistant/components/sensor/const.py).
 */
final class Components {

    private static final String MEASUREMENT = "measurement";
    private static final String INCREASING = "total_increasing";

    /** Of values that come at a pace: older than that they are not known any more. */
    private static final int SILENT_S = 120;

    private final HomeAssistantSettings settings;
    private final String id;
    private final String entity;
    private final Words words;
    private final Map<String, ObjectNode> all = new LinkedHashMap<>();

    /**
     * @param id of the device: never another
     * @param entity what ids of entities begin with when they are new, which people may change
     */
    Components(HomeAssistantSettings settings, String id, String entity) {
        this.settings = settings;
        this.id = id;
        this.entity = entity;
        words = Words.in(settings.language());
    }

    /** By their ids, with whole topics. */
    Map<String, ObjectNode> all(UnaryOperator<String> topic) {
        for (ObjectNode component : all.values()) {
            for (String key : List.of("state_topic", "command_topic")) {
                if (component.has(key)) {
                    component.put(key, topic.apply(component.path(key).asText()));
                }
            }
        }
        return all;
    }

    /** A value that goes up and down, or a register that grows. */
    ObjectNode sensor(String table, String key, String topic) {
        return plain(table, key, idOf(key), topic, stateClass(row(table, key)));
    }

    /** A value that is foreseen or wished for: no measurement, so no statistics. */
    ObjectNode forecast(String table, String key, String topic) {
        return plain(table, key, idOf(key), topic, null);
    }

    /**
     * A value with a state class of its own.
     *
     * @param stateClass null = none
     */
    ObjectNode plain(
            String table, String key, String name, String topic, @Nullable String stateClass) {
        SiteValue<?> row = row(table, key);
        ObjectNode sensor = add("sensor", name, words.say(wordOf(table, key)), topic);
        sensor.put("value_template", "{{ value_json." + key + " | default('None') }}");
        if (row.unit().deviceClass() != null) {
            sensor.put("device_class", row.unit().deviceClass());
        }
        if (!row.unit().symbol().isEmpty()) {
            sensor.put("unit_of_measurement", unit(row.unit()));
        }
        if (stateClass != null) {
            sensor.put("state_class", stateClass);
        }
        return precise(sensor, row.unit());
    }

    /** A probability, in percent. */
    ObjectNode share(String table, String key, String topic) {
        return add("sensor", key, words.say(wordOf(table, key)), topic)
                .put(
                        "value_template",
                        "{{ (value_json.%1$s * 100) | round(0) | int if value_json.%1$s is defined else 'None' }}"
                                .formatted(key))
                .put("unit_of_measurement", "%")
                .put("state_class", MEASUREMENT);
    }

    /** One of some words, which the topic's key of this name says. */
    ObjectNode words(String name, String topic, List<String> options) {
        return words(name, topic, "{{ value_json." + name + " | default('None') }}", options);
    }

    ObjectNode words(String name, String topic, String template, List<String> options) {
        ObjectNode sensor =
                add("sensor", name, own(name), topic)
                        .put("value_template", template)
                        .put("device_class", "enum");
        options.forEach(sensor.putArray("options")::add);
        return sensor;
    }

    ObjectNode moment(String name, String topic, String template) {
        return add("sensor", name, own(name), topic)
                .put("value_template", template)
                .put("device_class", "timestamp");
    }

    ObjectNode flag(String name, String topic, String template, String deviceClass) {
        return add("binary_sensor", name, own(name), topic)
                .put("value_template", template)
                .put("device_class", deviceClass);
    }

    ObjectNode choice(
            String name, String topic, String template, String asked, List<String> options) {
        ObjectNode select =
                add("select", name, own(name), topic)
                        .put("value_template", template)
                        .put("command_topic", asked);
        options.forEach(select.putArray("options")::add);
        return select;
    }

    ObjectNode button(String name, String asked) {
        ObjectNode button = add("button", name, own(name), asked).put("command_topic", asked);
        button.remove("state_topic");
        return button;
    }

    /** Something that happens, with its sentence in the owner's language. */
    ObjectNode event(String name, String topic, List<String> types) {
        ObjectNode event =
                add("event", name, own(name), topic)
                        .put(
                                "value_template",
                                "{{ {'event_type': value_json.what, 'load': value_json.load |"
                                        + " default(''), 'text': value_json.text_"
                                        + settings.language()
                                        + " | default('')} | tojson }}");
        types.forEach(event.putArray("event_types")::add);
        return event;
    }

    /** Another meter, found by its id, or by its type where it has none. */
    void attached(String name, JsonNode meter, String topic) {
        String type = meter.path("type").asText();
        String by = meter.has("id") ? "id" : "type";
        ObjectNode sensor =
                add("sensor", name, own(type), topic)
                        .put(
                                "value_template",
                                "{{ value_json.mbus | selectattr('%s', 'eq', '%s') |"
                                                .formatted(by, meter.path(by).asText())
                                        + " map(attribute='value') | first | default('None') }}")
                        .put("state_class", INCREASING);
        String unit = meter.path("unit").asText().replace("m3", "m³");
        boolean isVolume = unit.equals("m³");
        if (isVolume && (type.equals("gas") || type.endsWith("water"))) {
            sensor.put("device_class", type.equals("gas") ? "gas" : "water");
        } else if (unit.matches("[kMG]?Wh|[MG]J")) {
            sensor.put("device_class", "energy");
        }
        if (!unit.isEmpty()) {
            sensor.put("unit_of_measurement", unit);
        }
        sensor.put("suggested_display_precision", 3);
    }

    /** What a load is set to. */
    void value(String topic, String unit) {
        ObjectNode sensor =
                add("sensor", "value", words.say(wordOf("load", "value")), topic)
                        .put("value_template", "{{ value_json.value | default('None') }}");
        switch (unit) {
            case "ampere" -> sensor.put("device_class", "current").put("unit_of_measurement", "A");
            case "watt" -> sensor.put("device_class", "power").put("unit_of_measurement", "W");
            default -> sensor.put("unit_of_measurement", "%");
        }
    }

    private ObjectNode add(String platform, String name, String said, String topic) {
        ObjectNode component = JsonNodeFactory.instance.objectNode();
        component
                .put("platform", platform)
                .put("unique_id", id + "_" + name)
                .put("default_entity_id", platform + "." + slug(entity + "_" + name))
                .put("name", said)
                .put("state_topic", topic);
        if (topic.equals(Entities.READING)
                || topic.equals(Entities.QUARTER)
                || topic.equals(Entities.ALARM)) {
            component.put("expire_after", Math.max(SILENT_S, 6 * settings.intervalS()));
        }
        all.put(name, component);
        return component;
    }

    private static String slug(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    }

    private String own(String name) {
        return words.say("home_assistant." + name);
    }

    /** Currencies go by their code there. */
    private static String unit(Unit unit) {
        return unit.symbol().replace("€", "EUR");
    }

    private static ObjectNode precise(ObjectNode sensor, Unit unit) {
        switch (unit) {
            case VOLT -> sensor.put("suggested_display_precision", 1);
            case AMPERE -> sensor.put("suggested_display_precision", 2);
            case WATT, WATT_HOUR -> sensor.put("suggested_display_precision", 0);
            default -> {}
        }
        return sensor;
    }

    private static @Nullable String stateClass(SiteValue<?> row) {
        if (row.kind() == Kind.COUNTER) {
            return INCREASING;
        }
        return row.kind() == Kind.GAUGE ? MEASUREMENT : null;
    }

    private static SiteValue<?> row(String table, String key) {
        return SiteValues.table(table).row(key);
    }

    private static String wordOf(String table, String key) {
        return Objects.requireNonNull(SiteValues.table(table).words().get(key), key);
    }

    /** {@code import_power_w} is the entity import_power. */
    private static String idOf(String key) {
        return key.replaceFirst("_(w|wh|v|a|s)$", "");
    }
}
