package be.bsmr.home.mqtt.mirror;

import be.bsmr.home.messages.SiteMessages.Message;
import be.bsmr.home.mqtt.Outbox;
import be.bsmr.home.mqtt.Qos;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Map;

/**
 * The topics of dsmr2mqtt 4 with its own defaults: {@code dsmr/system}, {@code dsmr/el} and {@code
 * dsmr/gas} as JSON in W, Wh, V and dm³, nothing retained. What it counts of failures, sags and
 * swells is not there.
 *
 * @see <a href="https://github.com/hansij66/dsmr2mqtt/blob/main/dsmr50.py">its table</a>
 */
final class Dsmr2Mqtt implements Mirror {

    private static final Map<String, String> ELECTRICITY =
            Map.ofEntries(
                    Map.entry("import_power_w", "p_consumed"),
                    Map.entry("export_power_w", "p_generated"),
                    Map.entry("import_total_wh", "el_consumed"),
                    Map.entry("import_t1_wh", "el_consumed1"),
                    Map.entry("import_t2_wh", "el_consumed2"),
                    Map.entry("export_total_wh", "el_returned"),
                    Map.entry("export_t1_wh", "el_returned1"),
                    Map.entry("export_t2_wh", "el_returned2"),
                    Map.entry("import_power_l1_w", "P1_consumed"),
                    Map.entry("import_power_l2_w", "P2_consumed"),
                    Map.entry("import_power_l3_w", "P3_consumed"),
                    Map.entry("export_power_l1_w", "P1_generated"),
                    Map.entry("export_power_l2_w", "P2_generated"),
                    Map.entry("export_power_l3_w", "P3_generated"),
                    Map.entry("voltage_l1_v", "V1"),
                    Map.entry("voltage_l2_v", "V2"),
                    Map.entry("voltage_l3_v", "V3"),
                    Map.entry("tariff", "tariff_indicator"),
                    Map.entry("version", "version"));

    /** Of an id it tells the last characters. */
    private static final int SERIAL = 8;

    private static final int DM3 = 1000;

    private final Outbox outbox;

    Dsmr2Mqtt(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void tell(Message told) {
        if (!told.topic().equals("reading")) {
            return;
        }
        JsonNode reading = told.body();
        ObjectNode electricity = at(reading);
        ELECTRICITY.forEach(
                (key, name) -> {
                    if (reading.has(key)) {
                        electricity.set(name, reading.get(key));
                    }
                });
        serial(electricity, reading.path("meter"));
        say("dsmr/el", electricity);
        for (JsonNode attached : reading.path("mbus")) {
            if (attached.path("type").asText().equals("gas") && attached.has("value")) {
                ObjectNode gas = at(attached);
                gas.put("gas_consumed", attached.path("value").asDouble() * DM3);
                serial(gas, attached.path("id"));
                say("dsmr/gas", gas);
                return;
            }
        }
    }

    private static ObjectNode at(JsonNode counted) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (counted.has("time")) {
            node.put(
                    "timestamp",
                    OffsetDateTime.parse(counted.get("time").asText()).toEpochSecond());
        }
        return node;
    }

    private static void serial(ObjectNode node, JsonNode id) {
        if (id.isTextual()) {
            String text = id.asText();
            node.put("serial", text.substring(Math.max(0, text.length() - SERIAL)));
        }
    }

    private void say(String topic, ObjectNode told) {
        outbox.publish(topic, told.toString(), false, Qos.AT_MOST_ONCE);
    }
}
