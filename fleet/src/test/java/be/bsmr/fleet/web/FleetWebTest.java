package be.bsmr.fleet.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.fleet.Told;
import be.bsmr.fleet.Wire;
import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.local.LocalPostgres;
import be.bsmr.fleet.sink.FleetDatabase;
import be.bsmr.fleet.sink.PostgresSettings;
import be.bsmr.fleet.sink.Sink;
import be.bsmr.fleet.sink.SinkSettings;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.web.WebSettings;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.Yaml;

/** From the topics to the page, with a real broker, a real database and a real browser. */
class FleetWebTest {

    private static final WebSettings LOOPBACK = new WebSettings(true, "127.0.0.1", 0, null, null);
    private static final WebSettings NETWORK = new WebSettings(true, "0.0.0.0", 0, null, null);
    private static final Topics TOPICS = new Topics("zuid");
    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    private static final String SECRET = "vier woorden om te onthouden";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Path PICTURES = Path.of("target/pages");
    private static final int[] WIDTHS = {320, 390, 1280};

    @TempDir static Path folder;

    private static LocalKafka kafka;
    private static LocalPostgres postgres;
    private static Sink sink;
    private static FleetWeb web;

    @BeforeAll
    static void aTowerOfFortyFlats() throws Exception {
        kafka = LocalKafka.start(folder.resolve("kafka"));
        postgres = LocalPostgres.start();
        PostgresSettings database =
                new PostgresSettings(postgres.url(), postgres.user(), postgres.password());
        AtomicReference<Instant> clock = new AtomicReference<>(Tower.WHEN_FLAT_7_SPOKE);
        SinkSettings settings =
                new SinkSettings(Map.of("bootstrap.servers", kafka.address()), TOPICS, database);
        sink = Sink.open(settings, clock::get);
        try (Told told = new Told(kafka.address(), TOPICS)) {
            Tower tower = new Tower(told, TOPICS);
            tower.before();
            Told.awaitAllRead(kafka.address(), TOPICS);
            clock.set(Tower.NOW);
            tower.now();
            Told.awaitAllRead(kafka.address(), TOPICS);
            assertThat(sink.trouble()).isEmpty();
        }
        web = FleetWeb.open(settings(LOOPBACK, postgres.url()), () -> Tower.NOW);
    }

    @AfterAll
    static void stop() {
        web.close();
        sink.close();
        postgres.close();
        kafka.close();
    }

    private static FleetWebSettings settings(WebSettings where, String url) {
        return new FleetWebSettings(
                where,
                folder.resolve(where.equals(NETWORK) ? "users.yaml" : "nobody.yaml"),
                TOPICS.tenant(),
                new PostgresSettings(url, postgres.user(), postgres.password()),
                BRUSSELS,
                FleetWebSettings.SILENT_AFTER);
    }

    @Test
    void eachAnswerHasTheKeysThatTheDocumentHas() throws Exception {
        JsonNode document =
                JSON.valueToTree(new Yaml().<Object>load(get(web, "api/v1/openapi.yaml").body()));
        JsonNode schemas = document.at("/components/schemas");
        JsonNode tower = json("api/v1/communities/tower");

        assertThat(keys(json("api/v1/communities"))).isEqualTo(documented(schemas, "Named"));
        assertThat(keys(tower)).isEqualTo(documented(schemas, "Community"));
        assertThat(keys(tower.path("houses"))).isEqualTo(documented(schemas, "House"));
        assertThat(keys(json("api/v1/communities/tower/quarters?day=2026-01-14")))
                .isEqualTo(documented(schemas, "Quarter"));
        assertThat(keys(json("api/v1/communities/tower/peaks")))
                .isEqualTo(documented(schemas, "Peak"));
        String battery = "whatif?battery_kwh=60&battery_w=30000&target_w=30000";
        assertThat(keys(json("api/v1/communities/tower/" + battery)))
                .isEqualTo(documented(schemas, "WhatIf"));
        assertThat(get(web, "api/v1/communities/tower/whatif?cars=5").body()).contains("car_w is");
        assertThat(document.path("paths").properties())
                .allSatisfy(
                        path ->
                                assertThat(get(web, "api/v1" + filled(path.getKey())).statusCode())
                                        .as(path.getKey())
                                        .isEqualTo(200));
        assertThat(get(web, "api/v1/communities/none").statusCode()).isEqualTo(404);
        assertThat(get(web, "api/v1/communities/tower/quarters").body()).contains("?day=");
    }

