package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.Scope;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.home.words.Language;
import be.bsmr.site.SiteInput;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How people, browsers and programs come in, and what each may do then. */
@Timeout(60)
class SignInTest {

    private static final WebSettings LOOPBACK = new WebSettings(true, "127.0.0.1", 0, null, null);
    private static final WebSettings NETWORK = new WebSettings(true, "0.0.0.0", 0, null, null);
    private static final String SECRET = "drie woorden vér & meer";
    private static final String[] BROWSER = {"User-Agent", "Mozilla/5.0 (X11)"};

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SiteInput> asked = new CopyOnWriteArrayList<>();
    private String reader = "";
    private String controller = "";
    private Path file;
    private Dashboard dashboard;

    @BeforeEach
    void aHouseWithAnOwnerAViewerAndTwoPrograms() throws IOException {
        file = folder.resolve(UsersFile.NAME);
        reader = UsersFile.newToken();
        controller = UsersFile.newToken();
        UsersFile.EMPTY
                .withUser("ann", Role.OWNER, SECRET, Pages.SIX_PM)
                .withUser("ben", Role.VIEWER, SECRET, Pages.SIX_PM)
                .withToken("grafana", Scope.READ, reader, Pages.SIX_PM)
                .withToken("evcc", Scope.CONTROL, controller, Pages.SIX_PM)
                .write(file);
        dashboard = started(NETWORK);
    }

    @AfterEach
    void stop() {
        dashboard.close();
    }

    @Test
    void aBrowserSignsInWithAFormAndKeepsACookieThatNoScriptReads() throws Exception {
        HttpResponse<String> answer = signIn("ann", SECRET);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(header(answer, "Location")).isEqualTo("./");
        assertThat(header(answer, "Set-Cookie"))
                .matches("bsmr=[A-Za-z0-9_-]{43}; [Pp]ath=/; .*")
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Strict")
                .containsIgnoringCase("max-age=7776000")
                .doesNotContainIgnoringCase("Secure");
        String cookie = cookie(answer);
        assertThat(get("api/me", "Cookie", cookie).body())
                .isEqualTo("{\"name\":\"ann\",\"scope\":\"control\",\"owner\":true}");
        assertThat(get("", "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(get("api/me", "Cookie", "bsmr=" + "x".repeat(43)).statusCode()).isEqualTo(401);
    }

    @Test
    void aBrowserThatHasNotSignedInIsSentToThePageForItAndNothingElseIsServed() throws Exception {
        HttpResponse<String> page = get("", "User-Agent", BROWSER[1], "Accept", "text/html,*/*");
        assertThat(page.statusCode()).isEqualTo(303);
        assertThat(header(page, "Location")).isEqualTo("login");
        HttpResponse<String> deep =
                get("api/state", "User-Agent", BROWSER[1], "Accept", "text/html");
        assertThat(header(deep, "Location")).isEqualTo("../login");
        HttpResponse<String> fetched = get("api/state", BROWSER);
        assertThat(fetched.statusCode()).isEqualTo(401);
        assertThat(header(fetched, "WWW-Authenticate"))
                .as("its own window would come over the page")
                .doesNotContainIgnoringCase("basic");
        for (String free : Set.of("login", "style/login.css", "style/tokens.css", "favicon.svg")) {
            assertThat(get(free).statusCode()).as(free).isEqualTo(200);
        }
        for (String closed : Set.of("app.js", "words/nl.json", "login.html", "style/now.css")) {
            assertThat(get(closed).statusCode()).as(closed).isEqualTo(401);
        }
    }

    /** Whatever file is added: what is free stands here by name. */
    @Test
    void noFileOfThePageIsServedToWhomHasNotSignedIn() throws Exception {
        Set<String> free =
                Set.of(
                        "style/login.css",
                        "style/tokens.css",
                        "style/base.css",
                        "favicon.svg",
                        "panel-door.js");
        Path folder = Path.of("src/main/resources/be/bsmr/home/web");
        List<String> served = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString();
                if (get(path).statusCode() == 200) {
                    served.add(path);
                }
            }
        }
        assertThat(served).isNotEmpty();
        assertThat(free).containsAll(served);
    }

