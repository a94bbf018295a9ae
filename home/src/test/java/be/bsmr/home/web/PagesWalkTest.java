package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Contact;
import be.bsmr.home.source.Overheard;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.home.words.Language;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page in every language, on a phone and on a screen, by day and by night: nothing is said on
 * the console, nothing is wider than the screen, nobody is left out as far as axe-core can tell,
 * and each weighs little. What it looked like is left in {@code target/pages}.
 */
class PagesWalkTest {

    private static final Path PICTURES = Path.of("target/pages");
    private static final Path SHELL = Path.of("src/main/resources/be/bsmr/home/web/shell.html");
    private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-11-22T22:00:00Z");

    /** Of everything that a page loads, as it is on the disk. */
    private static final int MOST_BYTES = 200_000;

    /** All that Tab goes to, by its place and name; or what has the focus, if that can be seen. */
    private static final String TABBED =
            """
            (which) => {
              const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
                .filter((e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }));
              const named = (e) => `${all.indexOf(e)} ${e.tagName} ${(e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent).trim().slice(0, 30)}`;
              if (which === 'all') {
                return all.map(named);
              }
              const focused = document.activeElement;
              if (focused === window.before) {
                return null;
              }
              window.before = focused;
              const { top, bottom, width } = focused.getBoundingClientRect();
              const seen = width > 0 && bottom > 0 && top < innerHeight && getComputedStyle(focused).outlineStyle !== 'none';
              return seen ? named(focused) : `unseen: ${named(focused)}`;
            }
            """;

    @TempDir private static Path folder;

    private static Store store;
    private static Dashboard dashboard;
    private static Chromium chromium;

    @BeforeAll
    static void live() throws IOException {
        Files.createDirectories(PICTURES);
        Overheard heard = new Overheard(InstantSource.fixed(BEFORE_MIDNIGHT));
        store =
                Store.open(
                        StoreSettings.of(folder.resolve("bsmr.db"), 10, 0),
                        Clock.systemUTC(),
                        SiteSettings.BELGIUM);
        dashboard =
                Pages.dashboard(
                        new WebSettings(true, "127.0.0.1", 0, null, null),
                        Pages.access(store, input -> {}),
                        Pages.answers(true, heard));
        dashboard.start();
        House house =
                new House(
                        DashboardPictures.WITH_CAR,
                        Wiring.STAR,
                        BEFORE_MIDNIGHT,
                        step -> {
                            store.keep(step);
                            dashboard.show(step);
                        });
        house.heardBy(heard::hear).seconds(3600, 1200);
        house.step(
                new SiteInput.PricesTold(
                        house.next(), PricesPageTest.ofTheExchange(LocalDate.of(2026, 11, 22), 3)));
        house.step(new SiteInput.LoadContact(house.next(), "boiler", Contact.TOLD_ONLY));
        DashboardPictures.carDraws(house, 1400);
        house.seconds(1800, 3600);
        house.seconds(1000, -600);
        chromium = new Chromium();
    }

    @AfterAll
    static void leave() {
        chromium.close();
        dashboard.close();
        store.close();
    }

    /** Those that the navigation offers. */
    static Stream<String> pages() throws IOException {
        return Pattern.compile("href=\"(#/\\w+)\"")
                .matcher(Files.readString(SHELL))
                .results()
                .map((MatchResult m) -> m.group(1));
    }