    @Test
    void whatIfCountsQuartersOfNineHousesInTenAndPeaksThoseOfAll() throws Exception {
        JsonNode answer = json("api/v1/communities/tower/whatif?cars=5&car_w=7400&car_kwh=15");
        assertThat(answer.path("complete").asInt())
                .isEqualTo(answer.path("quarters").asInt() - 1)
                .isPositive();
        assertThat(json("api/v1/communities/tower/quarters?day=2026-01-14"))
                .filteredOn(quarter -> quarter.path("complete").asInt() < Tower.FLATS)
                .hasSize(2);
    }

    private static String filled(String path) {
        return path.replace("{id}", "tower")
                + (path.endsWith("quarters") ? "?day=2026-01-14" : "")
                + (path.endsWith("whatif") ? "?cars=5&car_w=7400&car_kwh=15" : "");
    }

    /** Of an object, or of all objects of a list. */
    private static Set<String> keys(JsonNode of) {
        Set<String> keys = new TreeSet<>();
        (of.isArray() ? of.valueStream() : Stream.of(of))
                .forEach(one -> one.fieldNames().forEachRemaining(keys::add));
        return keys;
    }

    private static Set<String> documented(JsonNode schemas, String name) {
        Set<String> keys = new TreeSet<>();
        schemas.path(name).path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void eachHouseIsWhatItWasHeardToBe() throws Exception {
        JsonNode tower = json("api/v1/communities/tower");
        Map<Integer, String> odd =
                Map.of(
                        7,
                        "silent",
                        22,
                        "wrong_clock",
                        23,
                        "refused",
                        31,
                        "wrong_clock",
                        40,
                        "never");
        assertThat(tower.path("houses")).hasSize(Tower.FLATS);
        for (JsonNode house : tower.path("houses")) {
            int flat = Integer.parseInt(house.path("name").asText().substring("flat ".length()));
            String condition = odd.getOrDefault(flat, "well");
            assertThat(house.path("condition").asText()).as("flat " + flat).isEqualTo(condition);
            assertThat(house.has("power_w")).as("flat " + flat).isEqualTo(condition.equals("well"));
        }
        assertThat(json("api/v1/communities/tower/peaks")).hasSize(14);
    }

    @Test
    void eachFigureOfTheGrafanaDashboardIsThere() throws Exception {
        String metrics =
                await().atMost(Duration.ofSeconds(15))
                        .until(
                                () -> get(web, "metrics").body(),
                                all -> all.contains("bsmr_fleet_sink_behind_records{"));
        Pattern name = Pattern.compile("bsmr_fleet_[a-z0-9_]+");
        JsonNode dashboard = JSON.readTree(Path.of("../examples/grafana/fleet.json").toFile());
        Set<String> asked = new TreeSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
            for (JsonNode target : panel.path("targets")) {
                name.matcher(target.path("expr").asText())
                        .results()
                        .forEach(m -> asked.add(m.group()));
            }
        }
        assertThat(asked)
                .hasSizeGreaterThan(9)
                .allSatisfy(one -> assertThat(metrics).containsPattern("(?m)^" + one + "[ {]"));
        assertThat(metrics)
                .contains("bsmr_fleet_members{community=\"tower\"} 40")
                .contains("bsmr_fleet_dead_letters_total{reason=\"future\"}");
    }

    @Test
    void withoutTheDatabaseItSaysSo() throws Exception {
        String nowhere = "jdbc:postgresql://127.0.0.1:" + LocalKafka.freePort() + "/postgres";
        try (FleetWeb alone = FleetWeb.open(settings(LOOPBACK, nowhere), () -> Tower.NOW)) {
            HttpResponse<String> answer = get(alone, "api/v1/communities");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("the database does not answer");
            assertThat(get(alone, "metrics").body()).contains("bsmr_fleet_database_up 0");
            assertThat(get(alone, "healthz").statusCode()).isEqualTo(503);
            assertThat(get(alone, "healthz").body()).contains("\"trouble\"");
        }
    }

    @Test
    void aDatabaseThatHasNoTablesYetIsNoTrouble() throws Exception {
        FleetWebSettings here = settings(LOOPBACK, postgres.url());
        FleetWebSettings begins =
                new FleetWebSettings(
                        here.web(),
                        here.users(),
                        "begins",
                        here.postgres(),
                        here.zone(),
                        here.silentAfter());
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger logger = (Logger) LoggerFactory.getLogger(FleetDatabase.class);
        logger.addAppender(said);
        try (FleetWeb young = FleetWeb.open(begins, () -> Tower.NOW)) {
            HttpResponse<String> answer = get(young, "api/v1/communities");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("nothing has come from Kafka yet");
            assertThat(get(young, "healthz").statusCode()).isEqualTo(200);
            assertThat(said.list).isEmpty();
        } finally {
            logger.detachAppender(said);
        }
    }