    @ParameterizedTest
    @EnumSource
    void thePageSpeaksTheLanguageOfItsReader(Language language) throws Exception {
        String chosen = get("login?lang=" + language, "Accept-Language", "it").body();
        String preferred = get("login", "Accept-Language", "it, " + language + "-BE;q=0.8").body();
        assertThat(preferred).isEqualTo(chosen).contains("<html lang=\"" + language + "\"");
        assertThat(chosen).doesNotContain("data-t=", "{", "<script", "style=");
    }

    @Test
    void whatIsWrongIsSaidOnThePage() throws Exception {
        HttpResponse<String> wrong = signIn("ann", "een ander");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("data-state=\"wrong\"");
        assertThat(header(wrong, "Set-Cookie")).isEmpty();
        assertThat(signIn("<b>", "$1").body()).doesNotContain("<b>");
        for (int i = 0; i < 5; i++) {
            signIn("ann", "guess" + i);
        }
        HttpResponse<String> early = signIn("ann", "guess9");
        assertThat(early.statusCode()).isEqualTo(429);
        assertThat(early.body()).contains("data-state=\"early\"").containsPattern("in [1-9]+ s\\.");
        assertThat(header(early, "Retry-After")).matches("[1-9]\\d*");
        assertThat(signIn("ann", SECRET).statusCode()).as("even the right one").isEqualTo(429);
    }

    /** They come together, so none of them has been wrong yet when the others come. */
    @Test
    void manyGuessesAtOnceAreNoMoreThanOneAfterTheOther() {
        List<CompletableFuture<HttpResponse<String>>> all =
                IntStream.range(0, 60)
                        .mapToObj(
                                i ->
                                        client.sendAsync(
                                                HttpRequest.newBuilder(uri("healthz"))
                                                        .header(
                                                                "Authorization",
                                                                basic("ann", "guess" + i))
                                                        .build(),
                                                BodyHandlers.ofString()))
                        .toList();
        // Who is cut off without an answer was not looked at either.
        long looked =
                all.stream()
                        .map(answer -> answer.handle((a, cut) -> cut == null ? a.statusCode() : 0))
                        .filter(status -> status.join() == 401)
                        .count();
        assertThat(looked).isBetween(1L, 6L);
    }

    @Test
    void signsOutHereOrEverywhere() throws Exception {
        String phone = cookie(signIn("ann", SECRET));
        String tablet = cookie(signIn("ann", SECRET));
        String other = cookie(signIn("ben", SECRET));
        HttpResponse<String> out = post("logout", "", "Cookie", phone);
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(header(out, "Set-Cookie")).contains("bsmr=;", "1970");
        assertThat(get("api/me", "Cookie", phone).statusCode()).isEqualTo(401);
        assertThat(get("api/me", "Cookie", tablet).statusCode()).isEqualTo(200);

        String third = cookie(signIn("ann", SECRET));
        post("logout?everywhere=1", "", "Cookie", third);
        assertThat(get("api/me", "Cookie", tablet).statusCode()).isEqualTo(401);
        assertThat(get("api/me", "Cookie", other).statusCode()).isEqualTo(200);
    }

    /** What was open would otherwise go on telling whoever has the device. */
    @Test
    void aStreamEndsWhenWhoOpenedItMayNotComeInAnyMore() throws Exception {
        String cookie = cookie(signIn("ann", SECRET));
        var bySession = stream("Cookie", cookie);
        var byPassword = stream("Authorization", basic("ben", SECRET));
        var byToken = stream("Authorization", "Bearer " + reader);
        await().until(() -> dashboard.audience().size() == 3);

        post("logout", "", "Cookie", cookie);
        readToItsEnd(bySession);
        await().until(() -> dashboard.audience().size() == 2);

        UsersFile.read(file)
                .withUser("ben", Role.VIEWER, "een ander woord", Pages.SIX_PM)
                .withoutToken("grafana")
                .write(file);
        readToItsEnd(byPassword);
        readToItsEnd(byToken);
        await().until(() -> dashboard.audience().size() == 0);
    }

    @Test
    void staysSignedInOverARestart() throws Exception {
        String cookie = cookie(signIn("ann", SECRET));
        dashboard.close();
        dashboard = started(NETWORK);
        assertThat(get("api/me", "Cookie", cookie).statusCode()).isEqualTo(200);
    }

