package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.Scope;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.site.SiteInput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.Cookie;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A display on the wall comes in by its token, sees what it shows, and nothing else. */
@Timeout(60)
class PanelTokenTest {

    private static final String SECRET = "drie woorden vér";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SiteInput> asked = new CopyOnWriteArrayList<>();
    private final String token = UsersFile.newToken();
    private final String reader = UsersFile.newToken();
    private Path file;
    private Dashboard dashboard;
    private House house;

    @BeforeEach
    void aHouseWithAnOwnerAndADisplay() throws IOException {
        file = folder.resolve(UsersFile.NAME);
        UsersFile.EMPTY
                .withUser("ann", Role.OWNER, SECRET, Pages.SIX_PM)
                .withToken("hall", Scope.PANEL, token, Pages.SIX_PM)
                .withToken("grafana", Scope.READ, reader, Pages.SIX_PM)
                .write(file);
        dashboard = started(0);
        house =
                new House(
                        DashboardPictures.SETTINGS,
                        Wiring.STAR,
                        Pages.SIX_PM,
                        step -> dashboard.show(step));
        house.seconds(60, 1800);
    }

    @AfterEach
    void stop() {
        dashboard.close();
    }

    @Test
    void aTokenBecomesACookieThatNoScriptReadsAndNoOtherSiteSends() throws Exception {
        HttpResponse<String> in = enter(token);
        assertThat(in.statusCode()).isEqualTo(204);
        String cookie = in.headers().firstValue("Set-Cookie").orElse("");
        assertThat(cookie)
                .startsWith("bsmr-panel=")
                .contains("HttpOnly", "SameSite=Strict", "Path=/;", "Max-Age=34560000");
        assertThat(get("panel", cookie()).statusCode()).isEqualTo(200);
        assertThat(get("panel", cookie()).headers().firstValue("Set-Cookie").orElse(""))
                .as("each visit lets it last anew")
                .contains("Max-Age=34560000");
        assertThat(get("api/me", cookie()).body())
                .isEqualTo("{\"name\":\"hall\",\"scope\":\"panel\",\"owner\":false}");
    }

    @Test
    void noOtherTokenAndNoGuessGetsACookie() throws Exception {
        for (String other : List.of(reader, "", "x", token + "x", "a".repeat(900))) {
            HttpResponse<String> answer = enter(other);
            assertThat(answer.statusCode()).as(other).isEqualTo(401);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
        assertThat(get("api/me", "bsmr-panel=" + reader).statusCode())
                .as("nor is another's token good in that place")
                .isEqualTo(401);
        assertThat(get("api/me", "bsmr=" + token).statusCode()).isEqualTo(401);
        for (int i = 0; i < 4; i++) {
            enter("guess" + i);
        }
        assertThat(enter("guess9").statusCode()).as("who guesses waits").isEqualTo(429);
    }

    @Test
    void aPageOfAnotherSiteBringsNobodyIn() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri("panel"))
                        .header("Origin", "https://evil.example")
                        .POST(BodyPublishers.ofString(token))
                        .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    /** By cookie and as a program would. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/state",
                "api/link",
                "api/bill",
                "api/whatif?load_w=2500&for_s=5400",
                "api/decisions",
                "api/history?from=2026-11-22&to=2026-11-22",
                "api/settings",
                "api/plan",
                "api/telegram",
                "metrics",
                "healthz",
                "api/",
                "api",
                "api/history;a=.js",
                "api/history/x.js",
                "api/history?a.js",
                "/api/history",
                "api//history",
                "panel/../api/history",
                "panel/%2e%2e/api/state",
                "api/%68istory",
                "words/../api/state",
                "style/..%2f..%2fapi/state"
            })
    void seesNothingOfTheRest(String path) throws Exception {
        for (HttpResponse<String> answer :
                List.of(
                        get(path, cookie()),
                        send(
                                HttpRequest.newBuilder(uri(path))
                                        .header("Authorization", "Bearer " + token)))) {
            assertThat(answer.statusCode()).isIn(400, 403, 404);
            assertThat(answer.body()).doesNotContain("{", "bsmr_");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/v1/state",
                "api/v1/state/",
                "api/v1/loads/boiler",
                "api/v1/openapi.yaml",
                "api/v1/nothing",
                "api/v1/",
                "api/v1",
                "api/v1//state",
                "panel/../api/v1/state",
                "api/v1/%73tate",
                "api/v1/me/../state",
                "api/v1/state;a=.js",
                "api/v1/health"
            })
    void seesNothingOfTheRestAtTheNewAddressesEither(String path) throws Exception {
        HttpResponse<String> answer = get(path, cookie());
        assertThat(answer.statusCode()).isIn(400, 403, 404);
        assertThat(answer.body()).doesNotContain("import", "boiler", "openapi:", "\"ok\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api/control/mode",
                "api/loads/boiler/mode",
                "api/loads/boiler/undo",
                "api/settings",
                "api/events",
                "panel/"
            })
    void changesNothing(String path) throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            HttpResponse<String> answer =
                    send(
                            HttpRequest.newBuilder(uri(path))
                                    .header("Cookie", cookie())
                                    .header("X-BSMR", "1")
                                    .method(method, BodyPublishers.ofString("off")));
            assertThat(answer.statusCode()).as(method).isIn(403, 405);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void isToldWhatItShowsAndNoMore() throws Exception {
        Set<String> topics = new TreeSet<>();
        Set<String> keys = new TreeSet<>();
        try (InputStream in = stream();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            await().until(() -> dashboard.audience().size() == 1);
            house.silence(61);
            house.seconds(840, 9000);
            house.seconds(2, 100);
            String topic = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    topic = line.substring(6).strip();
                    topics.add(topic);
                } else if (line.startsWith("data:")) {
                    JsonNode data = JSON.readTree(line.substring(5));
                    if (Set.of("snapshot", "house").contains(topic)) {
                        data.fieldNames().forEachRemaining(keys::add);
                    }
                    if (data.path("import_power_w").asInt(-1) == 100
                            || data.path("reading").path("import_power_w").asInt(-1) == 100) {
                        break;
                    }
                }
            }
        }
        assertThat(topics)
                .contains("snapshot", "house")
                .isSubsetOf(Set.of("snapshot", "reading", "quarter", "link", "house"));
        assertThat(keys)
                .contains("reading", "quarter", "points")
                .isSubsetOf(
                        Set.of("reading", "quarter", "points", "link", "age_s", "silent", "demo"));
    }

    @Test
    void getsTheFilesOfPagesAndIsSentToItsOwn() throws Exception {
        for (String open : List.of("panel.js", "words/fr.json", "style/panel.css", "uplot.js")) {
            assertThat(get(open, cookie()).statusCode()).as(open).isEqualTo(200);
        }
        HttpResponse<String> home = get("", cookie());
        assertThat(home.statusCode()).isEqualTo(303);
        assertThat(home.headers().firstValue("Location")).hasValue("panel");
    }

    @Test
    void aTokenThatIsTakenAwayIsOutAtOnce() throws Exception {
        try (InputStream in = stream()) {
            await().until(() -> dashboard.audience().size() == 1);
            UsersFile.read(file).withoutToken("hall").write(file);
            await().until(() -> dashboard.audience().size() == 0);
            readToItsEnd(in);
        }
        assertThat(get("panel", cookie()).statusCode()).isEqualTo(401);
        assertThat(get("api/events", cookie()).statusCode()).isEqualTo(401);
        assertThat(enter(token).statusCode()).isEqualTo(401);
    }

    /** The cookie of a display is good for that alone, whatever its token may do by now. */
    @Test
    void aTokenThatBecomesAnotherIsOutToo() throws Exception {
        UsersFile.read(file).withToken("hall", Scope.READ, token, Pages.SIX_PM).write(file);
        await().until(() -> get("api/me", cookie()).statusCode() == 401);
    }

