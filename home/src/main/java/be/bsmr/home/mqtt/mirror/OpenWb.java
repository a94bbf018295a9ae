package be.bsmr.home.mqtt.mirror;

import be.bsmr.home.messages.SiteMessages.Message;
import be.bsmr.home.mqtt.Outbox;
import be.bsmr.home.mqtt.Qos;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A counter of kind MQTT in openWB 2. W and Wh, below zero what flows out; an array holds L1, L2,
 * L3.
 *
 * @see <a
 *     href="https://github.com/openWB/core/blob/master/packages/modules/devices/generic/mqtt/counter.py">how
 *     it reads them</a>
 */
final class OpenWb implements Mirror {

    private final String prefix;
    private final Outbox outbox;

    /**
     * @param counter its number in openWB
     */
    OpenWb(int counter, Outbox outbox) {
        prefix = "openWB/set/mqtt/counter/" + counter + "/get/";
        this.outbox = outbox;
    }

    @Override
    public void tell(Message told) {
        if (!told.topic().equals("reading")) {
            return;
        }
        JsonNode reading = told.body();
        one("power", reading.path("net_power_w"));
        one("imported", reading.path("import_total_wh"));
        one("exported", reading.path("export_total_wh"));
        wires("powers", reading, "net_power_l%d_w");
        wires("voltages", reading, "voltage_l%d_v");
        double[] amperes = Wires.currents(reading);
        if (amperes != null) {
            say("currents", Arrays.toString(amperes));
        }
    }

    private void one(String name, JsonNode value) {
        if (value.isNumber()) {
            say(name, value.asText());
        }
    }

    /** Only what the meter tells of each of the three: half an array would be taken for a whole. */
    private void wires(String name, JsonNode reading, String key) {
        double[] values =
                IntStream.rangeClosed(1, Wires.COUNT)
                        .mapToObj(w -> reading.path(key.formatted(w)))
                        .filter(JsonNode::isNumber)
                        .mapToDouble(JsonNode::asDouble)
                        .toArray();
        if (values.length == Wires.COUNT) {
            say(name, Arrays.toString(values));
        }
    }

    private void say(String name, String payload) {
        outbox.publish(prefix + name, payload, false, Qos.AT_MOST_ONCE);
    }
}
