package be.bsmr.home.gridmeter;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The methods of a Shelly Pro 3EM of the second generation, as a battery or a charger calls them
 * (shelly-api-docs.shelly.cloud, components EM and EMData). What is not known is null, as a Shelly
 * says it of the neutral's current; only of a power it says 0, where there is none on a wire.
 *
 * <p>Every number has a decimal point: some clients do not read whole ones.
 */
final class Shelly {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    /** Of the API that is spoken, not of a firmware that runs here. */
    private static final String VERSION = "1.4.4";

    private static final String MODEL = "SPEM-003CEBEU";
    private static final List<String> WIRES = List.of("a", "b", "c");
    private static final BigDecimal A_THOUSANDTH = new BigDecimal("0.001");
    private static final BigDecimal A_TENTH = new BigDecimal("0.1");

    /**
     * What a method says.
     *
     * @param status as HTTP has it: 200, 404 for a method that is not there, 503 while the meter is
     *     silent
     * @param body the result, or {@code code} and {@code message}
     */
    record Answer(int status, ObjectNode body) {

        boolean isResult() {
            return status == OK;
        }
    }

    private final Serial serial;
    private final MeterNow now;
    private final Map<String, Supplier<Optional<ObjectNode>>> methods = new LinkedHashMap<>();

    Shelly(Serial serial, MeterNow now) {
        this.serial = serial;
        this.now = now;
        methods.put("Shelly.ListMethods", () -> Optional.of(listed()));
        methods.put("Shelly.GetDeviceInfo", () -> Optional.of(deviceInfo()));
        methods.put("Shelly.GetStatus", () -> now.values().map(this::status));
        methods.put("Shelly.GetConfig", () -> Optional.of(config()));
        methods.put("Shelly.GetComponents", () -> now.values().map(this::components));
        methods.put("EM.GetStatus", () -> now.values().map(Shelly::power));
        methods.put("EM.GetConfig", () -> Optional.of(powerConfig()));
        methods.put("EMData.GetStatus", () -> now.values().map(Shelly::energy));
        methods.put("EMData.GetConfig", () -> Optional.of(Fields.object()));
        methods.put("Sys.GetStatus", () -> Optional.of(system()));
        methods.put("Sys.GetConfig", () -> Optional.of(systemConfig()));
        methods.put("WiFi.GetStatus", () -> Optional.of(Fields.object().putNull("sta_ip")));
        methods.put("Cloud.GetStatus", () -> Optional.of(off()));
        methods.put("Cloud.GetConfig", () -> Optional.of(disabled()));
        methods.put("Ws.GetStatus", () -> Optional.of(off()));
        methods.put("Ws.GetConfig", () -> Optional.of(disabled()));
        methods.put("Script.List", () -> Optional.of(noScripts()));
    }

    /** Such as {@code shellypro3em-02005e102030}. */
    String id() {
        return "shellypro3em-" + serial.digits();
    }

    /** What is told of it on the network. */
    List<Announcement.Service> announced(int port) {
        Map<String, String> txt =
                Map.of(
                        "gen",
                        "2",
                        "app",
                        "Pro3EM",
                        "ver",
                        VERSION,
                        "model",
                        MODEL,
                        "id",
                        id(),
                        "mac",
                        mac(),
                        "fw_id",
                        "bsmr/" + VERSION,
                        "arch",
                        "esp32");
        return List.of(
                new Announcement.Service("_http._tcp.local.", id(), port, txt),
                new Announcement.Service("_shelly._tcp.local.", id(), port, txt));
    }

    /** Whether a component's number is that of the only one, 0, or left out. */
    static boolean isOnlyComponent(JsonNode id) {
        return id.asInt(0) == 0;
    }

    /**
     * Calls a method, such as {@code EM.GetStatus}.
     *
     * @param id of the component that is meant; missing where none is named
     */
    Answer call(String method, JsonNode id) {
        if (!isOnlyComponent(id)) {
            return wrong(NOT_FOUND, "Argument 'id', value " + id.asText() + " not found!");
        }
        Supplier<Optional<ObjectNode>> found = methods.get(method);
        if (found == null) {
            return wrong(NOT_FOUND, "No handler for " + method);
        }
        return found.get()
                .map(result -> new Answer(OK, result))
                .orElseGet(() -> wrong(UNAVAILABLE, "the meter is silent"));
    }

    /** What batteries ask by UDP: powers only. Empty while the meter is silent. */
    Optional<ObjectNode> powers() {
        return now.values()
                .map(
                        values -> {
                            ObjectNode result = Fields.object();
                            for (int i = 0; i < WIRES.size(); i++) {
                                BigDecimal power = power(values, i);
                                boolean none = power.abs().compareTo(A_TENTH) < 0;
                                number(
                                        result,
                                        WIRES.get(i) + "_act_power",
                                        none ? A_THOUSANDTH : power,
                                        none ? 3 : 1);
                            }
                            number(result, "total_act_power", unwhole(total(values)), 3);
                            return result;
                        });
    }

