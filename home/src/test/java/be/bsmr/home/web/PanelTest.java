package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.home.words.Language;
import be.bsmr.site.SiteSettings;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The display on the wall, in a real browser on the screens that such displays have. What it looked
 * like is left in {@code target/pages}.
 */
@Timeout(180)
class PanelTest {

    private static final Path PICTURES = Path.of("target/pages");
    private static final Instant SIX_PM = Pages.SIX_PM;
    private static final int MOST_BYTES = 200_000;

    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();
    private Dashboard dashboard;
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void launch() throws IOException {
        Files.createDirectories(PICTURES);
        chromium = new Chromium();
    }

    @AfterAll
    static void quit() {
        chromium.close();
    }

    @BeforeEach
    void start() throws IOException {
        dashboard = listening(0);
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
        dashboard.close();
    }

    /**
     * How the house does.
     *
     * @param seconds for so long
     * @param watts at this power; below zero is export
     * @param link what the display makes of it
     */
    private record Story(String name, Wiring wiring, int seconds, int watts, String link) {

        void tell(House house) {
            house.seconds(seconds, watts);
            if (link.equals("stale")) {
                house.silence(4000);
            }
        }

        /** So that it stays live. */
        void goOn(House house) {
            house.seconds(link.equals("live") ? 1 : 0, watts);
        }
    }

    /** From the least that is to be written to the most. */
    static List<Story> stories() {
        return List.of(
                new Story("waiting", Wiring.STAR, 0, 0, "waiting"),
                new Story("calm", Wiring.SINGLE, 300, -2750, "live"),
                new Story("alarm", Wiring.DELTA, 300, 5900, "live"),
                new Story("passed", Wiring.STAR, 700, 19_400, "live"),
                new Story("stale", Wiring.STAR, 400, 12_345, "stale"));
    }

    private static final int[][] SCREENS = {{320, 240}, {480, 320}, {800, 480}, {390, 844}};