    @Test
    void everyAmountInEuroSaysWhatItIsOf() {
        try (BrowserContext context =
                chromium.browser().newContext(new Browser.NewContextOptions().setLocale("nl-BE"))) {
            Page page = context.newPage();
            page.navigate(dashboard.address() + "#/now");
            for (String place : List.of("section.peaks", "main[data-page=peaks]")) {
                assertThat(page.locator(place + " .euro"))
                        .containsText("Per jaar, btw inbegrepen: de pieken");
                page.navigate(dashboard.address() + "#/peaks");
            }
            page.locator(".euro a").click();
            assertThat(page.locator("main[data-page=bill] .euro"))
                    .hasText("Per jaar, btw inbegrepen: het net, zonder de energie zelf.");
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isFitForEverybody(String address) {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setLocale("nl-BE")
                                        .setReducedMotion(ReducedMotion.REDUCE)
                                        .setViewportSize(1280, 900))) {
            Page page = context.newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.navigate(dashboard.address() + address);
            page.waitForSelector("main[data-page=" + address.substring(2) + "]");
            page.waitForFunction("() => !document.querySelector('[aria-busy]')");
            assertThat(bytes(page)).as("bytes of all that it loads").isLessThan(MOST_BYTES);
            for (Language language : Language.values()) {
                page.locator("[data-language=" + language + "]").click();
                for (int width : List.of(1280, 390)) {
                    page.setViewportSize(width, width == 390 ? 844 : 900);
                    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                        String name =
                                "%s-%s-%d-%s"
                                        .formatted(
                                                address.substring(2),
                                                language,
                                                width,
                                                scheme.name().toLowerCase(Locale.ROOT));
                        look(page, name, complaints);
                    }
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    /** From the panel in the hall to the screen on the desk, whatever fonts there are. */
    @ParameterizedTest
    @MethodSource("pages")
    void hasAPlaceForEveryWord(String address) {
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = context.newPage();
            page.navigate(dashboard.address() + address);
            page.waitForSelector("main[data-page=" + address.substring(2) + "]");
            page.waitForFunction("() => !document.querySelector('[aria-busy]')");
            List<String> complaints = new ArrayList<>();
            for (int[] size : new int[][] {{320, 240}, {390, 844}, {768, 1024}, {1280, 900}}) {
                page.setViewportSize(size[0], size[1]);
                for (Language language : Language.values()) {
                    // On a panel there is no room for the choice of a language.
                    page.evaluate(
                            "language => document.querySelector(`[data-language=${language}]`).click()",
                            language.name());
                    for (String font : Written.EXTREME_FONTS) {
                        Written.in(font, page);
                        Written.faults(page).stream()
                                .map(f -> size[0] + " " + language + " " + font + ": " + f)
                                .forEach(complaints::add);
                    }
                }
            }
            assertThat(complaints).isEmpty();
        }
    }

    /** In the order in which they are read, each to be seen while it has the focus. */
    @ParameterizedTest
    @MethodSource("pages")
    void allThatCanBePressedIsReachedByTheTabKey(String address) {
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = context.newPage();
            page.navigate(dashboard.address() + address);
            page.waitForSelector("main[data-page=" + address.substring(2) + "]");
            page.waitForFunction("() => !document.querySelector('[aria-busy]')");
            for (int[] size : new int[][] {{390, 844}, {1280, 900}}) {
                page.setViewportSize(size[0], size[1]);
                page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }");
                List<?> expected = (List<?>) page.evaluate(TABBED, "all");
                List<Object> reached = new ArrayList<>();
                // The parts of a date are gone through one after the other.
                for (int i = 0; i < 4 * expected.size() && reached.size() < expected.size(); i++) {
                    page.keyboard().press("Tab");
                    Object focused = page.evaluate(TABBED, "focused");
                    if (focused != null) {
                        reached.add(focused);
                    }
                }
                assertThat(expected).hasSizeGreaterThan(10);
                assertThat(reached).isEqualTo(expected);
            }
        }
    }

    /** Before the first telegram, where nothing is kept and nobody has said where the house is. */
    @Test
    void nothingIsSaidOnTheConsoleWhereNothingIsKnown() throws IOException {
        List<String> complaints = new ArrayList<>();
        try (Dashboard empty =
                        Pages.dashboard(
                                new WebSettings(true, "127.0.0.1", 0, null, null),
                                Pages.access(),
                                Pages.answers(false));
                BrowserContext context = chromium.browser().newContext()) {
            empty.start();
            for (boolean telegram : List.of(false, true)) {
                if (telegram) {
                    new House(
                                    DashboardPictures.WITH_CAR.controlling(List.of()),
                                    Wiring.SINGLE,
                                    BEFORE_MIDNIGHT,
                                    empty::show)
                            .seconds(2, 1200);
                }
                for (String address : pages().toList()) {
                    Page page = context.newPage();
                    page.onPageError(complaints::add);
                    page.onConsoleMessage(m -> complaints.add(address + ": " + m.text()));
                    page.navigate(empty.address() + address);
                    page.waitForSelector("main[data-page=" + address.substring(2) + "]");
                    page.waitForLoadState(LoadState.NETWORKIDLE);
                    page.close();
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static void look(Page page, String name, List<String> complaints) {
        page.evaluate(
                "() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))");
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(PICTURES.resolve(name + ".png")));
        Object over =
                page.evaluate(
                        "() => document.documentElement.scrollWidth -"
                                + " document.documentElement.clientWidth");
        if (((Number) over).intValue() > 0) {
            complaints.add(name + " is wider than the screen by " + over);
        }
        Axe.faults(page).forEach(fault -> complaints.add(name + ": " + fault));
    }

    private static int bytes(Page page) {
        return ((Number)
                        page.evaluate(
                                """
                                () => ['navigation', 'resource']
                                  .flatMap((kind) => performance.getEntriesByType(kind))
                                  .filter((entry) => !entry.name.includes('/api/'))
                                  .reduce((sum, entry) => sum + entry.decodedBodySize, 0)
                                """))
                .intValue();
    }
}
