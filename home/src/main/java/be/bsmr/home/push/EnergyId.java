package be.bsmr.home.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.push.EnergyIdSettings.Interval;
import be.bsmr.home.series.Past;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.site.SiteInput.MeterRead;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EnergyID's incoming webhook, version 1: of each meter one request with how its register stood, in
 * the form of EnergieID/energyid-webhooks-py ({@code payload.py}). EnergyID keeps the last value of
 * each interval. BSMR does not know what panels produce: that comes from the inverter.
 */
final class EnergyId implements Outlet {

    private static final Logger log = LoggerFactory.getLogger(EnergyId.class);

    /** The register at a full quarter-hour is the first that the meter tells in this time. */
    private static final Duration READ_WITHIN = Duration.ofMinutes(1);

    private static final Duration QUARTER = Duration.ofMinutes(15);

    /** Values of a meter in one request: a day of quarter-hours. */
    private static final int MOST = 96;

    private static final int WATT_HOURS_TO_KWH = 3;

    /** What is shorter, such as the path {@code /}, hides nothing and stands everywhere. */
    private static final int SHORTEST_SECRET = 4;

    private final EnergyIdSettings settings;
    private final SiteJson json;
    private final String site;
    private final URI webhook;
    private final Post post;
    private final Set<String> leftOut = new HashSet<>();

    /** What EnergyID calls a metric, and in which unit it is told. */
    private record Metric(String name, String unit) {}

    private static final Metric IMPORT = new Metric("electricityImport", "kWh");
    private static final Metric EXPORT = new Metric("electricityExport", "kWh");

    /** By type of the meter; heat comes in gigajoules, which EnergyID does not take. */
    private static final Map<String, Metric> ATTACHED =
            Map.of(
                    "gas", new Metric("naturalGasImport", "m³"),
                    "water", new Metric("drinkingWaterImport", "m³"));

    /** The values of one meter by their times, oldest first. */
    private record Meter(String name, Metric metric, Map<String, BigDecimal> values) {}

    /**
     * @param site tells one house from another
     */
    EnergyId(EnergyIdSettings settings, SiteJson json, String site) {
        this.settings = settings;
        this.json = json;
        this.site = site;
        webhook = URI.create(settings.webhook());
        post = new Post(secrets(settings.webhook(), webhook.getRawPath()));
    }

    /** The address, its path, and each word of that which is none of EnergyID's own. */
    private static List<String> secrets(String address, String path) {
        return Stream.concat(Stream.of(address, path), Stream.of(path.split("/")))
                .filter(
                        part ->
                                part.length() >= SHORTEST_SECRET
                                        && !part.matches("WebhookIn|services"))
                .toList();
    }

    @Override
    public String name() {
        return "energyid";
    }

    @Override
    public String advice() {
        return "look at push.energyid.webhook, whether EnergyID still shows that address, and at"
                + " push.energyid.interval, whether your subscription has it";
    }

    @Override
    public Rhythm rhythm() {
        Duration interval = settings.interval() == Interval.day ? Duration.ofDays(1) : QUARTER;
        return new Rhythm(interval, READ_WITHIN, MOST, Duration.ofSeconds(10), Duration.ofDays(31));
    }

    @Override
    public Instant after(Instant time) {
        if (settings.interval() == Interval.day) {
            return time.atZone(json.zone())
                    .toLocalDate()
                    .plusDays(1)
                    .atStartOfDay(json.zone())
                    .toInstant();
        }
        long quarter = QUARTER.toSeconds();
        return Instant.ofEpochSecond((Math.floorDiv(time.getEpochSecond(), quarter) + 1) * quarter);
    }

    @Override
    public boolean send(Past past, List<Instant> times) throws IOException {
        Map<String, Meter> meters = new LinkedHashMap<>();
        for (Instant time : times) {
            List<MeterRead> told = past.readings(time, time.plus(READ_WITHIN));
            if (!told.isEmpty()) {
                take(json.reading(told.get(0), null), meters);
            }
        }
        Map<Meter, Post.Refused> refused = new LinkedHashMap<>();
        for (Map.Entry<String, Meter> meter : meters.entrySet()) {
            try {
                send(meter.getKey(), meter.getValue());
            } catch (Post.Refused e) {
                if (e.ofAll()) {
                    throw e;
                }
                refused.put(meter.getValue(), e);
            }
        }
        if (!meters.isEmpty() && refused.size() == meters.size()) {
            throw refused.values().iterator().next();
        }
        refused.forEach(this::leaveOut);
        return !meters.isEmpty();
    }

    /** What one webhook takes, another has not been set up for: the other meters go on. */
    private void leaveOut(Meter meter, Post.Refused why) {
        if (leftOut.add(meter.metric().name())) {
            log.warn("{}: {} is left out", why.getMessage(), meter.name());
        }
    }

    private void take(JsonNode reading, Map<String, Meter> meters) {
        String meter = reading.path("meter").asText("meter");
        String time = reading.path("time").asText();
        electricity(reading, meter, time, "import", IMPORT, meters);
        electricity(reading, meter, time, "export", EXPORT, meters);
        for (JsonNode attached : reading.path("mbus")) {
            String type = attached.path("type").asText();
            Metric metric = ATTACHED.get(type);
            if (metric != null
                    && attached.path("unit").asText().equals("m3")
                    && attached.path("value").isNumber()) {
                put(
                        attached.path("id").asText(meter) + "-" + type,
                        type,
                        metric,
                        attached.path("time").asText(time),
                        attached.path("value").decimalValue(),
                        meters);
            }
        }
    }

    private void electricity(
            JsonNode reading,
            String meter,
            String time,
            String direction,
            Metric metric,
            Map<String, Meter> meters) {
        boolean told = false;
        for (int t = 1; settings.tariffs() && t <= EnergyRegisters.TARIFFS; t++) {
            JsonNode register = reading.path(direction + "_t" + t + "_wh");
            if (register.isNumber()) {
                told = true;
                put(
                        meter + "-" + direction + "-t" + t,
                        direction + " T" + t,
                        metric,
                        time,
                        register.decimalValue().movePointLeft(WATT_HOURS_TO_KWH),
                        meters);
            }
        }
        JsonNode total = reading.path(direction + "_total_wh");
        if (!told && total.isNumber()) {
            put(
                    meter + "-" + direction,
                    direction,
                    metric,
                    time,
                    total.decimalValue().movePointLeft(WATT_HOURS_TO_KWH),
                    meters);
        }
    }

    private void put(
            String id,
            String name,
            Metric metric,
            String time,
            BigDecimal value,
            Map<String, Meter> meters) {
        meters.computeIfAbsent(
                        "bsmr-" + site + "-" + id,
                        unused ->
                                new Meter(
                                        "BSMR " + site + " " + name, metric, new LinkedHashMap<>()))
                .values()
                .put(time, value);
    }

    private void send(String id, Meter meter) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("remoteId", id);
        body.put("remoteName", meter.name());
        body.put("metric", meter.metric().name());
        body.put("metricKind", "cumulative");
        body.put("unit", meter.metric().unit());
        body.put("interval", settings.interval().iso());
        var data = body.putArray("data");
        meter.values().forEach((time, value) -> data.addArray().add(time).add(value));
        post.send(
                        HttpRequest.newBuilder(webhook)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString(), UTF_8)))
                .requireTaken();
    }
}