    @Test
    void thePageSaysInEachLanguageThatTheDatabaseIsAwayAndComesBackByItself() throws Exception {
        int port = URI.create(postgres.url().substring("jdbc:".length())).getPort();
        try (Wire wire = new Wire(port);
                FleetWeb through =
                        FleetWeb.open(
                                settings(
                                        LOOPBACK,
                                        postgres.url().replace(":" + port, ":" + wire.port())),
                                () -> Tower.NOW);
                Playwright playwright = playwright();
                Browser browser = chromium(playwright)) {
            Page page = browser.newPage(new Browser.NewPageOptions().setLocale("nl-BE"));
            page.navigate(through.address() + "#/tower");
            page.waitForSelector(".houses tbody tr");

            wire.cut();
            awaitBanner(page, "databank");
            assertThat(get(through, "healthz").statusCode()).isEqualTo(503);
            for (String[] word :
                    new String[][] {
                        {"fr", "base de données"}, {"de", "Datenbank"}, {"en", "database"}
                    }) {
                page.locator("[data-language=" + word[0] + "]").click();
                awaitBanner(page, word[1]);
            }
            wire.lay();
            page.waitForSelector("#banner", hidden());
            assertThat(get(through, "healthz").statusCode()).isEqualTo(200);

            // Nobody hangs up, and nothing comes.
            wire.hold();
            awaitBanner(page, "database");
            assertThat(get(through, "healthz").statusCode()).isEqualTo(503);
            wire.release();
            page.waitForSelector("#banner", hidden());
        }
    }

    private static void awaitBanner(Page page, String word) {
        page.waitForFunction(
                "word => document.getElementById('banner').textContent.includes(word)", word);
    }

    private static Page.WaitForSelectorOptions hidden() {
        return new Page.WaitForSelectorOptions().setState(WaitForSelectorState.HIDDEN);
    }

    @Test
    void beyondThisMachineItWantsUsersOfWhomNoneChangesAnything() throws Exception {
        Files.deleteIfExists(folder.resolve("users.yaml"));
        assertThatThrownBy(() -> FleetWeb.open(settings(NETWORK, postgres.url()), () -> Tower.NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bsmr passwd");
        UsersFile.EMPTY
                .withUser("ann", Role.VIEWER, SECRET, Tower.NOW)
                .write(folder.resolve("users.yaml"));
        try (FleetWeb open = FleetWeb.open(settings(NETWORK, postgres.url()), () -> Tower.NOW)) {
            String here = "http://127.0.0.1:" + open.address().getPort() + "/";
            List<String> all = new ArrayList<>(files());
            JsonNode document =
                    JSON.valueToTree(
                            new Yaml().<Object>load(get(web, "api/v1/openapi.yaml").body()));
            document.path("paths")
                    .fieldNames()
                    .forEachRemaining(path -> all.add("api/v1" + filled(path)));
            all.addAll(List.of("", "metrics", "healthz", "words/nl.json", "app.js", "no"));
            assertThat(all).hasSizeGreaterThan(20);
            for (String path : all) {
                assertThat(send(here + path, "GET").statusCode()).as(path).isEqualTo(401);
            }
            assertThat(send(here + "login", "GET").statusCode()).isEqualTo(200);
            HttpRequest signIn =
                    HttpRequest.newBuilder(URI.create(here + "login"))
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "user=ann&password="
                                                    + URLEncoder.encode(
                                                            SECRET, StandardCharsets.UTF_8)))
                            .build();
            String cookie =
                    CLIENT.send(signIn, BodyHandlers.ofString())
                            .headers()
                            .firstValue("Set-Cookie")
                            .orElseThrow()
                            .replaceFirst(";.*", "");
            assertThat(
                            send(here + "api/v1/communities/tower", "GET", "Cookie", cookie)
                                    .statusCode())
                    .isEqualTo(200);
            for (String method : List.of("POST", "PUT", "DELETE")) {
                assertThat(
                                send(
                                                here + "api/v1/communities/tower",
                                                method,
                                                "Cookie",
                                                cookie,
                                                "X-BSMR",
                                                "1")
                                        .statusCode())
                        .isEqualTo(405);
            }
        }
    }

