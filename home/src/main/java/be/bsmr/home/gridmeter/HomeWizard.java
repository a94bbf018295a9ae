package be.bsmr.home.gridmeter;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The local API v1 of a HomeWizard P1 meter, under our own name (api-documentation.homewizard.com).
 * What is not known is left out, as there.
 */
final class HomeWizard implements HttpHandler {

    /** Clients look for this; what people see is {@link #PRODUCT_NAME}. */
    static final String PRODUCT_TYPE = "HWE-P1";

    static final String PRODUCT_NAME = "BSMR";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss");
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int MOST_TARIFFS = 4;

    /** Beside theirs our keys. */
    private static final Map<String, String> KEYS =
            Map.of(
                    "tariff", "active_tariff",
                    "power_w", "active_power_w",
                    "frequency_hz", "active_frequency_hz",
                    "demand_w", "active_power_average_w",
                    "month_peak_w", "montly_power_peak_w",
                    "power_failures", "any_power_fail_count",
                    "long_power_failures", "long_power_fail_count");

    private static final Map<String, String> EXTERNAL =
            Map.of(
                    "gas", "gas_meter",
                    "heat", "heat_meter",
                    "water", "water_meter",
                    "warm_water", "warm_water_meter");

    private final Serial serial;
    private final MeterNow now;
    private final Supplier<Optional<String>> telegram;

    /**
     * @param telegram the newest, word for word
     */
    HomeWizard(Serial serial, MeterNow now, Supplier<Optional<String>> telegram) {
        this.serial = serial;
        this.now = now;
        this.telegram = telegram;
    }

    /** What else is told of it on the network, under {@code _hwenergy._tcp}. */
    Announcement.Service announced(int port) {
        return new Announcement.Service(
                "_hwenergy._tcp.local.",
                host(),
                port,
                Map.of(
                        "api_enabled",
                        "1",
                        "path",
                        "/api/v1",
                        "serial",
                        serial.digits(),
                        "product_name",
                        PRODUCT_NAME,
                        "product_type",
                        PRODUCT_TYPE));
    }

    /** Some clients look at how the name begins. */
    String host() {
        return "p1meter-" + serial.label();
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String method = exchange.getRequestMethod().toString();
        String path = exchange.getRequestPath();
        switch (path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path) {
            case "/api" -> get(exchange, method, Optional.of(identity()));
            case "/api/v1/data" -> get(exchange, method, now.values().map(HomeWizard::data));
            case "/api/v1/telegram" -> telegram(exchange, method);
            case "/api/v1/system" ->
                    HttpPort.answer(exchange, OK, Fields.object().put("cloud_enabled", false));
            case "/api/v1/identify" ->
                    HttpPort.answer(exchange, OK, Fields.object().put("identify", "ok"));
            default -> HttpPort.answer(exchange, NOT_FOUND, error("no such resource"));
        }
    }

    private static void get(HttpServerExchange exchange, String method, Optional<ObjectNode> body) {
        if (!method.equals("GET")) {
            HttpPort.answer(exchange, NOT_ALLOWED, error("only GET"));
        } else if (body.isEmpty()) {
            HttpPort.answer(exchange, UNAVAILABLE, error("the meter is silent"));
        } else {
            HttpPort.answer(exchange, OK, body.get());
        }
    }

