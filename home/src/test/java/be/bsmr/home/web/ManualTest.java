package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.users.Role;
import be.bsmr.home.users.Scope;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.words.Language;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manual as the program serves it, at {@code /docs/}. */
@Timeout(120)
class ManualTest {

    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern HIT = Pattern.compile("<li><a href=\"[^\"]+\">([^<]*)</a> <span>");
    private static final Pattern ANCHOR = Pattern.compile(" id=\"([^\"]+)\"");

    @TempDir private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void eachLinkAndEachPictureOfItLeadsSomewhere() throws Exception {
        List<String> dead = new ArrayList<>();
        Map<URI, String> seen = new HashMap<>();
        Set<String> asked = new HashSet<>();
        Deque<URI> open = new ArrayDeque<>();
        try (Dashboard dashboard = Pages.dashboard(Pages.access(), Pages.answers(true))) {
            dashboard.start();
            for (Language language : Language.values()) {
                open.add(dashboard.address().resolve("docs/?lang=" + language));
            }
            while (!open.isEmpty()) {
                URI page = open.remove();
                String html = seen.computeIfAbsent(page, this::read);
                Matcher link = LINK.matcher(html);
                while (link.find()) {
                    URI to = page.resolve(link.group(1).replace("&amp;", "&"));
                    boolean ours = to.getHost().equals(page.getHost());
                    if (!ours || !asked.add(to.toString())) {
                        continue;
                    }
                    URI there = URI.create(to.toString().replaceFirst("#.*", ""));
                    boolean isNew = !seen.containsKey(there);
                    String answer = seen.computeIfAbsent(there, this::read);
                    boolean anchored =
                            to.getFragment() == null || anchors(answer).contains(to.getFragment());
                    if (answer.isEmpty() || !anchored) {
                        dead.add(page + " leads to " + to);
                    }
                    if (isNew && there.getPath().startsWith("/docs/") && answer.contains("<nav")) {
                        open.add(there);
                    }
                }
            }
        }
        assertThat(dead).isEmpty();
        assertThat(seen).hasSizeGreaterThan(100);
    }

    @Test
    void isReadInTheLanguageOfItsReaderWhereItHasThat() throws Exception {
        try (Dashboard dashboard = Pages.dashboard(Pages.access(), Pages.answers(true))) {
            dashboard.start();
            URI docs = dashboard.address().resolve("docs/");
            assertThat(read(docs.resolve("guide?lang=fr")))
                    .contains(
                            "<html lang=\"fr\"",
                            "<article lang=\"fr\">",
                            "<h1 id=\"user-guide\">Guide</h1>")
                    .contains("Raccordement")
                    .doesNotContain("Aansluiten", "href=\"#english\"", "Deze bladzijde");
            assertThat(read(docs.resolve("store?lang=nl")))
                    .contains("<html lang=\"nl\"", "<article lang=\"en\">")
                    .contains("Deze bladzijde is er in: English");
            assertThat(
                            ask(docs.resolve("guide"), "Accept-Language", "de-BE,de;q=0.9,en;q=0.5")
                                    .body())
                    .contains("<article lang=\"de\">");
        }
    }

    @Test
    void isSearchedWithoutAccentsAndSaysWhatWasTypedAsText() throws Exception {
        try (Dashboard dashboard = Pages.dashboard(Pages.access(), Pages.answers(true))) {
            dashboard.start();
            URI docs = dashboard.address().resolve("docs/");
            assertThat(read(docs.resolve("?q=Prevision&lang=fr"))).contains("La prévision</a>");
            assertThat(read(docs.resolve("?q=%3Cscript%3E%22&lang=nl")))
                    .contains("&lt;script&gt;&quot;")
                    .doesNotContain("<script");
            assertThat(read(docs.resolve("?q=&lang=nl"))).doesNotContain("<li><a");
            assertThat(read(docs.resolve("?q=" + "x".repeat(3000)))).doesNotContain("x".repeat(81));
        }
    }

    /** What people ask, and one of the first places where the answer stands. */
    @ParameterizedTest
    @CsvSource({
        "nl, gsm, Met uw telefoon",
        "nl, SD, Wat het de SD-kaart kost",
        "nl, sd kaart, Wat het de SD-kaart kost",
        "nl, verhuizen, Naar een andere Pi",
        "nl, verwijderen, Bij elke start van de machine",
        "nl, upgrade, Bij elke start van de machine",
        "nl, factuur klopt niet, Een getal lijkt fout",
        "nl, stopcontact shelly, Verbruikers aansluiten",
        "nl, limiet instellen, De pagina",
        "fr, telephone, De votre téléphone",
        "fr, mise à jour, À chaque démarrage de la machine",
        "de, umziehen, Auf einen anderen Pi",
        "de, Handy, Vom Telefon",
        "en, uninstall, At every start of the machine",
        "en, VPN, From your phone",
        "en, my peak is too high, My peak is too high: which load?",
    })
    void whatPeopleAskIsAmongTheFirstThatAreFound(String language, String words, String place)
            throws Exception {
        try (Dashboard dashboard = Pages.dashboard(Pages.access(), Pages.answers(true))) {
            dashboard.start();
            String query = "docs/?lang=" + language + "&q=" + URLEncoder.encode(words, UTF_8);
            List<String> found =
                    HIT.matcher(read(dashboard.address().resolve(query)))
                            .results()
                            .map(hit -> hit.group(1))
                            .toList();
            assertThat(found.subList(0, Math.min(6, found.size())))
                    .as(found.toString())
                    .anyMatch(hit -> hit.contains(place));
        }
    }

