package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.SettingsFile;
import be.bsmr.home.setup.FirstStart;
import be.bsmr.home.setup.NoMeter;
import be.bsmr.home.source.Hub;
import be.bsmr.home.source.TcpGateway;
import be.bsmr.home.source.TelegramOutput;
import be.bsmr.home.web.ApiDocument;
import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the whole program answers and publishes, held against the documents that describe it: no key
 * that they do not have, none missing that they promise.
 */
@Timeout(300)
class ApiTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final Instant EVENING = Instant.parse("2026-01-13T16:50:00Z");

    /** Half a minute before a quarter-hour ends. */
    private static final int SECONDS_LIVED = 7770;

    private static final String YEAR = "from=2026-01-01&to=2027-01-01";
    private static final String DAY = "from=2026-01-13&to=2026-01-14";
    private static final String TEXT =
            """
            source: simulator
            goal_w: 3000
            tariff: {area: imewo}
            prices: {source: fixed, fixed: {import_cent: 14.5, export_cent: 3}}
            notify: {mqtt: true}
            home_assistant: {enabled: true}
            mqtt: {mirror: dsmr_reader, smartevse: SmartEVSE-1, openwb_counter: 3}
            loads:
              - {id: boiler, name: Boiler, power_w: 2400, due: {kwh: 4, time: "22:00-07:00"}}
              - id: car
                modulating: {unit: ampere, min: 6, max: 16, watts_per_unit: 230}
            """;
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir private static Path folder;

    private static final ApiDocument document = new ApiDocument();
    private static final Household household =
            new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);
    private static final TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
    private static final AtomicLong sent = new AtomicLong();
    private static int broker;
    private static Hub meter;
    private static Home home;

    @BeforeAll
    static void aHouseThatHasLivedForTwoHours() throws Exception {
        Path file = folder.resolve("bsmr.yaml");
        Files.writeString(file, TEXT);
        broker = FreePort.take();
        HomeConfig config =
                HomeConfig.read(file)
                        .with("store.file", folder.resolve("bsmr.db"))
                        .with("mqtt.broker.port", broker)
                        .with("web.port", 0);
        meter = TelegramOutput.tcpListen(0);
        home =
                Home.of(config, new TcpGateway("127.0.0.1", meter.port()))
                        .writtenIn(new SettingsFile(file));
        home.start();
        await().atMost(LONG_ENOUGH).until(() -> meter.clients() == 1);
        for (int i = 0; i < SECONDS_LIVED; i++) {
            second();
        }
        await().atMost(Duration.ofMinutes(3))
                .until(() -> json("/link").path("accepted").asInt() == SECONDS_LIVED);
        await().atMost(LONG_ENOUGH)
                .until(() -> json("/history?each=quarter&" + DAY).path("rows").size() >= 7);
    }

    @AfterAll
    static void leave() throws IOException {
        home.close();
        meter.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/me | ",
                "/state | ",
                "/reading | ",
                "/quarter | ",
                "/peaks | ",
                "/loads | ",
                "/loads/{id} | ",
                "/link | ",
                "/telegram | ",
                "/telegram | lang=nl",
                "/health | ",
                "/metrics | ",
                "/openapi.yaml | ",
                "/asyncapi.yaml | ",
                "/plan | ",
                "/prices | ",
                "/whatif | load_w=2500&for_s=5400",
                "/decisions | ",
                "/decisions | " + DAY,
                "/bill | ",
                "/bill | peak_w=2500",
                "/uncontrolled | ",
                "/seconds | ",
                "/users | ",
                "/settings | ",
                "/history | " + DAY,
                "/history | each=quarter&format=json&" + DAY,
                "/history | each=day&format=csv-be&" + DAY,
                "/history | each=month&format=xlsx&" + YEAR,
                "/history | each=second&points=100&" + DAY,
                "/history | each=day&of=mbus&" + DAY,
            })
    void whatIsAnsweredIsAsTheDocumentSays(String path, String query) throws Exception {
        if (path.equals("/plan")) {
            untilPlanned();
        }
        String address = path.replace("{id}", "boiler") + (query == null ? "" : "?" + query);
        HttpResponse<String> answer = get(address);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(document.faults("GET", path, answer)).as(answer.body()).isEmpty();
    }

    @Test
    void aQuestionAboutThePastIsAnsweredAsTheDocumentSays() throws Exception {
        HttpResponse<String> none = get("/otherwise");
        assertThat(document.faults("GET", "/otherwise", none)).isEmpty();
        for (String question :
                List.of(
                        "{\"battery_kwh\": 10, \"battery_w\": 5000}",
                        "{\"target_w\": 2500}",
                        "{\"without\": \"control\"}")) {
            HttpResponse<String> begun = send("POST", "/otherwise", question);
            assertThat(begun.statusCode()).isEqualTo(202);
            assertThat(document.faults("POST", "/otherwise", begun)).isEmpty();
            await().atMost(LONG_ENOUGH)
                    .until(() -> json("/otherwise").path("state").asText().equals("done"));
            HttpResponse<String> done = get("/otherwise");
            assertThat(document.faults("GET", "/otherwise", done)).as(done.body()).isEmpty();
        }
        HttpResponse<String> ended = send("DELETE", "/otherwise", "");
        assertThat(document.faults("DELETE", "/otherwise", ended)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "/loads/{id}/mode | boiler | auto | 202",
                "/loads/{id}/mode | boiler | perhaps | 400",
                "/loads/{id}/mode | pool | auto | 404",
                "/loads/{id}/undo | boiler | | 202",
                "/control/mode | | active | 202",
                "/control/mode | | perhaps | 400",
                "/otherwise | | {} | 400",
                "/users | | {\"token\": \"grafana\", \"scope\": \"read\"} | 200",
                "/users | | {\"token\": \"grafana\", \"scope\": \"all\"} | 400",
                "/users | | ? | 400",
                "/settings | | {\"goal_w\": \"-5\"} | 400",
                "/settings | | {\"goal_w\": \"3100\"} | 200",
                "/notify/test | | {} | 200",
            })
    void whatIsAskedForIsTakenOrRefusedAsTheDocumentSays(
            String path, String id, String body, int status) throws Exception {
        String address = path.replace("{id}", id == null ? "" : id);
        HttpResponse<String> answer = send("POST", address, body == null ? "" : body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(document.faults("POST", path, answer)).as(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/history?" + DAY + "&limit=0",
                "/history?from=2026-01-14&to=2026-01-13",
                "/bill?peak_w=many",
                "/telegram?lang=it",
                "/whatif?load_w=2500",
                "/loads/pool",
                "/start",
            })
    void whatCannotBeAnsweredIsAProblemThatSaysWhy(String address) throws Exception {
        String path = address.replaceFirst("\\?.*", "").replace("/pool", "/{id}");
        HttpResponse<String> answer =
                CLIENT.send(HttpRequest.newBuilder(uri(address)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(document.faults("GET", path, answer)).isEmpty();
        assertThat(JSON.readTree(answer.body()).path("detail").asText()).isNotEmpty();
    }

    @Test
    void beforeTheFirstReadingAndAtTheFirstStartToo() throws Exception {
        FirstStart first =
                new FirstStart(
                        HomeConfig.DEFAULT,
                        "nobody knows",
                        spec -> new NoMeter(),
                        broker -> Optional.empty(),
                        Clock.systemUTC());
        HomeConfig config =
                HomeConfig.DEFAULT.with("mqtt.broker.enabled", false).with("web.port", 0);
        try (Home empty = Home.withoutStore(config, new NoMeter()).startingWith(first)) {
            empty.start();
            for (String path :
                    List.of(
                            "/start",
                            "/state",
                            "/quarter",
                            "/loads",
                            "/link",
                            "/bill",
                            "/plan",
                            "/prices")) {
                URI at = empty.dashboard().orElseThrow().resolve("api/v1" + path);
                HttpResponse<String> answer =
                        CLIENT.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString());
                assertThat(document.faults("GET", path, answer)).as(answer.body()).isEmpty();
                if (path.equals("/start")) {
                    assertThat(answer.statusCode()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void theRowsOfAPeriodComePageByPage() throws Exception {
        List<JsonNode> all = rows(get("/history?each=quarter&" + DAY));
        List<JsonNode> paged = new ArrayList<>();
        String next = "/history?each=quarter&limit=3&" + DAY;
        int pages = 0;
        while (next != null) {
            HttpResponse<String> page = get(next);
            assertThat(document.faults("GET", "/history", page)).isEmpty();
            assertThat(rows(page)).hasSizeLessThanOrEqualTo(3);
            paged.addAll(rows(page));
            next =
                    page.headers()
                            .firstValue("Link")
                            .map(l -> "/history" + l.replaceFirst("^<(.*)>; rel=\"next\"$", "$1"))
                            .orElse(null);
            pages++;
        }
        assertThat(paged).isEqualTo(all);
        assertThat(pages).isEqualTo((all.size() + 2) / 3);
    }

    @Test
    void theSameHistoryIsNotSentTwiceAndComesInTheFormatThatIsAccepted() throws Exception {
        String address = "/history?each=quarter&" + DAY;
        HttpResponse<String> csv = get(address, "Accept", "text/csv");
        assertThat(document.faults("GET", "/history", csv)).isEmpty();
        assertThat(csv.body()).startsWith("start,import_wh,");
        HttpResponse<String> json = get(address, "Accept", "application/json, text/csv;q=0.5");
        assertThat(json.body()).startsWith("{\"columns\":[\"start\"");
        String tag = json.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).isNotEqualTo(csv.headers().firstValue("ETag").orElseThrow());
        HttpResponse<String> same = get(address, "If-None-Match", tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(document.faults("GET", "/history", same)).isEmpty();
        String document = get("/openapi.yaml").headers().firstValue("ETag").orElseThrow();
        assertThat(get("/openapi.yaml", "If-None-Match", document).statusCode()).isEqualTo(304);
    }

    /** More than is kept in memory to be named. */
    @Test
    void aLongAnswerGoesOutAsItComesAndWhole() throws Exception {
        HttpResponse<String> seconds = get("/history?each=second&format=json&" + DAY);
        assertThat(seconds.body().length()).isGreaterThan(1_000_000);
        assertThat(seconds.headers().firstValue("ETag")).isEmpty();
        assertThat(document.faults("GET", "/history", seconds)).isEmpty();
        assertThat(JSON.readTree(seconds.body())).hasSizeGreaterThan(7000);
    }

    @Test
    void whatIsPublishedIsAsTheDocumentSays() throws Exception {
        Queue<Mqtt3Publish> told = new ConcurrentLinkedQueue<>();
        Mqtt3AsyncClient client =
                Mqtt3Client.builder().serverHost("127.0.0.1").serverPort(broker).buildAsync();
        client.connect().join();
        try {
            client.subscribeWith().topicFilter("#").callback(told::add).send().join();
            send("POST", "/loads/boiler/mode", "off");
            send("POST", "/control/mode", "shadow");
            send("POST", "/control/mode", "active");
            send("POST", "/loads/boiler/mode", "auto");
            send("POST", "/notify/test", "{}");
            for (int i = 0; i < 40; i++) {
                second();
                if (i % 5 == 0) {
                    // The broker keeps a hundred messages for one who is slow, and each second is
                    // many.
                    untilRead();
                }
            }
            await().atMost(LONG_ENOUGH)
                    .untilAsserted(
                            () ->
                                    assertThat(channels(told))
                                            .contains(
                                                    "status",
                                                    "reading",
                                                    "raw",
                                                    "quarter",
                                                    "drawLimit",
                                                    "finishedQuarter",
                                                    "peaks",
                                                    "bill",
                                                    "prices",
                                                    "load",
                                                    "control",
                                                    "link",
                                                    "decision",
                                                    "setLoad",
                                                    "steering",
                                                    "notify",
                                                    "display",
                                                    "homeReading",
                                                    "homeQuarter",
                                                    "homeRegisters",
                                                    "homeAlarm",
                                                    "announcedDevice",
                                                    "dsmrReading",
                                                    "dsmrMeter",
                                                    "smartEvseMeter",
                                                    "openWbCounter"));
            List<String> wrong = new ArrayList<>();
            for (Mqtt3Publish one : told) {
                String topic = one.getTopic().toString();
                String payload = new String(one.getPayloadAsBytes(), StandardCharsets.UTF_8);
                String channel = channel(topic);
                String message =
                        document.asyncapi()
                                .at("/channels/" + channel + "/messages")
                                .fieldNames()
                                .next();
                document.faultsOfMessage(channel, message, payload)
                        .forEach(f -> wrong.add(topic + " " + payload + ": " + f));
                if (one.isRetain() && !isRetained(channel)) {
                    wrong.add(topic + " is retained");
                }
            }
            assertThat(wrong).isEmpty();
        } finally {
            client.disconnect().join();
        }
    }

    @Test
    void whatIsToldAsEventsIsAsTheDocumentSays() throws Exception {
        Set<String> names = new TreeSet<>();
        try (Events events = new Events("")) {
            for (int i = 0; i < 40; i++) {
                second();
                String name;
                do {
                    Event event = events.next();
                    name = event.name();
                    names.add(name.replaceFirst("/(boiler|car)$", ""));
                    assertThat(
                                    document.faultsOfMessage(
                                            "events",
                                            name.replaceFirst("^load/.*", "load"),
                                            event.data()))
                            .as(name + " " + event.data())
                            .isEmpty();
                } while (!name.equals("reading"));
            }
        }
        assertThat(names).contains("snapshot", "reading", "quarter");
    }

    @Test
    void whoComesAgainIsToldWhatHeMissedAndNothingTwice() throws Exception {
        String last;
        try (Events events = new Events("")) {
            Event first = events.next();
            assertThat(first.name()).isEqualTo("snapshot");
            second();
            last = events.until("reading").id();
        }
        for (int i = 0; i < 30; i++) {
            second();
        }
        JsonNode newest = untilRead();
        try (Events events = new Events(last)) {
            List<JsonNode> missed = new ArrayList<>();
            while (missed.size() < 30) {
                Event event = events.next();
                assertThat(event.name()).isNotEqualTo("snapshot");
                if (event.name().equals("reading")) {
                    missed.add(JSON.readTree(event.data()));
                }
            }
            assertThat(missed.get(29).path("time")).isEqualTo(newest.path("time"));
            assertThat(missed.stream().map(r -> r.path("time")).distinct()).hasSize(30);
        }
        try (Events events = new Events("an-old-one")) {
            assertThat(events.next().name()).isEqualTo("snapshot");
        }
    }

    @Test
    void aWebSocketTellsTheSameAndGoesOnWhereItWasCutOff() throws Exception {
        BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        WebSocket socket = socket("/events", heard);
        JsonNode first = heard.take();
        assertThat(first.path("event").asText()).isEqualTo("snapshot");
        assertThat(document.faultsOfMessage("events", "snapshot", first.path("data").toString()))
                .isEmpty();
        second();
        JsonNode reading = until("reading", heard);
        assertThat(document.faultsOfMessage("events", "reading", reading.path("data").toString()))
                .isEmpty();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        second();
        untilRead();
        BlockingQueue<JsonNode> again = new LinkedBlockingQueue<>();
        WebSocket other = socket("/events?after=" + reading.path("id").asText(), again);
        JsonNode next = until("reading", again);
        assertThat(next.at("/data/time").asText()).isGreaterThan(reading.at("/data/time").asText());
        other.abort();
    }

    @Test
    void theExampleOfAClientTalksToTheProgram() throws Exception {
        Process client =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "../examples/client/BsmrClient.java",
                                home.dashboard().orElseThrow().toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>();
            while (lines.stream().filter(l -> l.startsWith("StoredQuarter[")).count() < 7) {
                lines.add(said.readLine());
                assertThat(lines).as("it has not ended").doesNotContainNull();
            }
            assertThat(String.join("\n", lines))
                    .contains("Reading[time=2026-01-13T", "Quarter[start=2026-01-13T")
                    .contains("Load[id=boiler, name=Boiler, mode=")
                    .contains("Peak[month=2026-01, demand=")
                    .doesNotContain("Exception");
            // It listens by now, or is about to.
            await().atMost(LONG_ENOUGH)
                    .until(
                            () -> {
                                second();
                                return said.ready() && said.readLine().startsWith("Quarter[");
                            });
        } finally {
            client.destroyForcibly();
        }
    }

    /** A browser sends along who its user is. */
    @Test
    void aPageOfAnotherSiteGetsNoWebSocket() {
        assertThatThrownBy(
                        () ->
                                CLIENT.newWebSocketBuilder()
                                        .header("Origin", "https://evil.example")
                                        .buildAsync(
                                                socketUri("/events"), new WebSocket.Listener() {})
                                        .join())
                .hasRootCauseMessage("Unexpected HTTP response status code 403");
    }

    /** Tests may run in any order: each address that can be read is asked here. */
    @Test
    void eachAddressThatCanBeReadIsAskedHere() throws Exception {
        List<String> here = new ArrayList<>(List.of("/events", "/start", "/otherwise"));
        var asked =
                ApiTest.class
                        .getDeclaredMethod(
                                "whatIsAnsweredIsAsTheDocumentSays", String.class, String.class)
                        .getAnnotation(CsvSource.class);
        for (String line : asked.value()) {
            here.add(line.replaceFirst(" \\|.*", ""));
        }
        assertThat(
                        document.routes().stream()
                                .filter(r -> r.startsWith("GET "))
                                .map(r -> r.replaceFirst("GET (.*) .*", "$1")))
                .allSatisfy(path -> assertThat(here).contains(path));
    }

    // --- helpers ---

    private static void second() {
        meter.write(writer.write(household.next()));
        sent.incrementAndGet();
    }

    /**
     * A plan is made when a quarter begins, and thrown away when people change how far control
     * goes.
     */
    private static void untilPlanned() {
        await().atMost(LONG_ENOUGH)
                .until(
                        () -> {
                            for (int i = 0; i < 60; i++) {
                                second();
                            }
                            return get("/plan").statusCode() == 200;
                        });
    }

    private static Set<String> channels(Queue<Mqtt3Publish> told) {
        return told.stream()
                .map(one -> channel(one.getTopic().toString()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The one channel of a topic. */
    private static String channel(String topic) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> channel :
                document.asyncapi().path("channels").properties()) {
            String address =
                    channel.getValue()
                            .path("address")
                            .asText()
                            .replace("{prefix}", "bsmr")
                            .replace("{site}", "home")
                            .replace("{discovery}", "homeassistant")
                            .replace("{smartevse}", "SmartEVSE-1")
                            .replaceAll("\\{[a-z]+}", "[^/]+");
            if (topic.matches(address)) {
                found.add(channel.getKey());
            }
        }
        assertThat(found).as(topic).hasSize(1);
        return found.get(0);
    }

    private static boolean isRetained(String channel) {
        for (JsonNode operation : document.asyncapi().path("operations")) {
            if (operation.at("/channel/$ref").asText().equals("#/channels/" + channel)) {
                return operation.at("/bindings/mqtt/retain").asBoolean();
            }
        }
        return false;
    }

    private static List<JsonNode> rows(HttpResponse<String> answer) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        JSON.readTree(answer.body()).path("rows").forEach(rows::add);
        return rows;
    }

    private static URI uri(String address) {
        return home.dashboard().orElseThrow().resolve("api/v1" + address);
    }

    private static JsonNode json(String address) throws Exception {
        return JSON.readTree(get(address).body());
    }

    private static HttpResponse<String> get(String address, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(address)).header("X-BSMR", "1");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(String method, String address, String body)
            throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(uri(address))
                        .header("X-BSMR", "1")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** The newest reading, once all that was sent was read. */
    private static JsonNode untilRead() {
        await().atMost(LONG_ENOUGH)
                .until(() -> json("/link").path("accepted").asLong() == sent.get());
        try {
            return json("/reading");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static URI socketUri(String address) {
        return URI.create(uri(address).toString().replaceFirst("^http", "ws"));
    }

    private static WebSocket socket(String address, BlockingQueue<JsonNode> heard) {
        return CLIENT.newWebSocketBuilder()
                .buildAsync(
                        socketUri(address),
                        new WebSocket.Listener() {
                            private final StringBuilder text = new StringBuilder();

                            @Override
                            public @Nullable CompletionStage<?> onText(
                                    WebSocket socket, CharSequence part, boolean last) {
                                text.append(part);
                                if (last) {
                                    try {
                                        heard.add(JSON.readTree(text.toString()));
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                    text.setLength(0);
                                }
                                socket.request(1);
                                return null;
                            }
                        })
                .join();
    }

    private static JsonNode until(String event, BlockingQueue<JsonNode> heard) throws Exception {
        JsonNode next = heard.take();
        while (!next.path("event").asText().equals(event)) {
            next = heard.take();
        }
        return next;
    }

    private record Event(String id, String name, String data) {}

    /** A stream of events that is read one by one. */
    private static final class Events implements AutoCloseable {

        private final InputStream stream;
        private final BufferedReader lines;

        /**
         * @param last id of the last that was heard; empty = none
         */
        Events(String last) throws Exception {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri("/events")).version(HttpClient.Version.HTTP_1_1);
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            stream = CLIENT.send(request.build(), BodyHandlers.ofInputStream()).body();
            lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }

        Event next() throws IOException {
            String id = "";
            String name = "";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); ; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5));
                } else if (line.isEmpty() && !data.isEmpty()) {
                    return new Event(id, name, data.toString());
                }
            }
        }

        Event until(String name) throws IOException {
            Event event = next();
            while (!event.name().equals(name)) {
                event = next();
            }
            return event;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
