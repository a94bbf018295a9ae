package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.source.Overheard;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The past of a house of two hours, kept in a real store and looked at in the machine's own
 * Chromium.
 */
class PastPageTest {

    /** 23:00 by the meter: the second hour is another day's. */
    private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-11-22T22:00:00Z");

    @TempDir private Path folder;

    private final List<String> complaints = new ArrayList<>();
    private final Overheard bytes = new Overheard(Clock.systemUTC());
    private Store store;
    private Dashboard dashboard;

    @BeforeEach
    void live() throws Exception {
        store =
                Store.open(
                        StoreSettings.of(folder.resolve("bsmr.db"), 10, 0),
                        Clock.systemUTC(),
                        SiteSettings.BELGIUM);
        dashboard =
                Pages.dashboard(
                        new WebSettings(true, "127.0.0.1", 0, null, null),
                        Pages.access(store, input -> {}),
                        Pages.answers(true, bytes));
        dashboard.start();
        House house =
                new House(
                                DashboardPictures.SETTINGS,
                                Wiring.STAR,
                                BEFORE_MIDNIGHT,
                                step -> {
                                    store.keep(step);
                                    dashboard.show(step);
                                })
                        .heardBy(bytes::hear);
        house.seconds(1800, 1200);
        house.gas(house.next(), 1235.067).seconds(1800, 1200);
        house.seconds(1800, 3600);
        house.gas(house.next(), 1235.817);
        house.seconds(1801, -600);
    }

    @AfterEach
    void leave() {
        dashboard.close();
        store.close();
        assertThat(complaints).as("of the page").isEmpty();
    }

