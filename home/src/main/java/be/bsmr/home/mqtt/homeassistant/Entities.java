package be.bsmr.home.mqtt.homeassistant;

import be.bsmr.control.ControlMode;
import be.bsmr.control.Decision;
import be.bsmr.control.Outlook;
import be.bsmr.control.Verdict;
import be.bsmr.home.mqtt.MqttSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which entities Home Assistant shows of a house, and where each finds its value. One device is the
 * house, each load is one more, connected by it.
 */
final class Entities {

    /** Topics of its own below the site's. */
    static final String READING = "home_assistant/reading";

    static final String QUARTER = "home_assistant/quarter";
    static final String REGISTERS = "home_assistant/registers";
    static final String ALARM = "home_assistant/alarm";

    /** Each of these is some other meter's, found by its id. */
    private static final List<String> ATTACHED =
            List.of("gas", "water", "warm_water", "heat", "cooling", "electricity");

    /** What depends on what a meter tells, so that it may be missing for a while. */
    private static final Pattern OF_THE_METER =
            Pattern.compile(
                    "(import|export|net|voltage|current|tariff|demand|"
                            + String.join("|", ATTACHED)
                            + ").*");

    private final MqttSettings mqtt;
    private final HomeAssistantSettings settings;
    private final String prefix;

    Entities(MqttSettings mqtt, HomeAssistantSettings settings) {
        this.mqtt = mqtt;
        this.settings = settings;
        prefix = "bsmr_" + mqtt.topics().site();
    }

    /** Whether an entity of this id is there only while a meter tells of it. */
    static boolean mayComeBack(String id) {
        return OF_THE_METER.matcher(id).matches();
    }