    @Test
    void scriptsUseBasicAndProgramsATokenAlsoForMetrics() throws Exception {
        assertThat(header(get("metrics"), "WWW-Authenticate")).startsWith("Basic realm");
        for (String path : List.of("metrics", "healthz", "api/decisions")) {
            assertThat(get(path, "Authorization", basic("ben", SECRET)).statusCode())
                    .as(path)
                    .isEqualTo(200);
            assertThat(get(path, "Authorization", "Bearer " + reader).statusCode()).isEqualTo(200);
            assertThat(get(path, "Authorization", "Bearer " + reader + "x").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void whoMayOnlySeeSwitchesNothing() throws Exception {
        String viewer = cookie(signIn("ben", SECRET));
        String owner = cookie(signIn("ann", SECRET));
        assertThat(control("Cookie", viewer).statusCode()).isEqualTo(403);
        assertThat(control("Cookie", viewer).body()).contains("you may see everything");
        assertThat(get("api/settings", "Cookie", viewer).statusCode()).isEqualTo(403);
        // What changes nothing he may ask; nothing is kept here to go through.
        assertThat(
                        post(
                                        "api/otherwise",
                                        "{\"target_w\": 3000}",
                                        "Cookie",
                                        viewer,
                                        "X-BSMR",
                                        "1")
                                .statusCode())
                .isEqualTo(204);
        assertThat(post("api/settings", "{}", "Cookie", viewer, "X-BSMR", "1").body())
                .contains("only an owner");
        assertThat(get("api/settings", "Authorization", "Bearer " + reader).statusCode())
                .isEqualTo(403);
        assertThat(control("Authorization", "Bearer " + reader).statusCode()).isEqualTo(403);
        assertThat(control("Authorization", basic("ben", SECRET)).statusCode()).isEqualTo(403);
        assertThat(asked).isEmpty();
        assertThat(control("Cookie", owner).statusCode()).isEqualTo(202);
        assertThat(control("Authorization", "Bearer " + controller).statusCode()).isEqualTo(202);
        assertThat(control("Authorization", basic("ann", SECRET)).statusCode()).isEqualTo(202);
        assertThat(asked).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example, 403",
        "Origin, null, 403",
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, same-origin, 202",
        "Origin, own, 202",
    })
    void noPageOfAnotherSitePostsInTheNameOfWhoLooksAtIt(String name, String value, int expected)
            throws Exception {
        String cookie = cookie(signIn("ann", SECRET));
        String sent = value.equals("own") ? "http://127.0.0.1:" + port() : value;
        assertThat(control("Cookie", cookie, name, sent).statusCode()).isEqualTo(expected);
        assertThat(post("logout", "", "Cookie", cookie, name, sent).statusCode())
                .isEqualTo(expected == 202 ? 303 : 403);
        assertThat(post("login", form("ann", SECRET), name, sent).statusCode())
                .as("nor signs anybody in")
                .isEqualTo(expected == 202 ? 303 : 403);
    }

    @Test
    void aPostWithoutOurHeaderSwitchesNothing() throws Exception {
        String cookie = cookie(signIn("ann", SECRET));
        assertThat(post("api/control/mode", "off", "Cookie", cookie).statusCode()).isEqualTo(403);
        assertThat(asked).isEmpty();
    }

    @Test
    void onLoopbackNobodyIsAskedUntilTheFirstPasswordIsSet() throws Exception {
        dashboard.close();
        Files.delete(file);
        dashboard = started(LOOPBACK);
        assertThat(get("api/me").body()).isEqualTo("{\"scope\":\"control\",\"owner\":true}");
        assertThat(header(get("login"), "Location")).isEqualTo("./");
        UsersFile.EMPTY.withUser("ann", Role.OWNER, SECRET, Pages.SIX_PM).write(file);
        await().until(() -> get("api/me").statusCode() == 401);
        assertThat(signIn("ann", SECRET).statusCode()).isEqualTo(303);
    }

    @Test
    void onANetworkNobodyIsLetInAfterTheLastPasswordIsTakenAway() throws Exception {
        String cookie = cookie(signIn("ann", SECRET));
        UsersFile.EMPTY.write(file);
        await().until(() -> get("api/me", "Cookie", cookie).statusCode() == 401);
        assertThat(get("").statusCode()).isEqualTo(401);
    }

    /** In a browser that runs no script until somebody has signed in. */
    @Test
    void aPersonSignsInLooksAndSignsOut() {
        House house =
                new House(
                        DashboardPictures.SETTINGS,
                        Wiring.STAR,
                        Pages.SIX_PM,
                        step -> dashboard.show(step));
        house.seconds(100, 1800);
        try (Chromium chromium = new Chromium()) {
            BrowserContext context =
                    chromium.browser()
                            .newContext(new Browser.NewContextOptions().setLocale("nl-BE"));
            List<String> complaints = new ArrayList<>();
            Page page = context.newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(m -> complaints.add(m.text()));
            page.navigate(uri("").toString());
            page.fill("input[name=user]", "ben");
            page.fill("input[name=password]", "een ander");
            page.click(".sign-in button");
            assertThat(page.locator(".when-wrong"))
                    .hasText("Deze naam en dit wachtwoord horen niet samen.");
            assertThat(page.locator(".when-early")).isHidden();
            complaints.removeIf(text -> text.contains("401"));

            page.fill("input[name=user]", "ben");
            page.fill("input[name=password]", SECRET);
            page.click(".sign-in button");
            assertThat(page.locator("#me")).hasText("ben");
            assertThat(page.locator("#import")).hasText("1.800");
            assertThat(page.locator("#control")).isHidden();
            page.click("#me");
            assertThat(page.locator(".sign-out p")).hasText("Aangemeld als ben.");
            assertThat(page.locator(".sign-in")).isHidden();
            page.click("text=Overal afmelden");
            assertThat(page.locator(".sign-in")).isVisible();
            page.navigate(uri("").toString());
            assertThat(page.locator(".sign-in")).isVisible();
            assertThat(complaints).isEmpty();
        }
    }

    /** What was open when the session ended comes back to where one signs in. */
    @Test
    void aPageWhoseSessionEndedAsksToSignInAgain() throws Exception {
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.browser().newContext().newPage();
            page.navigate(uri("login").toString());
            page.fill("input[name=user]", "ann");
            page.fill("input[name=password]", SECRET);
            page.click(".sign-in button");
            assertThat(page.locator("#me")).hasText("ann");
            post("logout?everywhere=1", "", "Cookie", cookie(signIn("ann", SECRET)));
            int port = port();
            dashboard.close();
            dashboard = started(new WebSettings(true, "0.0.0.0", port, null, null));
            page.waitForSelector(".sign-in", new Page.WaitForSelectorOptions().setTimeout(30_000));
        }
    }

    // --- helpers ---

    private Dashboard started(WebSettings settings) throws IOException {
        Dashboard made =
                new Dashboard(
                        settings,
                        Pages.users(file, settings),
                        Pages.access(new ProgramHealth(), asked::add),
                        Pages.answers(false));
        made.start();
        return made;
    }

    private int port() {
        return dashboard.address().getPort();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + "/" + path);
    }

    private HttpResponse<String> signIn(String name, String password) throws Exception {
        return post("login", form(name, password));
    }

    private static String form(String name, String password) {
        return "user="
                + URLEncoder.encode(name, UTF_8)
                + "&password="
                + URLEncoder.encode(password, UTF_8);
    }

    private HttpResponse<String> control(String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("X-BSMR", "1"));
        return post("api/control/mode", "off", all.toArray(String[]::new));
    }

    private HttpResponse<String> post(String path, String body, String... headers)
            throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)), headers);
    }

    private HttpResponse<InputStream> stream(String... headers) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri("api/events"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .headers(headers)
                        .build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static void readToItsEnd(HttpResponse<InputStream> stream) {
        try {
            stream.body().transferTo(OutputStream.nullOutputStream());
        } catch (IOException cutOff) {
            // As it should be.
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws Exception {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String cookie(HttpResponse<String> answer) {
        return header(answer, "Set-Cookie").replaceFirst(";.*", "");
    }

    private static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }
}
