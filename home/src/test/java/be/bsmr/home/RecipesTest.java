package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.Hub;
import be.bsmr.home.source.TcpGateway;
import be.bsmr.home.source.TelegramOutput;
import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Each topic, key, metric and field that a recipe of {@code docs/recipes.md} or a file of {@code
 * examples} names, held against what the whole program publishes, answers and takes.
 */
@Timeout(300)
class RecipesTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final Instant EVENING = Instant.parse("2026-01-13T16:50:00Z");

    /** Over the end of a quarter-hour. */
    private static final int SECONDS_LIVED = 700;

    /** The broker keeps a hundred messages for who is slow; three come with each second. */
    private static final int AT_ONCE = 25;

    private static final Path EXAMPLES = Path.of("../examples");
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** What a word in a request makes of a load, or of control. */
    private static final Map<String, String> BECOMES =
            Map.of("on", "always_on", "off", "always_shed");

    @TempDir private static Path folder;

    /** The newest message of each topic; those that ask are left out. */
    private static final Map<String, String> told = new ConcurrentHashMap<>();

    /** What comes before the fields of a line, and the names of these. */
    private static final Set<String> lineStarts = new ConcurrentSkipListSet<>();

    private static final Set<String> lineFields = new ConcurrentSkipListSet<>();

    private static Hub meter;
    private static HttpServer influx;
    private static Mqtt3AsyncClient client;
    private static Home home;

    @BeforeAll
    static void aHouseIsHeard() throws Exception {
        influx = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        influx.createContext(
                "/",
                exchange -> {
                    try (exchange;
                            GZIPInputStream lines =
                                    new GZIPInputStream(exchange.getRequestBody())) {
                        new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .forEach(RecipesTest::line);
                        exchange.sendResponseHeaders(204, -1);
                    }
                });
        influx.start();
        int broker = FreePort.take();
        HomeConfig config =
                HomeConfig.parse(
                        folder.resolve("bsmr.yaml"),
                        """
                        tariff: {area: imewo}
                        loads: [{id: boiler, power_w: 2400}]
                        influx: {url: "http://127.0.0.1:%d/write?db=bsmr"}
                        store: {file: "%s", commit_seconds: 1}
                        mqtt: {broker: {port: %d}}
                        web: {port: 0}
                        home_assistant: {enabled: true}
                        """
                                .formatted(
                                        influx.getAddress().getPort(),
                                        folder.resolve("bsmr.db"),
                                        broker));
        meter = TelegramOutput.tcpListen(0);
        home = Home.of(config, new TcpGateway("127.0.0.1", meter.port()));
        home.start();
        client = Mqtt3Client.builder().serverHost("127.0.0.1").serverPort(broker).buildAsync();
        client.connect().join();
        client.publishes(MqttGlobalPublishFilter.ALL, RecipesTest::told);
        // Who subscribes while something is kept for the first time may miss it; what is kept comes
        // with each subscription.
        await().atMost(LONG_ENOUGH)
                .until(
                        () -> {
                            client.subscribeWith().topicFilter("#").send().join();
                            return told.keySet()
                                    .containsAll(
                                            Set.of("bsmr/home/status", "bsmr/home/control/mode"));
                        });
        await().atMost(LONG_ENOUGH).until(() -> meter.clients() == 1);
        Household household = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        for (int i = 0; i < SECONDS_LIVED; i++) {
            meter.write(writer.write(household.next()));
            if (i % AT_ONCE == AT_ONCE - 1) {
                untilHeard(EVENING.plusSeconds(i));
            }
        }
        // Somebody asks, so that a decision is told.
        ask("bsmr/home/load/boiler/mode/set", "off");
        await().atMost(LONG_ENOUGH)
                .untilAsserted(
                        () ->
                                assertThat(told)
                                        .containsKeys(
                                                "bsmr/home/decision",
                                                "bsmr/home/bill",
                                                "bsmr/home/quarter/finished",
                                                "bsmr/home/home_assistant/alarm"));
    }

    @AfterAll
    static void leave() throws IOException {
        client.disconnect().join();
        home.close();
        meter.close();
        influx.stop(0);
    }

    // --- Node-RED ---

    @Test
    void theNodesOfTheFlowAreWiredToNodesThatAreThere() throws Exception {
        Map<String, JsonNode> nodes = flow();
        for (JsonNode node : nodes.values()) {
            wires(node).forEach(to -> assertThat(nodes).as(node.toString()).containsKey(to));
            for (String of : List.of("z", "broker")) {
                if (node.path("type").asText().equals("mqtt-broker") || !node.has(of)) {
                    continue;
                }
                assertThat(nodes).as(node.toString()).containsKey(node.path(of).asText());
            }
        }
    }

    @Test
    void theFlowReadsKeysThatItsTopicsHave() throws Exception {
        Map<String, JsonNode> nodes = flow();
        int read = 0;
        for (JsonNode start : ofType(nodes, "mqtt in")) {
            Set<String> keys = keys(start.path("topic").asText());
            for (JsonNode node : untilThePayloadIsAnother(nodes, start)) {
                for (String key : found("payload\\.([a-z0-9_]+)", node.toString())) {
                    assertThat(keys).as(start.path("topic").asText()).contains(key);
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThan(5);
    }

    @Test
    void theButtonsOfTheFlowSetALoad() throws Exception {
        Map<String, JsonNode> nodes = flow();
        assertThat(ofType(nodes, "inject")).hasSize(3);
        for (JsonNode button : ofType(nodes, "inject")) {
            JsonNode which = nodes.get(wires(button).get(0));
            JsonNode out = nodes.get(wires(which).get(0));
            assertThat(out.path("type").asText()).isEqualTo("mqtt out");
            assertThat(out.path("retain").asText()).isEqualTo("false");
            assertThat(which.at("/rules/0/p").asText()).isEqualTo("topic");
            asksAndGets(which.at("/rules/0/to").asText(), button.path("payload").asText());
        }
    }

    // --- openHAB ---

    @Test
    void theChannelsOfOpenHabReadWhatIsTold() throws Exception {
        String things = Files.readString(EXAMPLES.resolve("openhab/bsmr.things"));
        List<MatchResult> channels =
                Pattern.compile(
                                "stateTopic=\"([^\"]+)\"(?:,"
                                        + " transformationPattern=\"JSONPATH:\\$\\.([^\"]+)\")?")
                        .matcher(things)
                        .results()
                        .toList();
        assertThat(channels).hasSizeGreaterThan(10);
        for (MatchResult channel : channels) {
            assertThat(told).containsKey(channel.group(1));
            if (channel.group(2) != null) {
                assertThat(keys(channel.group(1))).contains(channel.group(2));
            }
        }
        for (String topic : found("availabilityTopic=\"([^\"]+)\"", things)) {
            assertThat(told.get(topic)).isEqualTo("online");
        }
    }

    @Test
    void theWordsThatOpenHabMaySendAreTaken() throws Exception {
        String things = Files.readString(EXAMPLES.resolve("openhab/bsmr.things"));
        List<MatchResult> asked =
                Pattern.compile("commandTopic=\"([^\"]+)\", allowedStates=\"([^\"]+)\"")
                        .matcher(things)
                        .results()
                        .toList();
        assertThat(asked).hasSize(2);
        for (MatchResult one : asked) {
            for (String word : found("(\\w+)", one.group(2))) {
                asksAndGets(one.group(1), word);
            }
        }
        ask("bsmr/home/control/mode/set", "active");
    }

    @Test
    void theItemsOfOpenHabAreLinkedToChannelsThatAreThere() throws Exception {
        Set<String> channels = new TreeSet<>();
        String thing = "";
        for (String line : Files.readAllLines(EXAMPLES.resolve("openhab/bsmr.things"))) {
            for (String id : found("Thing topic (\\w+)", line)) {
                thing = id;
            }
            for (String id : found("Type \\w+ : (\\w+)", line)) {
                channels.add("mqtt:topic:bsmr:" + thing + ":" + id);
            }
        }
        String items = Files.readString(EXAMPLES.resolve("openhab/bsmr.items"));
        assertThat(found("channel=\"([^\"]+)\"", items)).containsExactlyElementsOf(channels);
    }

    // --- Grafana ---

    @Test
    void theDashboardOfPrometheusAsksForMetricsAndLabelsThatThereAre() throws Exception {
        String metrics = get("metrics");
        Set<String> names = found("(?m)^(bsmr_[a-z0-9_]+)", metrics);
        Set<String> labels = found("[{,]([a-z]+)=\"", metrics);
        int asked = 0;
        for (JsonNode target : targets("prometheus")) {
            for (String name : found("(bsmr_[a-z0-9_]+)", target.path("expr").asText())) {
                assertThat(names).contains(name);
                asked++;
            }
            labels.add("instance"); // Prometheus' own
            assertThat(labels)
                    .containsAll(found("\\{\\{([a-z]+)}}", target.path("legendFormat").asText()))
                    .containsAll(found("by \\(([a-z]+)\\)", target.path("expr").asText()));
        }
        assertThat(asked).isGreaterThan(15);
    }

    @Test
    void theDashboardOfInfluxDbAsksForFieldsThatAreSent() throws Exception {
        await().atMost(LONG_ENOUGH).until(() -> !lineFields.isEmpty());
        assertThat(lineStarts).containsExactly("bsmr_second,site=home");
        int asked = 0;
        for (JsonNode target : targets("influxdb")) {
            String query = target.path("query").asText();
            assertThat(query).contains("FROM \"bsmr_second\"").contains("\"site\" = '$site'");
            Set<String> fields = found("[a-z]\\(\"([a-z0-9_]+)\"\\)", query);
            fields.removeAll(found("AS \"([a-z]+)\"", query));
            assertThat(lineFields).containsAll(fields);
            asked += fields.size();
        }
        assertThat(asked).isGreaterThan(15);
    }

    // --- Home Assistant, Loxone, evcc ---

    @ParameterizedTest
    @ValueSource(strings = {"dashboard.yaml", "quarter_alarm.yaml"})
    void homeAssistantsEntitiesAreThoseThatAreAnnounced(String example) throws Exception {
        Set<String> entities =
                found(
                        "((?:binary_)?sensor\\.bsmr_\\w+)",
                        Files.readString(EXAMPLES.resolve("home-assistant/" + example)));
        assertThat(entities).isNotEmpty();
        await().atMost(LONG_ENOUGH)
                .untilAsserted(
                        () ->
                                assertThat(
                                                JSON.readTree(
                                                                told.get(
                                                                        "homeassistant/device/bsmr_home/config"))
                                                        .findValuesAsText("default_entity_id"))
                                        .containsAll(entities));
    }

    @Test
    void loxonesInputsFindNumbersInTheAnswer() throws Exception {
        Element input = xml("loxone/VI_bsmr.xml");
        String answer = get(URI.create(input.getAttribute("Address")).getPath().substring(1));
        NodeList commands = input.getElementsByTagName("VirtualInHttpCmd");
        assertThat(commands.getLength()).isPositive();
        for (int i = 0; i < commands.getLength(); i++) {
            String check = ((Element) commands.item(i)).getAttribute("Check");
            assertThat(check).endsWith("\\v");
            assertThat(answer).containsPattern(Pattern.quote(check.replace("\\v", "")) + "-?[0-9]");
        }
    }

    @Test
    void loxonesOutputsSetALoad() throws Exception {
        NodeList commands = xml("loxone/VO_bsmr.xml").getElementsByTagName("VirtualOutCmd");
        assertThat(commands.getLength()).isPositive();
        for (int i = 0; i < commands.getLength(); i++) {
            Element command = (Element) commands.item(i);
            for (String turn : List.of("CmdOn", "CmdOff")) {
                HttpRequest.Builder request =
                        HttpRequest.newBuilder(uri(command.getAttribute(turn).substring(1)))
                                .method(
                                        command.getAttribute(turn + "Method"),
                                        BodyPublishers.ofString(
                                                command.getAttribute(turn + "Post")));
                for (MatchResult header :
                        Pattern.compile("([A-Za-z-]+): (.*?)(?:\\\\r\\\\n|$)")
                                .matcher(command.getAttribute(turn + "HTTP"))
                                .results()
                                .toList()) {
                    // Nobody has a password here.
                    if (!header.group(1).equals("Authorization")) {
                        request.header(header.group(1), header.group(2));
                    }
                }
                assertThat(CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode())
                        .isEqualTo(202);
            }
        }
    }

    @Test
    void evccReadsKeysThatItsTopicsHave() throws Exception {
        String text = Files.readString(EXAMPLES.resolve("evcc/evcc.yaml"));
        List<MatchResult> read =
                Pattern.compile("topic: (\\S+)\\s+(?:jq: \\.([a-z0-9_]+))?")
                        .matcher(text)
                        .results()
                        .toList();
        assertThat(read).hasSizeGreaterThan(5);
        for (MatchResult one : read) {
            assertThat(told).containsKey(one.group(1));
            if (one.group(2) != null) {
                assertThat(keys(one.group(1))).contains(one.group(2));
            }
        }
    }

    // --- pages ---

    @ParameterizedTest
    @ValueSource(strings = {"recipes.md", "evcc.md"})
    void theTopicsOfAPageAreToldOrAsked(String page) throws Exception {
        Set<String> named =
                found("`(bsmr/home/[^`…#]+)`", Files.readString(Path.of("../docs", page)));
        assertThat(named).isNotEmpty();
        for (String topic : named) {
            if (topic.endsWith("/set")) {
                assertThat(topic).matches("bsmr/home/(load/(boiler|\\+)/mode|control/mode)/set");
            } else {
                keys(topic);
            }
        }
    }

    // --- helpers ---

    private static void told(Mqtt3Publish one) {
        String topic = one.getTopic().toString();
        if (!topic.endsWith("/set")) {
            told.put(topic, new String(one.getPayloadAsBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void untilHeard(Instant second) {
        await().atMost(LONG_ENOUGH)
                .until(
                        () ->
                                OffsetDateTime.parse(
                                                JSON.readTree(
                                                                told.getOrDefault(
                                                                        "bsmr/home/reading", "{}"))
                                                        .path("time")
                                                        .asText(EVENING.toString()))
                                        .toInstant()
                                        .equals(second));
    }

    private static void line(String line) {
        lineStarts.add(line.substring(0, line.indexOf(' ')));
        lineFields.addAll(found("[ ,]([a-z0-9_]+)=", line.substring(line.indexOf(' '))));
    }

    /** The keys of what is told on the topics of a filter; none where it is one word. */
    private static Set<String> keys(String filter) {
        Set<String> keys = new TreeSet<>();
        int topics = 0;
        for (Map.Entry<String, String> one : told.entrySet()) {
            if (MqttTopicFilter.of(filter).matches(MqttTopic.of(one.getKey()))) {
                topics++;
                try {
                    JSON.readTree(one.getValue()).fieldNames().forEachRemaining(keys::add);
                } catch (JsonProcessingException e) {
                    // A word, such as online.
                }
            }
        }
        assertThat(topics).as("topics of " + filter).isPositive();
        return keys;
    }

    private static void ask(String topic, String word) {
        client.publishWith()
                .topic(topic)
                .payload(word.getBytes(StandardCharsets.UTF_8))
                .send()
                .join();
    }

    /** Asks, and waits until the topic beside it says so. */
    private static void asksAndGets(String topic, String word) {
        ask(topic, word);
        String tells = topic.replaceFirst("(/load/[^/]+)?(/mode)?/set$", "$1");
        boolean load = tells.contains("/load/");
        String wanted = load ? BECOMES.getOrDefault(word, word) : word;
        await().atMost(LONG_ENOUGH)
                .until(
                        () -> {
                            String now = told.get(load ? tells : tells + "/mode");
                            return wanted.equals(
                                    load ? JSON.readTree(now).path("mode").asText() : now);
                        });
    }

    /** By id, each once. */
    private static Map<String, JsonNode> flow() throws IOException {
        Map<String, JsonNode> nodes = new LinkedHashMap<>();
        for (JsonNode node : JSON.readTree(EXAMPLES.resolve("node-red/bsmr.json").toFile())) {
            assertThat(nodes.put(node.path("id").asText(), node)).as(node.toString()).isNull();
        }
        return nodes;
    }

    private static List<JsonNode> ofType(Map<String, JsonNode> nodes, String type) {
        return nodes.values().stream().filter(n -> n.path("type").asText().equals(type)).toList();
    }

    private static List<String> wires(JsonNode node) {
        List<String> wires = new ArrayList<>();
        node.path("wires").forEach(port -> port.forEach(to -> wires.add(to.asText())));
        return wires;
    }

    /** The nodes to which a message comes as it was heard, and those that make another of it. */
    private static Set<JsonNode> untilThePayloadIsAnother(
            Map<String, JsonNode> nodes, JsonNode start) {
        Set<JsonNode> reached = new LinkedHashSet<>();
        Deque<JsonNode> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            JsonNode node = next.pop();
            boolean makesAnother =
                    node.path("type").asText().equals("template")
                            || node.at("/rules/0/p").asText().equals("payload");
            if (reached.add(node) && !makesAnother) {
                wires(node).forEach(to -> next.push(nodes.get(to)));
            }
        }
        return reached;
    }

    /** Each query of each panel; a panel has one at least. */
    private static List<JsonNode> targets(String dashboard) throws IOException {
        List<JsonNode> targets = new ArrayList<>();
        JsonNode file = JSON.readTree(EXAMPLES.resolve("grafana/" + dashboard + ".json").toFile());
        for (JsonNode panel : file.path("panels")) {
            assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
            panel.path("targets").forEach(targets::add);
        }
        return targets;
    }

    private static Element xml(String example) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(EXAMPLES.resolve(example).toFile())
                .getDocumentElement();
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(m -> found.add(m.group(1)));
        return found;
    }

    private static URI uri(String path) {
        return home.dashboard().orElseThrow().resolve(path);
    }

    private static String get(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString())
                .body();
    }
}