    /** As whoever hangs the tablet does: once, by the address that was printed. */
    @Test
    void aDeviceOpensItsAddressOnceAndIsShownOutWhenItsTokenIsTakenAway() throws Exception {
        List<String> complaints = new ArrayList<>();
        List<String> addresses = new CopyOnWriteArrayList<>();
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.browser().newContext()) {
            Page page = context.newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onRequest(
                    request -> addresses.add(request.url() + request.headers().get("referer")));
            page.navigate(uri("panel?lang=nl#" + token).toString());
            assertThat(page.locator("#import")).hasText("1.800");
            assertThat(page.url()).isEqualTo(uri("panel?lang=nl").toString());
            assertThat(addresses).isNotEmpty().noneMatch(a -> a.contains(token));
            Cookie kept = context.cookies().get(0);
            assertThat(kept.httpOnly).isTrue();
            assertThat(page.evaluate("document.cookie")).isEqualTo("");

            page.navigate(uri("").toString());
            assertThat(page.locator("#import")).hasText("1,800");
            assertThat(complaints).isEmpty();

            int port = dashboard.address().getPort();
            dashboard.close();
            dashboard = started(port);
            house.seconds(1, 777);
            assertThat(page.locator("#import")).hasText("777", patiently());

            UsersFile.read(file).withoutToken("hall").write(file);
            assertThat(page.locator(".panel-door")).containsText("bsmr token", containing());
        }
    }

    @Test
    void whoIsNotKnownIsToldHowToComeIn() throws Exception {
        HttpResponse<String> door =
                send(
                        HttpRequest.newBuilder(uri("panel"))
                                .header("User-Agent", "Mozilla/5.0 (X11)")
                                .header("Accept", "text/html")
                                .header("Accept-Language", "fr"));
        assertThat(door.statusCode()).isEqualTo(200);
        assertThat(door.body())
                .contains("« bsmr token NOM --scope panel »")
                .doesNotContain("data-t=", "style=");
        assertThat(send(HttpRequest.newBuilder(uri("panel"))).statusCode()).isEqualTo(401);
    }

    // --- helpers ---

    private Dashboard started(int port) throws IOException {
        WebSettings network = new WebSettings(true, "0.0.0.0", port, null, null);
        Dashboard made =
                new Dashboard(
                        network,
                        Pages.users(file, network),
                        Pages.access(new ProgramHealth(), asked::add),
                        Pages.answers(true));
        made.start();
        return made;
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + dashboard.address().getPort() + "/" + path);
    }

    private String cookie() {
        return "bsmr-panel=" + token;
    }

    private HttpResponse<String> enter(String secret) throws Exception {
        return send(HttpRequest.newBuilder(uri("panel")).POST(BodyPublishers.ofString(secret)));
    }

    private HttpResponse<String> get(String path, String cookie) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).header("Cookie", cookie));
    }

    private InputStream stream() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri("api/events"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Cookie", cookie())
                        .build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static void readToItsEnd(InputStream stream) {
        try {
            stream.readAllBytes();
        } catch (IOException cutOff) {
            // As it should be.
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static LocatorAssertions.HasTextOptions patiently() {
        return new LocatorAssertions.HasTextOptions().setTimeout(20_000);
    }

    private static LocatorAssertions.ContainsTextOptions containing() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(20_000);
    }
}