    @Test
    void whatIsFoundBeginsAWord() throws Exception {
        try (Dashboard dashboard = Pages.dashboard(Pages.access(), Pages.answers(true))) {
            dashboard.start();
            URI docs = dashboard.address().resolve("docs/");
            assertThat(read(docs.resolve("guide?lang=nl"))).contains("voedingsmassa");
            assertThat(read(docs.resolve("?q=gsm&lang=nl"))).doesNotContain("voedingsmassa");
            assertThat(read(docs.resolve("?q=voedingsmassa+xyzzy&lang=nl")))
                    .as("some of the words, where nothing has all")
                    .contains(">Aansluiten</a>");
        }
    }

    @Test
    void aLinkInItSaysATitleAndNoFile() throws Exception {
        try (Dashboard dashboard = Pages.dashboard(Pages.access(), Pages.answers(true))) {
            dashboard.start();
            for (Language language : Language.values()) {
                assertThat(read(dashboard.address().resolve("docs/guide?lang=" + language)))
                        .contains("<a href=\"install?lang=")
                        .doesNotContain(".md</a>");
            }
        }
    }

    @Test
    void hasTheExamplesThatItNames() throws Exception {
        try (Dashboard dashboard = Pages.dashboard(Pages.access(), Pages.answers(true))) {
            dashboard.start();
            URI docs = dashboard.address().resolve("docs/");
            assertThat(read(docs.resolve("evcc?lang=nl")))
                    .contains("href=\"examples/evcc/evcc.yaml\"");
            assertThat(read(docs.resolve("examples/evcc/evcc.yaml"))).contains("circuits:");
            assertThat(read(docs.resolve("examples/bsmr-display.service"))).contains("[Unit]");
        }
    }

    @Test
    void isForWhoSeesEverythingAndForNobodyElse() throws Exception {
        String panel = UsersFile.newToken();
        String read = UsersFile.newToken();
        Path file = folder.resolve(UsersFile.NAME);
        UsersFile.EMPTY
                .withUser("ann", Role.OWNER, "drie woorden & meer", Pages.SIX_PM)
                .withToken("hall", Scope.PANEL, panel, Pages.SIX_PM)
                .withToken("grafana", Scope.READ, read, Pages.SIX_PM)
                .write(file);
        WebSettings network = new WebSettings(true, "0.0.0.0", 0, null, null);
        try (Dashboard dashboard =
                new Dashboard(
                        network, Pages.users(file, network), Pages.access(), Pages.answers(true))) {
            dashboard.start();
            URI docs =
                    URI.create("http://127.0.0.1:" + dashboard.address().getPort() + "/docs/guide");
            assertThat(ask(docs).statusCode()).isIn(303, 401);
            assertThat(ask(docs, "Authorization", "Bearer " + panel).statusCode()).isEqualTo(403);
            assertThat(ask(docs, "Authorization", "Bearer " + read).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void nothingElseIsReadThroughIt() throws Exception {
        try (Dashboard dashboard = Pages.dashboard(Pages.access(), Pages.answers(true))) {
            dashboard.start();
            for (String path :
                    List.of(
                            "docs/README.md",
                            "docs/../web/shell",
                            "docs/%2e%2e/shell",
                            "docs/..%2fshell.html",
                            "docs/adr/0003-broker",
                            "docs/fleet",
                            "docs/examples",
                            "docs/examples/grafana/fleet.json",
                            "docs/examples/../guide.md",
                            "docs/examples/%2e%2e/guide.md",
                            "docs/nothing")) {
                assertThat(ask(dashboard.address().resolve(path)).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    /** On a phone and a screen, by day and by night. */
    @Test
    void isFitForEverybody() throws Exception {
        List<String> complaints = new ArrayList<>();
        try (Dashboard dashboard = Pages.dashboard(Pages.access(), Pages.answers(true));
                Chromium chromium = new Chromium()) {
            dashboard.start();
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (int width : new int[] {1280, 390}) {
                    try (BrowserContext context =
                            chromium.browser()
                                    .newContext(
                                            new Browser.NewContextOptions()
                                                    .setColorScheme(scheme)
                                                    .setViewportSize(width, 900))) {
                        Page page = context.newPage();
                        page.onPageError(complaints::add);
                        page.onConsoleMessage(m -> complaints.add(m.text()));
                        for (String one :
                                List.of("?lang=nl", "install?lang=nl", "store", "?q=P1")) {
                            page.navigate(dashboard.address() + "docs/" + one);
                            String name =
                                    "docs-%s-%d-%s"
                                            .formatted(
                                                    one.replaceAll("\\W+", "-"),
                                                    width,
                                                    scheme.name().toLowerCase(Locale.ROOT));
                            page.screenshot(
                                    new Page.ScreenshotOptions()
                                            .setPath(Path.of("target/pages/" + name + ".png")));
                            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                                    .as(name)
                                    .isEqualTo(width);
                            // Colours go by the scheme, places by the width: two of four do.
                            if ((width == 390) == (scheme == ColorScheme.DARK)) {
                                complaints.addAll(Axe.faults(page));
                            }
                        }
                    }
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static Set<String> anchors(String html) {
        Set<String> anchors = new HashSet<>();
        ANCHOR.matcher(html).results().forEach(m -> anchors.add(m.group(1)));
        return anchors;
    }

    /** Empty when there is nothing. */
    private String read(URI address) {
        try {
            HttpResponse<String> answer = ask(address);
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (Exception e) {
            throw new AssertionError(address.toString(), e);
        }
    }

    private HttpResponse<String> ask(URI address, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