    private void telegram(HttpServerExchange exchange, String method) {
        Optional<String> newest = now.values().isPresent() ? telegram.get() : Optional.empty();
        if (newest.isEmpty() || !method.equals("GET")) {
            get(exchange, method, Optional.empty());
            return;
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
        exchange.getResponseSender().send(newest.get(), StandardCharsets.ISO_8859_1);
    }

    private ObjectNode identity() {
        return Fields.object()
                .put("product_type", PRODUCT_TYPE)
                .put("product_name", PRODUCT_NAME)
                .put("serial", serial.digits())
                .put("firmware_version", version())
                .put("api_version", "v1");
    }

    private static String version() {
        String version = HomeWizard.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }

    private static ObjectNode data(JsonNode values) {
        ObjectNode data = Fields.object();
        // By this key Home Assistant's client tells version 1 from 2. There is no Wi-Fi to name.
        data.put("wifi_ssid", "");
        data.put("meter_model", values.path("model").asText());
        // 50221 is version 5.0 of the telegrams, with 2.21 of their Belgian part.
        String version = values.path("version").asText();
        if (version.matches("\\d{2,}")) {
            data.put("smr_version", Integer.parseInt(version.substring(0, 2)));
        }
        hex(data, "unique_id", values.path("meter"));
        KEYS.forEach((ours, theirs) -> copy(data, theirs, values.path(ours)));
        for (String direction : List.of("import", "export")) {
            String total = "total_power_" + direction;
            kilo(data, total + "_kwh", values.path(direction + "_total_wh"));
            for (int t = 1; t <= MOST_TARIFFS; t++) {
                kilo(data, total + "_t" + t + "_kwh", values.path(direction + "_t" + t + "_wh"));
            }
        }
        for (int wire = 1; wire <= 3; wire++) {
            String l = "_l" + wire;
            copy(data, "active_power" + l + "_w", values.path("power" + l + "_w"));
            copy(data, "active_voltage" + l + "_v", values.path("voltage" + l + "_v"));
            copy(data, "active_current" + l + "_a", values.path("current" + l + "_a"));
            copy(data, "voltage_sag" + l + "_count", values.path("voltage_sags" + l));
            copy(data, "voltage_swell" + l + "_count", values.path("voltage_swells" + l));
        }
        time(data, "montly_power_peak_timestamp", values.path("month_peak_time"));
        attached(data, values.path("mbus"));
        return data;
    }

    /** Each in the list; the first gas meter also beside it. */
    private static void attached(ObjectNode data, JsonNode meters) {
        ArrayNode external = Fields.object().arrayNode();
        for (JsonNode meter : meters) {
            String type = EXTERNAL.get(meter.path("type").asText());
            if (type == null || !meter.has("value") || !meter.has("unit")) {
                continue;
            }
            ObjectNode one = external.addObject();
            hex(one, "unique_id", meter.path("id"));
            one.put("type", type);
            time(one, "timestamp", meter.path("time"));
            copy(one, "value", meter.path("value"));
            copy(one, "unit", meter.path("unit"));
            if (type.equals("gas_meter") && !data.has("total_gas_m3")) {
                copy(data, "total_gas_m3", meter.path("value"));
                time(data, "gas_timestamp", meter.path("time"));
                hex(data, "gas_unique_id", meter.path("id"));
            }
        }
        data.set("external", external);
    }

    private static void copy(ObjectNode to, String key, JsonNode value) {
        if (!value.isMissingNode()) {
            to.set(key, value);
        }
    }

    private static void kilo(ObjectNode to, String key, JsonNode value) {
        if (!value.isMissingNode()) {
            BigDecimal kilo = value.decimalValue().movePointLeft(3);
            to.set(key, DecimalNode.valueOf(Fields.plain(kilo)));
        }
    }

    /** A number of twelve digits, such as 260113182319. */
    private static void time(ObjectNode to, String key, JsonNode value) {
        if (!value.isMissingNode()) {
            to.put(key, Long.parseLong(TIME.format(OffsetDateTime.parse(value.asText()))));
        }
    }

    /** As the telegram has it: two digits a character. */
    private static void hex(ObjectNode to, String key, JsonNode value) {
        if (!value.isMissingNode()) {
            byte[] bytes = value.asText().getBytes(StandardCharsets.ISO_8859_1);
            to.put(key, HexFormat.of().withUpperCase().formatHex(bytes));
        }
    }

    private static ObjectNode error(String description) {
        ObjectNode answer = Fields.object();
        answer.putObject("error").put("description", description);
        return answer;
    }
}
