package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.source.Overheard;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of the meter, of a house whose line is heard along, in the machine's own Chromium. */
class MeterPageTest {

    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();
    private final Overheard heard = new Overheard(() -> house().next());
    private Dashboard dashboard;
    private House house;
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void launch() {
        chromium = new Chromium();
    }

    @AfterAll
    static void quit() {
        chromium.close();
    }

    @BeforeEach
    void listen() throws IOException {
        dashboard =
                Pages.dashboard(
                        new WebSettings(true, "127.0.0.1", 0, null, null),
                        Pages.access(),
                        Pages.answers(true, heard));
        dashboard.start();
        wired(Wiring.STAR);
    }

    @AfterEach
    void leave() {
        if (context != null) {
            context.close();
        }
        dashboard.close();
        assertThat(complaints).as("of the page").isEmpty();
    }

    @Test
    void saysEachLineOfTheNewestTelegramInPlainWords() {
        house.with("0-0:96.13.0()").with("9-9:9.9.9(1)");
        house.seconds(5, 1800);
        open("nl-BE", 1280, 900);

        assertThat(line("1-0:1.7.0"))
                .hasText(Pattern.compile("Afname nu\\s*1-0:1.7.0\\s*1,800 kW"));
        assertThat(line("1-0:32.7.0"))
                .hasText(Pattern.compile("Spanning L1\\s*1-0:32.7.0\\s*233,1 V"));
        assertThat(line("0-1:24.2.3"))
                .hasText(Pattern.compile("Gas\\s*0-1:24.2.3\\s*1.234,567 m³.*"));
        assertThat(line("0-0:96.13.0"))
                .hasText(Pattern.compile("Bericht\\s*0-0:96.13.0\\s*Leeg of uit"));
        assertThat(line("9-9:9.9.9")).containsText("Niet bekend bij BSMR");
        assertThat(page.locator("#meter-id")).hasText("1SIM2200000001");
        assertThat(page.locator("#meter-version")).hasText("50217");

        house.seconds(1, 2345);
        assertThat(line("1-0:1.7.0"))
                .hasText(Pattern.compile("Afname nu\\s*1-0:1.7.0\\s*2,345 kW"));
        page.locator("[data-language=de]").click();
        assertThat(line("1-0:1.7.0")).hasText(Pattern.compile("Bezug.*2,345 kW.*"));
        page.locator("summary").last().click();
        assertThat(page.locator("#as-sent")).containsText("1-0:1.7.0(02.345*kW)");
    }

    @Test
    void drawsTheWiresWithWhatFlowsAndHowFullTheFuseIs() {
        house.seconds(5, 4600);
        open("en-GB", 390, 844);

        Locator drawing = page.locator("#wires");
        // Half of 4600 W on L1 is 10 A at 230 V, of a fuse of 25 A.
        assertThat(drawing)
                .hasAttribute(
                        "aria-label",
                        Pattern.compile(
                                "L1: 233\\.1 V, 10\\.00 A, 2,300 W Import, 40 % of the fuse\\. L2.*"));
        assertThat(drawing.locator(".wire-name")).hasText(new String[] {"L1", "L2", "L3", "N"});
        assertThat(drawing.locator(".flow.import")).hasCount(3);
        assertThat(page.locator("main")).containsText("main fuse of 25 A");
        double right =
                ((Number) page.evaluate("document.documentElement.scrollWidth")).doubleValue();
        assertThat(right).isLessThanOrEqualTo(390);
    }

    @Test
    void threeWiresHaveNoNeutralAndNothingIsInventedOfTheSecond() {
        wired(Wiring.DELTA);
        house.seconds(5, -1000);
        open("en-GB", 1280, 900);

        Locator drawing = page.locator("#wires");
        assertThat(drawing.locator(".wire-name")).hasText(new String[] {"L1", "L2", "L3"});
        assertThat(drawing.locator(".flow.export")).hasCount(2);
        assertThat(drawing)
                .hasAttribute("aria-label", Pattern.compile(".*L2: 2\\.10 A, 8 % of the fuse.*"));
    }

    @Test
    void oneWireCarriesAllThatTheHouseDraws() {
        wired(Wiring.SINGLE);
        house.seconds(5, 460);
        open("en-GB", 1280, 900);

        assertThat(page.locator("#wires .wire-name")).hasText(new String[] {"L1", "N"});
        assertThat(page.locator("#wires"))
                .hasAttribute("aria-label", Pattern.compile("L1: .*460 W Import.*"));
    }

    @Test
    void tellsWhatTheLinkDoctorFinds() {
        house.with("1-0:1.4.0(00.900*kW)").seconds(30, 900);
        open("fr-BE", 1280, 900);

        assertThat(page.locator("#findings")).containsText("30 télégrammes lus");
        assertThat(page.locator("#findings .problem")).hasCount(0);
        assertThat(page.locator("#link-accepted")).hasText("30");
    }

    @Test
    void answersProgramsAndRefusesOtherLanguages() throws Exception {
        assertThat(get("api/telegram?lang=nl").body()).contains("\"silence\"");
        house.seconds(2, 900);
        assertThat(new JsonMapper().readTree(get("api/telegram").body()).path("lines"))
                .hasSizeGreaterThan(15);
        assertThat(get("api/telegram?lang=xx").statusCode()).isEqualTo(400);
        assertThat(get("api/telegram?language=nl").statusCode()).isEqualTo(400);
    }

    private House house() {
        return house;
    }

    private void wired(Wiring wiring) {
        house =
                new House(SiteSettings.DEFAULT, wiring, Pages.SIX_PM, dashboard::show)
                        .heardBy(heard::hear);
    }

    private HttpResponse<String> get(String call) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(dashboard.address() + call)).build(),
                        BodyHandlers.ofString());
    }

    private Locator line(String code) {
        return page.locator("#lines tr")
                .filter(
                        new Locator.FilterOptions()
                                .setHas(
                                        page.locator(
                                                ".code",
                                                new Page.LocatorOptions().setHasText(code))));
    }

    private void open(String locale, int width, int height) {
        context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setLocale(locale)
                                        .setViewportSize(width, height));
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.navigate(dashboard.address() + "#/meter");
        page.waitForSelector("#lines tbody tr");
    }
}