    /** Who announces. */
    static ObjectNode origin() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", "BSMR")
                .put("sw_version", version());
    }

    private static String version() {
        String version = Entities.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** A reading but for its registers, which change with every telegram. */
    static ObjectNode withoutRegisters(JsonNode reading) {
        ObjectNode rest = reading.deepCopy();
        rest.remove(registers(reading).properties().stream().map(Map.Entry::getKey).toList());
        return rest;
    }

    /** The registers of a reading, and the meters on the M-Bus. */
    static ObjectNode registers(JsonNode reading) {
        ObjectNode registers = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> one : reading.properties()) {
            if (one.getKey().endsWith("_wh") || one.getKey().equals("mbus")) {
                registers.set(one.getKey(), one.getValue());
            }
        }
        return registers;
    }

    /** All that there is to show of what was heard. */
    List<Device> of(Heard heard) {
        List<Device> devices = new ArrayList<>();
        devices.add(house(heard));
        for (String load : new TreeSet<>(heard.loads())) {
            devices.add(load(load, heard));
        }
        return devices;
    }

    private Device house(Heard heard) {
        String site = mqtt.topics().site();
        Components of = new Components(settings, prefix, site.equals("home") ? "bsmr" : prefix);
        power(of, heard);
        registers(of, heard);
        quarter(of);
        past(of);
        bill(of, heard);
        prices(of, heard);
        link(of);
        if (!heard.loads().isEmpty()) {
            of.choice("control_mode", "control/mode", "{{ value }}", "control/mode/set", modes())
                    .put("icon", "mdi:tune-variant")
                    .put("entity_category", "config");
        }
        of.event("decision", "decision", labels(Decision.What.values())).put("icon", "mdi:gavel");
        ObjectNode description = description(prefix, site.equals("home") ? "BSMR" : "BSMR " + site);
        description.put("model", "P1");
        JsonNode meter = heard.newest("reading").path("meter");
        if (meter.isTextual()) {
            description.set("serial_number", meter);
        }
        return new Device(prefix, description, of.all(this::full));
    }

    private void power(Components of, Heard heard) {
        for (String key : List.of("net_power_w", "import_power_w", "export_power_w")) {
            if (heard.has("reading", key)) {
                of.sensor("reading", key, READING);
            }
        }
        for (int wire = 1; wire <= 3; wire++) {
            for (String key :
                    List.of(
                            "net_power_l" + wire + "_w",
                            "voltage_l" + wire + "_v",
                            "current_l" + wire + "_a")) {
                if (heard.has("reading", key)) {
                    ObjectNode sensor = of.sensor("reading", key, READING);
                    sensor.put("entity_category", "diagnostic");
                    if (!key.startsWith("net")) {
                        sensor.put("enabled_by_default", false);
                    }
                }
            }
        }
    }

    private void registers(Components of, Heard heard) {
        for (String direction : List.of("import", "export")) {
            Stream.concat(
                            Stream.of("_total_wh"),
                            Stream.of(1, 2, 3, 4, 5).map(tariff -> "_t" + tariff + "_wh"))
                    .map(ending -> direction + ending)
                    .filter(key -> heard.has("reading", key))
                    .forEach(key -> of.sensor("reading", key, REGISTERS));
        }
        if (heard.has("reading", "tariff")) {
            of.words(
                            "tariff",
                            READING,
                            "{{ 'T' ~ value_json.tariff if value_json.tariff is defined else 'None' }}",
                            List.of("T1", "T2"))
                    .put("icon", "mdi:weather-night");
        }
        heard.attached()
                .forEach(
                        (id, meter) -> {
                            if (ATTACHED.contains(meter.path("type").asText())) {
                                of.attached(id, meter, REGISTERS);
                            }
                        });
    }

    private void quarter(Components of) {
        of.sensor("quarter", "demand_w", QUARTER).put("icon", "mdi:chart-bell-curve");
        of.forecast("quarter", "forecast_demand_w", QUARTER)
                .put("icon", "mdi:crystal-ball")
                .put("json_attributes_topic", mqtt.topic(QUARTER));
        for (String bound : List.of("low80_w", "high80_w", "low95_w", "high95_w")) {
            of.forecast("quarter", bound, QUARTER).put("enabled_by_default", false);
        }
        of.sensor("quarter", "mean_net_power_w", QUARTER).put("enabled_by_default", false);
        of.share("quarter", "break_probability", QUARTER).put("icon", "mdi:percent");
        of.sensor("quarter", "headroom_w", QUARTER).put("icon", "mdi:transmission-tower");
        of.forecast("quarter", "target_w", QUARTER).put("entity_category", "diagnostic");
        of.words("verdict", QUARTER, labels(Verdict.values())).put("icon", "mdi:scale-balance");
        of.words("certainty", QUARTER, labels(Outlook.Certainty.values()))
                .put("entity_category", "diagnostic");
        of.moment("quarter_end", QUARTER, "{{ value_json.end }}");
        of.flag("alarm", ALARM, "{{ value }}", "problem");
    }

    private void past(Components of) {
        of.plain("quarter/finished", "demand_w", "last_quarter", "quarter/finished", "measurement")
                .put("json_attributes_topic", mqtt.topic("quarter/finished"));
        String newest = "{{ (value_json | last).%s | default('None') if value_json else 'None' }}";
        of.plain("peaks", "demand_w", "month_peak", "peaks", null)
                .put("value_template", newest.formatted("demand_w"))
                .put("icon", "mdi:chart-timeline-variant");
        of.moment("month_peak_time", "peaks", newest.formatted("time"));
    }

    /** What it costs is a sum of a year, which grows and falls with each month: no measurement. */
    private static void bill(Components of, Heard heard) {
        if (heard.has("bill", "mean_peak_w")) {
            of.plain("bill", "mean_peak_w", "mean_12_months", "bill", "measurement")
                    .put("icon", "mdi:calendar-range");
            of.plain("bill", "capacity_eur", "capacity_cost_year", "bill", "total")
                    .put("icon", "mdi:cash");
        }
    }

    /**
     * A price is no sum of money: it has no device class there, as Home Assistant's own
     * integrations of exchanges have it.
     */
    private static void prices(Components of, Heard heard) {
        if (heard.has("prices", "import_eur_kwh")) {
            price(of, "import_eur_kwh", "import_price", "mdi:cash-minus");
            price(of, "export_eur_kwh", "export_price", "mdi:cash-plus");
            price(of, "next_import_eur_kwh", "next_import_price", "mdi:cash-clock")
                    .put("enabled_by_default", false);
            of.moment(
                            "cheapest_hour",
                            "prices",
                            "{{ value_json.cheapest_start | default('None') }}")
                    .put("icon", "mdi:clock-star-four-points-outline");
        }
    }

    private static ObjectNode price(Components of, String key, String name, String icon) {
        return of.plain("prices", key, name, "prices", "measurement")
                .put("suggested_display_precision", 4)
                .put("icon", icon);
    }

    private static void link(Components of) {
        of.flag(
                        "meter_link",
                        "link",
                        "{{ 'ON' if value_json.connected else 'OFF' }}",
                        "connectivity")
                .put("entity_category", "diagnostic");
        of.sensor("link", "rejected", "link")
                .put("entity_category", "diagnostic")
                .put("enabled_by_default", false);
        of.sensor("link", "clock_skew_s", "link")
                .put("entity_category", "diagnostic")
                .put("enabled_by_default", false);
    }

    private Device load(String load, Heard heard) {
        String topic = "load/" + load;
        JsonNode told = heard.newest(topic);
        String id = prefix + "_" + load;
        Components of =
                new Components(
                        settings, id, mqtt.topics().site().equals("home") ? "bsmr_" + load : id);
        of.choice(
                        "mode",
                        topic,
                        "{{ {'auto': 'auto', 'always_on': 'on', 'always_shed':"
                                + " 'off'}[value_json.mode] }}",
                        topic + "/mode/set",
                        List.of("auto", "on", "off"))
                .put("icon", "mdi:hand-back-right");
        of.flag(
                "connected",
                topic,
                "{{ {'connected': 'ON', 'shed': 'OFF', 'unknown': 'None'}[value_json.state] }}",
                "power");
        if (heard.has(topic, "measured_power_w")) {
            of.sensor("load", "measured_power_w", topic);
        }
        of.sensor("load", "power_w", topic).put("entity_category", "diagnostic");
        of.plain("load", "energy_today_wh", "energy_today", topic, "total_increasing");
        of.sensor("load", "sheds_today", topic)
                .put("entity_category", "diagnostic")
                .put("icon", "mdi:power-plug-off");
        if (heard.has(topic, "value")) {
            of.value(topic, told.path("unit").asText());
        }
        of.button("undo", topic + "/undo/set").put("icon", "mdi:undo");
        ObjectNode description = description(id, told.path("name").asText(load));
        description.put("via_device", prefix);
        return new Device(id, description, of.all(this::full));
    }

    private ObjectNode description(String id, String name) {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.putArray("identifiers").add(id);
        return description
                .put("name", name)
                .put("manufacturer", "BSMR")
                .put("sw_version", version());
    }

    private String full(String topic) {
        return mqtt.topic(topic);
    }

    private static List<String> modes() {
        return Arrays.stream(ControlMode.values()).map(ControlMode::label).toList();
    }

    private static List<String> labels(Enum<?>[] constants) {
        return Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    }
}