    /** All files of the fleet's page. */
    private static List<String> files() throws IOException {
        Path folder = Path.of("src/main/resources/be/bsmr/fleet/web");
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    @Test
    void thePageShowsTheTowerOnEveryScreenInEveryLanguage() throws Exception {
        Files.createDirectories(PICTURES);
        List<String> complaints = new ArrayList<>();
        try (Playwright playwright = playwright();
                Browser browser = chromium(playwright)) {
            Page page = browser.newPage(new Browser.NewPageOptions().setLocale("nl-BE"));
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.navigate(web.address() + "#/tower");
            page.waitForSelector(".houses tbody tr");
            page.waitForSelector("#day-graph canvas");

            assertThat(page.locator("#name").innerText()).isEqualTo("Zuidertoren");
            assertThat(page.locator("#target").innerText()).isEqualTo("doel 42,00 kW");
            assertThat(page.locator("#verdict").innerText())
                    .isEqualTo("Kan nog boven het doel komen");
            assertThat(page.locator(".houses tbody tr"))
                    .satisfies(r -> assertThat(r.count()).isEqualTo(40));
            assertThat(page.locator(".odd li").allInnerTexts())
                    .hasSize(5)
                    .anyMatch(line -> line.matches("flat 7 is stil: laatst gehoord 12 min geleden"))
                    .anyMatch(line -> line.endsWith(": het is niet te lezen"));
            assertThat(page.locator("#day-words").innerText()).startsWith("Hoogste: ");
            page.locator("[aria-label='Dag ervoor']").press("Enter");
            page.waitForFunction(
                    "() => document.getElementById('day-name').textContent.includes('13 januari')");

            page.locator(".whatif button").first().click();
            page.waitForSelector("#whatif-answer tbody tr");
            assertThat(page.locator("#whatif-answer tbody tr:last-child td").allInnerTexts())
                    .hasSize(3)
                    .first()
                    .isEqualTo("36,50");

            look(page);
            for (String language : List.of("fr", "de", "en", "nl")) {
                page.locator("[data-language=" + language + "]").click();
                page.waitForFunction("code => document.documentElement.lang === code", language);
                assertThat(page.locator("body").innerText())
                        .as(language)
                        .doesNotContainPattern("\\b(fleet[A-Z]|condition_|short_|verdict_)");
            }
            pictureForTheDocumentation(page);
            page.navigate(web.address() + "#/mill");
            page.waitForFunction(
                    "() => document.getElementById('name').textContent === 'De Molen'");
            assertThat(page.locator("#banner").isVisible()).isTrue();
        }
        assertThat(complaints).isEmpty();
    }

    /** docs/fleet-page.png is one of these. */
    private static void pictureForTheDocumentation(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.locator("[data-language=en]").click();
        page.locator("[aria-label='Day after']").click();
        page.waitForFunction(
                "() => document.getElementById('day-name').textContent.includes('14 January')");
        page.locator("[data-language=en]").blur();
        page.setViewportSize(1280, 830);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("fleet-page.png")));
        page.locator("[data-language=nl]").click();
    }

    private static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions()
                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    private static Browser chromium(Playwright playwright) {
        return playwright
                .chromium()
                .launch(
                        new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(
                                        List.of(
                                                "--headless",
                                                "--no-sandbox",
                                                "--disable-gpu",
                                                "--disable-background-networking")));
    }

    /**
     * By day and by night: nothing is wider than the screen, nobody is left out as far as axe can
     * tell.
     */
    private static void look(Page page) throws IOException {
        try (InputStream axe = FleetWebTest.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : WIDTHS) {
                page.setViewportSize(width, 844);
                String name = "fleet-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
                page.screenshot(
                        new Page.ScreenshotOptions()
                                .setFullPage(true)
                                .setPath(PICTURES.resolve(name + ".png")));
                assertThat(
                                page.evaluate(
                                        "() => document.documentElement.scrollWidth -"
                                                + " document.documentElement.clientWidth"))
                        .as(name)
                        .isEqualTo(0);
            }
            assertThat(
                            page.evaluate(
                                    """
                                    async () => (await axe.run(document)).violations
                                      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
                                      .map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join('; ')}`).join(' | ')
                                    """))
                    .as(scheme.name())
                    .isEqualTo("");
        }
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(web, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> get(FleetWeb from, String path) throws Exception {
        return send(from.address() + path, "GET");
    }

    private static HttpResponse<String> send(String address, String method, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
