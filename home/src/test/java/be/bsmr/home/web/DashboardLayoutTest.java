package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.LoadState;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.StoreReport;
import be.bsmr.site.SiteInput;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page holds on every screen, in every language and under any font: a panel in the hall may
 * have hardly one. Which fonts a machine has must not decide a test, so each is tried as it is and
 * also wider and narrower than any font for screens.
 */
class DashboardLayoutTest {

    private final ProgramHealth health = new ProgramHealth();
    private static final Instant SIX_PM = Instant.parse("2026-11-22T17:00:00Z");

    private static final List<String> LANGUAGES = List.of("nl", "fr", "de", "en");

    private static Chromium chromium;

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
    void start() throws IOException {
        dashboard =
                Pages.dashboard(
                        new WebSettings(true, "127.0.0.1", 0, null, null),
                        Pages.access(health),
                        Pages.answers(true));
        dashboard.start();
        house =
                DashboardPictures.house(
                        DashboardPictures.WITH_CAR, dashboard, SIX_PM.minusSeconds(1));
        DashboardPictures.carDraws(house, 700);
        house.seconds(2, 900);
    }

    @AfterEach
    void stop() {
        context.close();
        dashboard.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "240x320",
                "320x480",
                "390x844",
                "600x960",
                "800x480",
                "1024x600",
                "1280x900",
                "1920x1080"
            })
    void everyWordHasItsPlaceOnAScreenOf(String size) {
        troubleEverywhere();
        open(size);
        page.evaluate("document.querySelector('details').open = true");
        for (String language : LANGUAGES) {
            speak(language);
            for (String font : Written.FONTS) {
                Written.in(font, page);
                assertThat(Written.faults(page)).as(language + " " + font).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"320x240", "480x320"})
    void fitsTheEssentialOnAPanelOf(String size) {
        house.seconds(119, 1800);
        house.seconds(180, 11_900);
        open(size);
        double width = page.viewportSize().width;
        double height = page.viewportSize().height;
        for (String language : LANGUAGES) {
            speak(language);
            for (String font : Written.FONTS) {
                Written.in(font, page);
                assertThat(Written.faults(page)).as(language + " " + font).isEmpty();
                for (String seen : List.of("#expected", "#target", "#import", "#graph canvas")) {
                    BoundingBox box = page.locator(seen).boundingBox();
                    String what = seen + " " + language + " " + font;
                    assertThat(box.x).as(what).isGreaterThanOrEqualTo(0);
                    assertThat(box.y).as(what).isGreaterThanOrEqualTo(0);
                    assertThat(box.x + box.width).as(what).isLessThanOrEqualTo(width);
                    assertThat(box.y + box.height).as(what).isLessThanOrEqualTo(height);
                }
                assertThat(page.locator("#graph").boundingBox().height).as(font).isGreaterThan(90);
                assertThat(page.locator("#expected").boundingBox().height)
                        .as("legible from afar, " + font)
                        .isGreaterThan(38);
            }
        }
    }

    // --- helpers ---

    /** A state with much to say: a load that fails, an alarm, a torn line, long numbers. */
    private void troubleEverywhere() {
        house.with("0-1:24.1.0(003)");
        house.with("0-1:24.2.3(261120175500W)(12345.678*m3)");
        house.step(new SiteInput.UserRequest(house.next(), "boiler", ManualOverride.ALWAYS_SHED));
        house.step(new SiteInput.LoadReport(house.next(), "boiler", LoadState.Report.FAILED));
        house.seconds(500, 11_900);
        health.watchStore(() -> new StoreReport(0, 3, 1200, "disk full", null, "no folder"));
        house.step(
                new SiteInput.LinkReport(
                        house.next(),
                        house.state()
                                .metering()
                                .link()
                                .broken(
                                        "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0 is gone")));
    }

    private void open(String size) {
        int[] sides =
                Pattern.compile("x").splitAsStream(size).mapToInt(Integer::parseInt).toArray();
        context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setLocale("en-GB")
                                        .setViewportSize(sides[0], sides[1]));
        page = context.newPage();
        page.navigate(dashboard.address().toString());
        page.waitForSelector(".uplot canvas");
        assertThat(page.locator("#import")).hasText("11,900");
    }

    /** A panel has no room for the choice of a language, so no click of a person's. */
    private void speak(String language) {
        page.evaluate(
                "language => document.querySelector(`[data-language=${language}]`).click()",
                language);
    }
}
