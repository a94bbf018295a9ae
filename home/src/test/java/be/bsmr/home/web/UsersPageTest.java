package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.Scope;
import be.bsmr.home.users.UsersFile;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in, as owners change it on the page, and how others try to. */
@Timeout(90)
class UsersPageTest {

    private static final WebSettings LOOPBACK = new WebSettings(true, "127.0.0.1", 0, null, null);
    private static final String SECRET = "drie woorden ver";

    @TempDir private Path folder;
    private Path file;
    private Dashboard dashboard;

    @BeforeEach
    void nobodyHasAPassword() throws IOException {
        file = folder.resolve(UsersFile.NAME);
        dashboard =
                new Dashboard(
                        LOOPBACK,
                        Pages.users(file, LOOPBACK),
                        Pages.access(new ProgramHealth(), asked -> {}),
                        Pages.answers(false));
        dashboard.start();
    }

    @AfterEach
    void stop() {
        dashboard.close();
    }

    @Test
    void theFirstBecomesTheOwnerAndIsSignedInAndLetsOthersIn() throws Exception {
        try (Chromium chromium = new Chromium();
                BrowserContext context =
                        chromium.browser()
                                .newContext(new Browser.NewContextOptions().setLocale("en"))) {
            List<String> complaints = new ArrayList<>();
            Page page = context.newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(m -> complaints.add(m.text()));
            page.navigate(dashboard.address() + "#/settings");
            page.fill("#user-name", "ann");
            page.fill("#user-password", "kort");
            page.click("text=Become the owner");
            assertThat(page.locator("#users-trouble"))
                    .hasText(Pattern.compile("a password has at least 8 characters.*"));
            assertThat(file).doesNotExist();
            complaints.removeIf(text -> text.contains("400"));

            page.fill("#user-name", "ann");
            page.fill("#user-password", SECRET);
            page.click("text=Become the owner");
            assertThat(page.locator("#me")).hasText("ann");
            assertThat(page.locator("#users tbody tr")).hasCount(1);
            assertThat(get("api/me").statusCode()).as("who has not signed in").isEqualTo(401);

            page.fill("#user-name", "ben");
            page.fill("#user-password", SECRET);
            page.click("text=Add a user");
            assertThat(page.locator("#users-done")).hasText("ben can sign in now.");
            assertThat(UsersFile.read(file).user("ben").orElseThrow().role())
                    .isEqualTo(Role.VIEWER);

            page.selectOption("select[aria-label='ben: Role']", "owner");
            assertThat(page.locator("#users-trouble")).hasText("");
            assertThat(page.locator("select[aria-label='ben: Role']")).hasValue("owner");
            page.locator("tr:has-text('ben') >> text=Change password").click();
            page.fill("#password-new", "een heel ander");
            page.locator("td form button").click();
            assertThat(page.locator("#users-done")).hasText("ben has a new password.");
            assertThat(get("api/me", "Authorization", basic("ben", "een heel ander")).body())
                    .contains("\"owner\":true");

            page.fill("#token-name", "grafana");
            page.click("text=Make a token");
            String token = page.inputValue("#token-secret");
            assertThat(get("api/me", "Authorization", "Bearer " + token).body())
                    .isEqualTo("{\"name\":\"grafana\",\"scope\":\"read\",\"owner\":false}");
            page.locator("tr:has-text('grafana') >> text=Remove").click();
            assertThat(page.locator("#token-secret")).isHidden();
            assertThat(get("api/me", "Authorization", "Bearer " + token).statusCode())
                    .isEqualTo(401);

            page.fill("#token-name", "hall");
            page.selectOption("#token-scope", "panel");
            page.click("text=Make a token");
            assertThat(page.locator("#token-here")).containsText("On this machine only");
            Look.at(page, "settings-users");
            page.locator("[data-language=en]").click();
            try (BrowserContext wall = page.context().browser().newContext()) {
                Page display = wall.newPage();
                display.navigate(page.inputValue("#token-secret"));
                display.waitForURL("**/panel");
                assertThat(display.locator("main")).isVisible();
            }
            page.locator("tr:has-text('hall') >> text=Remove").click();

            page.locator("tr:has-text('ben') >> text=Remove").click();
            assertThat(page.locator("#users tbody tr")).hasCount(1);
            page.locator("tr:has-text('ann') >> text=Remove").click();
            assertThat(page.locator("#users-trouble"))
                    .hasText("somebody has to be an owner: make another one first");
            complaints.removeIf(text -> text.contains("400"));

            page.locator("tr:has-text('ann') >> text=Sign out everywhere").click();
            page.waitForSelector(".sign-in");
            assertThat(complaints).isEmpty();
            assertThat(Files.readString(file)).doesNotContain(SECRET, "ander", token);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\": \"eve\", \"role\": \"owner\", \"password\": \"drie woorden ver\"}",
                "{\"user\": \"ann\", \"password\": \"drie woorden ver\"}",
                "{\"user\": \"ben\", \"role\": \"owner\"}",
                "{\"user\": \"ann\", \"sign_out\": true}",
                "{\"token\": \"eve\", \"scope\": \"control\"}",
                "{\"token\": \"evcc\", \"remove\": true}"
            })
    void whoIsNoOwnerChangesNothing(String wish) throws Exception {
        String control = UsersFile.newToken();
        UsersFile.EMPTY
                .withUser("ann", Role.OWNER, SECRET, Pages.SIX_PM)
                .withUser("ben", Role.VIEWER, SECRET, Pages.SIX_PM)
                .withToken("evcc", Scope.CONTROL, control, Pages.SIX_PM)
                .write(file);
        String before = Files.readString(file);
        String ann = basic("ann", SECRET);
        await().until(() -> get("api/me").statusCode() == 401);

        for (String who : List.of(basic("ben", SECRET), "Bearer " + control)) {
            for (String what : List.of("users", "settings", "notify/test", "start")) {
                HttpResponse<String> answer =
                        post("api/" + what, wish, "Authorization", who, "X-BSMR", "1");
                assertThat(answer.statusCode()).as(what).isEqualTo(403);
                assertThat(answer.body()).contains("only an owner");
            }
            assertThat(get("api/users", "Authorization", who).statusCode()).isEqualTo(403);
            assertThat(get("api/settings", "Authorization", who).statusCode()).isEqualTo(403);
        }
        assertThat(post("api/users", wish, "X-BSMR", "1").statusCode()).isEqualTo(401);
        assertThat(post("api/users", wish, "Authorization", ann).statusCode())
                .as("a form of another site cannot send our header")
                .isEqualTo(403);
        assertThat(
                        post(
                                        "api/users",
                                        wish,
                                        "Authorization",
                                        ann,
                                        "X-BSMR",
                                        "1",
                                        "Origin",
                                        "http://evil.example")
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        get("api/users", "Authorization", ann, "Sec-Fetch-Site", "cross-site")
                                .statusCode())
                .isEqualTo(403);
        assertThat(Files.readString(file)).isEqualTo(before);

        assertThat(post("api/users", wish, "Authorization", ann, "X-BSMR", "1").statusCode())
                .as("his owner may")
                .isEqualTo(200);
    }

    @Test
    void saysWhatItDoesNotUnderstand() throws Exception {
        for (String wish :
                List.of(
                        "",
                        "[]",
                        "{}",
                        "{\"user\": \"a b\", \"password\": \"drie woorden ver\", \"role\": \"owner\"}",
                        "{\"user\": \"ann\", \"role\": \"king\", \"password\": \"drie woorden ver\"}",
                        "{\"user\": \"ann\", \"role\": \"viewer\", \"password\": \"drie woorden ver\"}",
                        "{\"user\": \"ann\", \"remove\": \"yes\"}",
                        "{\"user\": \"ann\", \"gone\": true}",
                        "{\"user\": \"ann\", \"remove\": true}")) {
            HttpResponse<String> answer = post("api/users", wish, "X-BSMR", "1");
            assertThat(answer.statusCode()).as(wish).isEqualTo(400);
            assertThat(answer.body()).startsWith("{\"error\":").doesNotContain("drie woorden");
        }
        assertThat(file).doesNotExist();
    }

    // --- helpers ---

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    private HttpResponse<String> post(String path, String body, String... headers)
            throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)), headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws Exception {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(dashboard.address() + path);
    }

    private static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }
}
