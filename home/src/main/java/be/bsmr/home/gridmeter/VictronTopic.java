package be.bsmr.home.gridmeter;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The message that {@code dbus-mqtt-grid} on Victron's Venus OS turns into a grid meter: powers in
 * W, energies in kWh. What is not known is left out.
 */
final class VictronTopic {

    private VictronTopic() {}

    static String payload(JsonNode values) {
        ObjectNode message = Fields.object();
        ObjectNode grid = message.putObject("grid");
        copy(grid, "power", values.path("power_w"));
        copy(grid, "current", values.path("current_a"));
        kilo(grid, "energy_forward", values.path("import_total_wh"));
        kilo(grid, "energy_reverse", values.path("export_total_wh"));
        for (int wire = 1; wire <= 3; wire++) {
            String l = "_l" + wire;
            if (values.has("power" + l + "_w")) {
                ObjectNode one = grid.putObject("L" + wire);
                copy(one, "power", values.path("power" + l + "_w"));
                copy(one, "voltage", values.path("voltage" + l + "_v"));
                copy(one, "current", values.path("current" + l + "_a"));
                copy(one, "frequency", values.path("frequency_hz"));
            }
        }
        return message.toString();
    }

    private static void copy(ObjectNode to, String key, JsonNode value) {
        if (!value.isMissingNode()) {
            to.set(key, value);
        }
    }

    private static void kilo(ObjectNode to, String key, JsonNode value) {
        if (!value.isMissingNode()) {
            to.set(key, DecimalNode.valueOf(Fields.plain(value.decimalValue().movePointLeft(3))));
        }
    }
}