    /** A thousandth more, where there would be no digit but 0 behind the point. */
    private static BigDecimal unwhole(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0 ? value.add(A_THOUSANDTH) : value;
    }

    private static Answer wrong(int status, String message) {
        return new Answer(status, Fields.object().put("code", status).put("message", message));
    }

    private ObjectNode listed() {
        ObjectNode node = Fields.object();
        methods.keySet().forEach(node.putArray("methods")::add);
        return node;
    }

    private String mac() {
        return serial.digits().toUpperCase(Locale.ROOT);
    }

    private ObjectNode deviceInfo() {
        return Fields.object()
                .put("name", "BSMR")
                .put("id", id())
                .put("mac", mac())
                .put("slot", 0)
                .put("model", MODEL)
                .put("gen", 2)
                .put("fw_id", "bsmr/" + VERSION)
                .put("ver", VERSION)
                .put("app", "Pro3EM")
                .put("auth_en", false)
                .putNull("auth_domain")
                .put("profile", "triphase");
    }

    private ObjectNode status(JsonNode values) {
        ObjectNode node = Fields.object();
        node.set("cloud", off());
        node.set("em:0", power(values));
        node.set("emdata:0", energy(values));
        node.set("mqtt", off());
        node.set("sys", system());
        node.set("ws", off());
        return node;
    }

    private ObjectNode config() {
        ObjectNode node = Fields.object();
        node.set("cloud", disabled());
        node.set("em:0", powerConfig());
        node.set("emdata:0", Fields.object());
        node.set("sys", systemConfig());
        node.set("ws", disabled());
        return node;
    }

    private ObjectNode components(JsonNode values) {
        ObjectNode node = Fields.object();
        ArrayNode all = node.putArray("components");
        ObjectNode power = all.addObject().put("key", "em:0");
        power.set("status", power(values));
        power.set("config", powerConfig());
        ObjectNode energy = all.addObject().put("key", "emdata:0");
        energy.set("status", energy(values));
        energy.set("config", Fields.object());
        return node.put("cfg_rev", 1).put("offset", 0).put("total", all.size());
    }

    private static ObjectNode power(JsonNode values) {
        ObjectNode node = Fields.object().put("id", 0);
        for (int i = 0; i < WIRES.size(); i++) {
            String wire = WIRES.get(i);
            String l = "_l" + (i + 1);
            known(node, wire + "_current", values.path("current" + l + "_a"), 3);
            known(node, wire + "_voltage", values.path("voltage" + l + "_v"), 1);
            number(node, wire + "_act_power", power(values, i), 1);
            known(node, wire + "_aprt_power", values.path("apparent_power" + l + "_va"), 1);
            known(node, wire + "_pf", values.path("power_factor" + l), 2);
            known(node, wire + "_freq", values.path("frequency_hz"), 1);
        }
        node.putNull("n_current");
        known(node, "total_current", values.path("current_a"), 3);
        number(node, "total_act_power", total(values), 3);
        known(node, "total_aprt_power", values.path("apparent_power_va"), 3);
        node.putArray("user_calibrated_phase");
        return node;
    }

    private static ObjectNode energy(JsonNode values) {
        ObjectNode node = Fields.object().put("id", 0);
        for (String wire : WIRES) {
            // The meter counts all wires together.
            node.putNull(wire + "_total_act_energy").putNull(wire + "_total_act_ret_energy");
        }
        known(node, "total_act", values.path("import_total_wh"), 2);
        known(node, "total_act_ret", values.path("export_total_wh"), 2);
        return node;
    }

    private static ObjectNode powerConfig() {
        return Fields.object()
                .put("id", 0)
                .putNull("name")
                .put("blink_mode_selector", "active_energy")
                .put("phase_selector", "all")
                .put("monitor_phase_sequence", false)
                .put("ct_type", "120A");
    }

    private ObjectNode system() {
        return Fields.object().put("mac", mac()).put("restart_required", false);
    }

    private ObjectNode systemConfig() {
        ObjectNode node = Fields.object();
        node.putObject("device").put("name", "BSMR").put("mac", mac()).put("profile", "triphase");
        return node;
    }

    private static ObjectNode off() {
        return Fields.object().put("connected", false);
    }

    private static ObjectNode disabled() {
        return Fields.object().put("enable", false);
    }

    private static ObjectNode noScripts() {
        ObjectNode node = Fields.object();
        node.putArray("scripts");
        return node;
    }

    /** Of one wire; where the meter knows of none, none goes there: all is in the total. */
    private static BigDecimal power(JsonNode values, int index) {
        return values.path("power_l" + (index + 1) + "_w").decimalValue();
    }

    private static BigDecimal total(JsonNode values) {
        return values.path("power_w").decimalValue();
    }

    private static void known(ObjectNode to, String key, JsonNode value, int decimals) {
        if (value.isMissingNode()) {
            to.putNull(key);
        } else {
            number(to, key, value.decimalValue(), decimals);
        }
    }

    private static void number(ObjectNode to, String key, BigDecimal value, int decimals) {
        to.set(key, DecimalNode.valueOf(value.setScale(decimals, RoundingMode.HALF_UP)));
    }
}