    @Test
    void showsADayAndTheSecondsUnderThePointer() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = context(chromium)) {
            Page page = open(context, "#/history?kind=day&from=2026-11-23");

            assertThat(page.locator("#past-title")).hasText("Monday, 23 November 2026");
            // Half an hour of 3600 W, then of 600 W the other way.
            assertThat(row(page, "Import")).hasText(Pattern.compile("Import\\s*1\\.8 kWh"));
            assertThat(row(page, "Export")).hasText(Pattern.compile("Export\\s*0\\.3 kWh"));
            assertThat(row(page, "Highest quarter-hour"))
                    .hasText(Pattern.compile(".*3\\.60 kW\\s*23 Nov,? 00:00"));

            page.evaluate(
                    "location.hash = '#/history?kind=day&from=2026-11-23&a=1795390200&b=1795390260'");
            assertThat(page.locator("#past-title")).hasText(Pattern.compile("23 Nov,? 00:30 .*"));
            page.locator("#past-graph .u-over").hover();
            assertThat(page.locator("#past-point"))
                    .hasText(Pattern.compile("00:30:\\d\\d: −600 W"));
            page.locator("#past-out").click();
            assertThat(page.locator("#past-title")).hasText("Monday, 23 November 2026");
        }
    }

    @Test
    void showsTheMetersDayWhateverTheBrowsersIs() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = context(chromium)) {
            Page page = open(context, "#/history");
            assertThat(page.locator("#past-title")).hasText("Monday, 23 November 2026");
            page.evaluate("location.hash = '#/peaks'");
            assertThat(page.locator("#h-quarters"))
                    .hasText("Highest quarter-hours of November 2026");
            assertThat(page.locator("#quarters li").first()).containsText("3.60 kW");
            assertThat(
                            page.evaluate(
                                    "() => new Set([...document.querySelectorAll('#quarters .meter')]"
                                            + ".map((bar) => bar.getBoundingClientRect().x)).size"))
                    .as("where bars begin")
                    .isEqualTo(1);
            assertThat(page.locator("#quarters li .num").first())
                    .hasText(Pattern.compile("23 Nov, \\d\\d:\\d\\d–\\d\\d:\\d\\d"));
        }
    }

    @Test
    void saysWhatGasCameThroughTodayAndYesterdayAndHowFullTheFuseIs() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = context(chromium)) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.navigate(dashboard.address().toString());

            assertThat(row(page.locator("#others"), "Gas"))
                    .hasText(
                            Pattern.compile(
                                    "Gas\\s*0\\.750 m³\\s*0\\.500 m³\\s*1,235\\.817 m³\\s*23 Nov,? 00:30"));
            // Half of 600 W is 1.3 A at 230 V.
            assertThat(row(page.locator("#phases"), "L1"))
                    .hasText(Pattern.compile("L1\\s*233\\.1 V\\s*1\\.30 A\\s*5 %.*"));
            assertThat(page.locator("#fuse-note")).containsText("25 A");
        }
    }

    @Test
    void showsWhatGasCameThroughEachDay() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = context(chromium)) {
            Page page = open(context, "#/history?kind=month&from=2026-11-23");
            page.getByLabel("What is shown").selectOption(new SelectOption().setValue("gas"));
            assertThat(page.locator(".legend")).hasText("Gas");
            page.locator("#past-graph .u-over").hover();
            assertThat(page.locator("#past-point"))
                    .hasText(Pattern.compile("2[23] Nov: 0\\.(50|75) m³"));
            Download file = page.waitForDownload(() -> page.getByText("CSV").click());
            assertThat(file.suggestedFilename()).isEqualTo("bsmr-2026-11-01-mbus-day.csv");
        }
    }

    @Test
    void goesToOtherPeriodsAndCompares() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = context(chromium)) {
            Page page = open(context, "#/history?kind=day&from=2026-11-23");
            page.getByLabel("Compare with").selectOption(new SelectOption().setValue("previous"));
            assertThat(row(page, "Import"))
                    .hasText(Pattern.compile("Import\\s*1\\.8 kWh\\s*1\\.2 kWh\\s*\\+50 %"));
            page.getByLabel("Earlier").click();
            assertThat(page.locator("#past-title")).hasText("Sunday, 22 November 2026");
            page.goBack();
            assertThat(page.locator("#past-title")).hasText("Monday, 23 November 2026");
            page.getByText("Month", new Page.GetByTextOptions().setExact(true)).click();
            page.getByLabel("What is shown").selectOption(new SelectOption().setValue("energy"));
            assertThat(page.locator("#past-title")).hasText("November 2026");
            assertThat(row(page, "Import")).hasText(Pattern.compile("Import\\s*3\\.0 kWh.*"));
            page.locator("[data-language=nl]").click();
            assertThat(page.locator("#past-title")).hasText("november 2026");
            page.evaluate("location.hash = '#/history?kind=year&from=2019-01-01'");
            assertThat(page.locator("#past-trouble")).hasText("Van deze periode is niets gekend.");
        }
    }

    @Test
    void tellsWhatAMonthCostAndWhatThatLeavesOut() {
        try (Chromium chromium = new Chromium();
                BrowserContext context = context(chromium)) {
            Page page = open(context, "#/history?kind=month&from=2026-11-01&show=cost");
            // 3 kWh × € 0.0522864 × 1.06; 3.6 kW × € 54.2009816 / 12 × 1.06.
            assertThat(row(page, "Network, per kWh"))
                    .hasText(Pattern.compile("Network, per kWh\\s*0\\.17 €"));
            assertThat(row(page, "Month peaks"))
                    .hasText(Pattern.compile("Month peaks\\s*17\\.2\\d €"));
            assertThat(page.locator("#past-cost")).containsText("without the energy itself");
            page.evaluate("location.hash = '#/history?kind=day&from=2026-11-23&show=cost'");
            assertThat(page.locator("#past-title")).hasText("Monday, 23 November 2026");
            assertThat(row(page, "Network, per kWh")).containsText("0.10 €");
            assertThat(row(page, "Month peaks")).hasCount(0);
        }
    }

    @Test
    void keepsWhatIsSeenAsAFile() throws Exception {
        try (Chromium chromium = new Chromium();
                BrowserContext context = context(chromium)) {
            Page page = open(context, "#/history?kind=week&from=2026-11-23&show=energy");
            Download file = page.waitForDownload(() -> page.getByText("CSV").click());
            assertThat(file.suggestedFilename()).isEqualTo("bsmr-2026-11-23-day.csv");
            assertThat(Files.readString(file.path()))
                    .contains("day;import_t1_wh")
                    .contains(";network_eur")
                    .contains("23/11/2026");
            Download picture = page.waitForDownload(() -> page.getByText("PNG").click());
            assertThat(Files.size(picture.path())).isGreaterThan(2000);
        }
    }

    @Test
    void tellsTablesToPrograms() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        dashboard.address()
                                                + "api/history?from=2026-11-23&to=2026-11-24"
                                                + "&each=second&points=24"))
                        .build();
        JsonNode told =
                new JsonMapper()
                        .readTree(
                                HttpClient.newHttpClient()
                                        .send(request, BodyHandlers.ofString())
                                        .body());
        assertThat(told.path("columns").toString())
                .isEqualTo("[\"start\",\"mean_w\",\"low_w\",\"high_w\"]");
        assertThat(told.path("rows").toString()).startsWith("[[1795388400,1500,-600,3600]");
        // What stood at midnight is known from the day before.
        HttpRequest gas =
                HttpRequest.newBuilder(
                                URI.create(
                                        dashboard.address()
                                                + "api/history?of=mbus&from=2026-11-23&to=2026-11-24"))
                        .build();
        assertThat(HttpClient.newHttpClient().send(gas, BodyHandlers.ofString()).body())
                .contains("[\"2026-11-23\",\"gas\",0.750,\"m3\",\"meter\"]");
        HttpRequest wrong =
                HttpRequest.newBuilder(URI.create(dashboard.address() + "api/history?from=2026"))
                        .build();
        assertThat(HttpClient.newHttpClient().send(wrong, BodyHandlers.ofString()).statusCode())
                .isEqualTo(400);
    }

    private BrowserContext context(Chromium chromium) {
        return chromium.browser()
                .newContext(
                        new Browser.NewContextOptions()
                                .setLocale("en-GB")
                                .setTimezoneId("America/New_York")
                                .setViewportSize(1280, 900));
    }

    private Page open(BrowserContext context, String address) {
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.navigate(dashboard.address() + address);
        page.waitForSelector("#past-graph canvas");
        return page;
    }

    private static Locator row(Page page, String name) {
        return row(page.locator("#past-figures"), name);
    }

    private static Locator row(Locator table, String name) {
        Locator head =
                table.page()
                        .locator(
                                "th",
                                new Page.LocatorOptions()
                                        .setHasText(Pattern.compile("^" + name + "$")));
        return table.locator("tr").filter(new Locator.FilterOptions().setHas(head));
    }
}
