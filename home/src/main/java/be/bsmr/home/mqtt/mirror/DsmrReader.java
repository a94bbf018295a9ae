package be.bsmr.home.mqtt.mirror;

import be.bsmr.home.messages.SiteMessages.Message;
import be.bsmr.home.mqtt.Outbox;
import be.bsmr.home.mqtt.Qos;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * The topics of DSMR-reader with its own defaults: a bare value each, kW and kWh with three
 * decimals, nothing retained. What it works out by the day, by the month and in euro is not there.
 *
 * @see <a
 *     href="https://github.com/dsmrreader/dsmr-reader/tree/v5.11.0/dsmr_mqtt/models/settings">its
 *     settings</a>
 */
final class DsmrReader implements Mirror {

    private static final String READING = "dsmr/reading/";
    private static final String GAS = "dsmr/consumption/gas/";
    private static final String QUARTER = "dsmr/consumption/quarter-hour-peak-electricity/";
    private static final String METER = "dsmr/meter-stats/";

    /** Of W and Wh. */
    private static final Map<String, String> THOUSANDTHS =
            Map.ofEntries(
                    Map.entry("import_power_w", "electricity_currently_delivered"),
                    Map.entry("export_power_w", "electricity_currently_returned"),
                    Map.entry("import_t1_wh", "electricity_delivered_1"),
                    Map.entry("import_t2_wh", "electricity_delivered_2"),
                    Map.entry("export_t1_wh", "electricity_returned_1"),
                    Map.entry("export_t2_wh", "electricity_returned_2"),
                    Map.entry("import_power_l1_w", "phase_currently_delivered_l1"),
                    Map.entry("import_power_l2_w", "phase_currently_delivered_l2"),
                    Map.entry("import_power_l3_w", "phase_currently_delivered_l3"),
                    Map.entry("export_power_l1_w", "phase_currently_returned_l1"),
                    Map.entry("export_power_l2_w", "phase_currently_returned_l2"),
                    Map.entry("export_power_l3_w", "phase_currently_returned_l3"));

    /** With one decimal. */
    private static final Map<String, String> VOLTS =
            Map.of(
                    "voltage_l1_v", "phase_voltage_l1",
                    "voltage_l2_v", "phase_voltage_l2",
                    "voltage_l3_v", "phase_voltage_l3");

    /** Whole. */
    private static final Map<String, String> AMPERES =
            Map.of(
                    "current_l1_a", "phase_power_current_l1",
                    "current_l2_a", "phase_power_current_l2",
                    "current_l3_a", "phase_power_current_l3");

    private final Outbox outbox;

    DsmrReader(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void tell(Message told) {
        switch (told.topic()) {
            case "reading" -> reading(told.body());
            case "quarter/finished" -> quarter(told.body());
            case "link" -> say(METER + "rejected_telegrams", told.body().path("rejected"));
            default -> {}
        }
    }

    private void reading(JsonNode reading) {
        say(READING + "timestamp", reading.path("time"));
        THOUSANDTHS.forEach((key, name) -> say(READING + name, reading.path(key), -3, 3));
        VOLTS.forEach((key, name) -> say(READING + name, reading.path(key), 0, 1));
        AMPERES.forEach((key, name) -> say(READING + name, reading.path(key), 0, 0));
        say(METER + "dsmr_version", reading.path("version"));
        say(METER + "electricity_tariff", reading.path("tariff"));
        for (JsonNode attached : reading.path("mbus")) {
            if (attached.path("type").asText().equals("gas")) {
                say(READING + "extra_device_timestamp", attached.path("time"));
                say(READING + "extra_device_delivered", attached.path("value"), 0, 3);
                say(GAS + "read_at", attached.path("time"));
                say(GAS + "delivered", attached.path("value"), 0, 3);
                return;
            }
        }
    }

    /** A quarter of which telegrams are missing is no quarter there either. */
    private void quarter(JsonNode quarter) {
        if (!quarter.path("complete").asBoolean()) {
            return;
        }
        say(QUARTER + "read_at_start", quarter.path("start"));
        say(QUARTER + "read_at_end", quarter.path("end"));
        say(QUARTER + "average_delivered", quarter.path("demand_w"), -3, 3);
    }

    private void say(String topic, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            outbox.publish(topic, value.asText(), false, Qos.AT_MOST_ONCE);
        }
    }

    /**
     * @param tens the power of ten that it is multiplied by
     */
    private void say(String topic, JsonNode value, int tens, int decimals) {
        if (value.isNumber()) {
            BigDecimal scaled = value.decimalValue().scaleByPowerOfTen(tens);
            outbox.publish(
                    topic,
                    scaled.setScale(decimals, RoundingMode.HALF_UP).toPlainString(),
                    false,
                    Qos.AT_MOST_ONCE);
        }
    }
}