    @ParameterizedTest
    @MethodSource("stories")
    void fitsEveryScreenWithoutScrolling(Story story) {
        House house = house(story.wiring);
        story.tell(house);
        for (Language language : Language.values()) {
            story.goOn(house);
            open("en-GB", 320, 240, "?lang=" + language);
            assertThat(page.locator("html")).hasAttribute("lang", language.toString());
            for (int[] size : SCREENS) {
                story.goOn(house);
                page.setViewportSize(size[0], size[1]);
                assertThat(page.locator("html")).hasAttribute("data-link", story.link);
                String name = "panel-%s-%s-%dx%d".formatted(story.name, language, size[0], size[1]);
                look(name);
                turn();
                look(name + "-2");
                turn();
                // Neither the language nor the size makes another document of it.
                if (language == Language.nl && size[0] == 480) {
                    isForEverybody(name);
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** By day and by night, as far as axe-core can tell. */
    private void isForEverybody(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int shown : List.of(1, 2)) {
                barriers(name + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + shown);
                turn();
            }
        }
        look(name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    /** Which font an old tablet has, nobody knows. */
    @ParameterizedTest
    @CsvSource({"320, 240", "800, 480"})
    void fitsInEveryFont(int width, int height) {
        House house = house(Wiring.STAR);
        house.seconds(700, 19_400);
        for (Language language : Language.values()) {
            open("en-GB", width, height, "?lang=" + language);
            for (String font : Written.FONTS) {
                Written.in(font, page);
                assertThat(faults()).as(language + " " + font).isEmpty();
                turn();
                assertThat(faults()).as("registers " + language + " " + font).isEmpty();
                turn();
            }
        }
    }

    @Test
    void saysOfTheQuarterWhatTheOriginalDisplaySaid() {
        house(Wiring.STAR).seconds(300, 3600);
        open("en-GB", 320, 240, "");
        assertThat(id("import")).hasText("3,600");
        assertThat(id("export")).hasText("0");
        assertThat(id("sofar")).hasText("299");
        assertThat(id("time-left")).hasText("10:01 to go");
        assertThat(page.locator(".wires div")).hasCount(3);
        assertThat(page.locator(".wires div").first())
                .hasText(Pattern.compile("L1\\s+233 V\\s+7.8 A"));
        assertThat(page.locator(".second")).isHidden();

        turn();
        assertThat(page.locator(".first")).isHidden();
        assertThat(page.locator("#registers tbody tr")).hasCount(2);
        assertThat(id("registers")).containsText("1,414.213");
        assertThat(id("import-power")).hasText("3,600");
    }

    @Test
    void aTouchAKeyOrTheButtonTurnsThePage() {
        house(Wiring.STAR).seconds(30, 900);
        open("en-GB", 800, 480, "");
        page.locator("#graph").click();
        assertThat(page.locator(".second")).isVisible();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".first")).isVisible();
        id("turn").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator(".second")).isVisible();
        page.keyboard().press(" ");
        assertThat(page.locator(".first")).isVisible();
        id("turn").click();
        assertThat(page.locator(".second")).isVisible();
        for (String other : List.of("Control", "Tab", "F5", "Control+c")) {
            page.keyboard().press(other);
            page.waitForSelector("#turn");
        }
        assertThat(page.locator("#turn")).isVisible();
    }

    /** As the dashboard does, for it is the same word. */
    @Test
    void theColourAndTheWordsFollowTheQuarter() {
        House house = house(Wiring.STAR);
        house.seconds(60, 300);
        open("en-GB", 480, 320, "");
        assertThat(page.locator("html")).hasAttribute("data-level", "calm");
        house.seconds(120, 9000);
        assertThat(page.locator("html")).hasAttribute("data-level", "alarm");
        assertThat(id("said")).hasText("On course to pass the target");
        assertThat(backgroundOfBand()).isEqualTo("rgb(179, 35, 26)");
        house.seconds(480, 9000);
        assertThat(id("said")).hasText("The target is passed");
        house.seconds(300, 100);
        assertThat(page.locator("html")).hasAttribute("data-level", "calm");
    }

    @Test
    void nothingMovesForWhoAsksForRest() {
        house(Wiring.STAR).seconds(300, 9000);
        open("en-GB", 480, 320, "");
        String motion = "getComputedStyle(document.querySelector('.band')).animationName";
        assertThat(page.locator("html")).hasAttribute("data-level", "alarm");
        assertThat(page.evaluate(motion)).isEqualTo("none");
        page.emulateMedia(
                new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
        assertThat(page.evaluate(motion)).isEqualTo("call");
    }

    /** What it was told before may be hours old, and its connection dead without a word. */
    @Test
    void asksAnewWhenTheDeviceWakes() {
        house(Wiring.STAR).seconds(30, 900);
        open("en-GB", 480, 320, "");
        assertThat(page.locator("html")).hasAttribute("data-link", "live");
        // The wall's clock goes on while the browser's own stands still.
        page.waitForRequest(
                "**/api/events",
                () ->
                        page.evaluate(
                                "() => { const now = Date.now; Date.now = () => now() + 3_600_000;"
                                        + " }"));
    }

    @Test
    void saysHowOldTheNumbersAreWhenNobodyAnswersAfterASleep() {
        house(Wiring.STAR).seconds(30, 900);
        open("en-GB", 480, 320, "");
        assertThat(page.locator("html")).hasAttribute("data-link", "live");
        // A network that comes up slowly: nobody refuses, nobody answers.
        page.route("**/api/**", route -> {});
        page.evaluate("() => { const now = Date.now; Date.now = () => now() + 3_600_000; }");
        assertThat(id("said")).hasText(Pattern.compile("No telegram for 6\\d min.*"), patiently());
    }

    @Test
    void recoversByItselfWhenTheProgramRestarts() throws IOException {
        House house = house(Wiring.STAR);
        house.seconds(200, 1000);
        open("en-GB", 320, 240, "");
        assertThat(id("import")).hasText("1,000");
        int port = dashboard.address().getPort();

        dashboard.close();
        assertThat(id("said")).hasText("Connection lost – reconnecting", patiently());

        dashboard = listening(port);
        house.seconds(1, 4321);
        assertThat(id("import")).hasText("4,321", patiently());
        assertThat(page.locator("html")).hasAttribute("data-link", "live");
    }

    @Test
    void comesBackByItselfWhenTheNetworkDoes() {
        House house = house(Wiring.STAR);
        house.seconds(200, 1000);
        open("en-GB", 320, 240, "");
        context.setOffline(true);
        page.evaluate("dispatchEvent(new Event('click'))");
        dashboard.audience().close();
        assertThat(id("said")).hasText("Connection lost – reconnecting", patiently());
        context.setOffline(false);
        house.seconds(1, 777);
        assertThat(id("import-power")).hasText("777", patiently());
        assertThat(page.locator("html")).hasAttribute("data-link", "live");
    }

    @Test
    void weighsLittle() {
        house(Wiring.STAR).seconds(30, 900);
        open("nl-BE", 320, 240, "");
        Object bytes =
                page.evaluate(
                        """
                        () => ['navigation', 'resource']
                          .flatMap((kind) => performance.getEntriesByType(kind))
                          .filter((entry) => !entry.name.includes('/api/'))
                          .reduce((sum, entry) => sum + entry.decodedBodySize, 0)
                        """);
        assertThat(((Number) bytes).intValue()).isBetween(1, MOST_BYTES);
    }

    // --- helpers ---

    private House house(Wiring wiring) {
        SiteSettings settings = DashboardPictures.SETTINGS;
        return new House(settings, wiring, SIX_PM, step -> dashboard.show(step));
    }

    private static Dashboard listening(int port) throws IOException {
        Dashboard started =
                Pages.dashboard(
                        new WebSettings(true, "127.0.0.1", port, null, null),
                        Pages.access(new ProgramHealth()),
                        Pages.answers(true));
        started.start();
        return started;
    }

    private void open(String locale, int width, int height, String asked) {
        if (context != null) {
            context.close();
        }
        context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setLocale(locale)
                                        .setReducedMotion(ReducedMotion.REDUCE)
                                        .setColorScheme(ColorScheme.LIGHT)
                                        .setViewportSize(width, height));
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.navigate(dashboard.address() + "panel" + asked);
        page.waitForSelector("#turn");
        page.waitForFunction("() => document.documentElement.dataset.link !== 'lost'");
    }

    private void look(String name) {
        page.evaluate(
                "() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))");
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
        faults().forEach(fault -> complaints.add(name + ": " + fault));
    }

    private void barriers(String name) {
        Axe.faults(page).forEach(fault -> complaints.add(name + ": " + fault));
    }

    /** What does not fit, also below the lower edge, where a display cannot scroll to. */
    private List<String> faults() {
        List<String> faults = new ArrayList<>(Written.faults(page));
        Object below =
                page.evaluate(
                        """
                        () => [...document.querySelectorAll('main *')]
                          .filter((e) => e.checkVisibility() && !e.closest('.uplot') && !e.closest('.unseen'))
                          .map((e) => [e, e.getBoundingClientRect()])
                          .filter(([, box]) => box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || box.top < -1 || box.left < -1)
                          .map(([e, box]) => `${e.tagName}.${e.className}#${e.id} ${Math.round(box.right)} ${Math.round(box.bottom)}`)
                          .join(', ')
                        """);
        if (!below.toString().isEmpty()) {
            faults.add("outside the screen: " + below);
        }
        Object graph =
                page.evaluate(
                        """
                        () => [...document.querySelectorAll('#graph')].filter((e) => e.checkVisibility())
                          .every((e) => e.clientHeight >= innerHeight * .25 && e.clientWidth >= innerWidth * .5)
                        """);
        if (!Boolean.TRUE.equals(graph)) {
            faults.add("the graph is too small to be read");
        }
        return faults;
    }

    private void turn() {
        page.locator("#said").click();
    }

    private Object backgroundOfBand() {
        return page.evaluate("getComputedStyle(document.querySelector('.band')).backgroundColor");
    }

    private Locator id(String id) {
        return page.locator("#" + id);
    }

    private static LocatorAssertions.HasTextOptions patiently() {
        return new LocatorAssertions.HasTextOptions().setTimeout(20_000);
    }
}
