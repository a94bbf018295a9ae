package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Contact;
import be.bsmr.control.LoadState;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.guard.Guesses;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.messages.StoreReport;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteStep;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees, in the machine's own Chromium, of a house that the real core steps. */
class DashboardPageTest {

    private final ProgramHealth health = new ProgramHealth();
    private static final Instant SIX_PM = Instant.parse("2026-11-22T17:00:00Z");
    private static final String RED = "rgb(179, 35, 26)";
    private static final String GREEN = "rgb(28, 74, 59)";

    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();
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
        dashboard = listening(0);
        house = house(Wiring.STAR);
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
        dashboard.close();
        assertThat(complaints).as("errors in the page").isEmpty();
    }

    @Test
    void showsWhatTheQuarterWillCostAndFollowsTheNextReading() {
        house.seconds(300, 1800);
        open("en-GB", 1280, 900);

        // 1800 W from the first second to the last is 1.80 kW, 450 Wh, give or take.
        assertThat(id("expected")).hasText("1.80");
        assertThat(id("target")).hasText("target 3.00 kW");
        assertThat(id("verdict")).hasText("Stays under the target");
        assertThat(id("import")).hasText("1,800");
        assertThat(id("export")).hasText("0");
        assertThat(id("mean")).hasText("1,800");
        assertThat(id("key-forecast_wh")).hasText(Pattern.compile("4(4[5-9]|5[0-5])"));
        assertThat(id("likely"))
                .hasText(Pattern.compile("80 % sure: 1\\.\\d\\d to 1\\.\\d\\d kW.*"));
        assertThat(id("peak-cost")).isEmpty();
        assertThat(id("key-limit_wh")).hasText("750");
        assertThat(id("quarter-times")).hasText("18:00 – 18:15");
        assertThat(id("meter-time")).hasText(Pattern.compile("Sun,? 22 Nov 18:04:59"));
        assertThat(id("at-least")).isHidden();
        assertThat(id("banner")).isHidden();
        // 750 Wh less the 149.5 Wh of 299 s, over the 601 s that are left.
        String left = id("left").textContent().replace(",", "");
        assertThat(Integer.parseInt(left)).isBetween(3590, 3605);
        assertThat(id("left-for")).hasText("on average, 10:01 to go");
        assertThat(page.getByText("Import", exactly()).first()).isVisible();
        assertThat(page).hasTitle("1.80 kW · BSMR");
        assertThat(id("phases").locator("tr").nth(1))
                .hasText(Pattern.compile("L1\\s*233.1 V\\s*3.91 A\\s*900 W"));
        assertThat(id("grid-note")).hasText("3×400 V with neutral");

        house.seconds(1, 2345);

        assertThat(id("import")).hasText("2,345");
        assertThat(id("left-for")).hasText("on average, 10:00 to go");
        assertThat(id("link-accepted")).hasText("301");
    }

    @Test
    void showsInjectionAsExport() {
        house.seconds(60, -1234);
        open("nl-BE", 1280, 900);

        assertThat(id("export")).hasText("1.234");
        assertThat(id("import")).hasText("0");
        assertThat(id("mean")).hasText("−1.234");
        assertThat(page.getByText("Injectie", exactly()).first()).isVisible();
        assertThat(page.getByText("Afname", exactly()).first()).isVisible();
        assertThat(id("expected")).hasText("0,00");
    }

    @Test
    void turnsRedAndSaysSoWhenTheQuarterIsOnCourseToPassTheTarget() {
        house.seconds(120, 1800);
        open("en-GB", 1280, 900);
        assertThat(slab()).hasCSS("background-color", GREEN);
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("");

        house.seconds(60, 5000);

        assertThat(id("verdict")).hasText("On course to pass the target");
        assertThat(slab()).hasCSS("background-color", RED);
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("On course to pass the target");
        assertThat(id("decisions")).containsText("Alarm: ");
        assertThat(id("decisions"))
                .containsText(
                        Pattern.compile(
                                "Boiler shed: 2.40 kW less, [\\d.]+ kW expected, target 3.00 kW"));

        house.seconds(200, 300);

        assertThat(slab()).hasCSS("background-color", GREEN);
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("The alarm is over");
    }

    @Test
    void saysWhenTheTargetIsPassed() {
        house.seconds(500, 6000);
        open("en-GB", 1280, 900);

        assertThat(id("verdict")).hasText("The target is passed");
        assertThat(id("left")).hasText("0");
    }

    @Test
    void drawsTheFourLinesFromTheBeginningOfTheQuarter() {
        house.seconds(400, 2900);
        open("en-GB", 1280, 900);
        assertThat(id("import")).hasText("2,900");

        // Limit red, alarm line blue, forecast amber, cumulative green, as on the old display.
        Set<String> left = hues(0.05, 0.40);
        assertThat(left).contains("red", "blue", "amber", "green");
        // Limit and alarm line run to the end, the forecast does not know it yet.
        assertThat(hues(0.60, 0.95)).contains("red", "blue").doesNotContain("amber");
        assertThat(id("graph"))
                .hasAttribute(
                        "aria-label",
                        Pattern.compile(
                                "Quarter-hour 18:00 – 18:15: so far 32\\d Wh, forecast 725 Wh,"
                                        + " alarm line 75\\d Wh, limit 750 Wh."));
    }

    @Test
    void marksAQuarterThatIsNotKnownFromItsStart() {
        house = new House(SiteSettings.DEFAULT, Wiring.STAR, SIX_PM.plusSeconds(300), this::show);
        house.seconds(60, 1000);
        open("fr-BE", 1280, 900);

        assertThat(id("at-least")).isVisible();
        assertThat(id("at-least")).hasText("au moins");
        assertThat(id("h-left")).hasText("Encore disponible, au plus");
        assertThat(id("verdict")).hasText("Pas connu depuis le début : peut être plus élevé");
        assertThat(slab()).not().hasCSS("background-color", GREEN);
    }

    @Test
    void showsThreeTimes230VoltsWithoutNeutralForWhatItIs() {
        house = house(Wiring.DELTA);
        house.seconds(60, 1000);
        open("en-GB", 1280, 900);

        Locator second = id("phases").locator("tbody tr").nth(1);
        assertThat(second).hasText(Pattern.compile("L2\\s*–not measured\\s*2.10 A\\s*–not meas.*"));
        assertThat(id("phases")).not().containsText("0.0 V");
        assertThat(id("grid-note"))
                .hasText("3×230 V without neutral: the meter measures L1 and L3");

        language("nl");
        assertThat(id("grid-note")).hasText("3×230 V zonder nulleider: de meter meet L1 en L3");
    }

    @Test
    void showsASinglePhaseAlone() {
        house = house(Wiring.SINGLE);
        house.seconds(60, 460);
        open("en-GB", 1280, 900);

        assertThat(id("phases").locator("tbody tr")).hasCount(1);
        assertThat(id("phases")).containsText(Pattern.compile("L1\\s*231.4 V\\s*2.00 A\\s*–"));
        assertThat(id("grid-note")).hasText("Single phase, 230 V");
    }

    @Test
    void showsRegistersAndTheGasMeter() {
        house.seconds(10, 360);
        open("nl-BE", 1280, 900);

        assertThat(id("registers").locator("tbody tr").nth(0))
                .hasText(Pattern.compile("T1 nu\\s*2.718,282\\s*0,577"));
        assertThat(id("registers").locator("tbody tr").nth(1))
                .hasText(Pattern.compile("T2\\s*1.414,213\\s*0,123"));
        assertThat(id("others"))
                .hasText(
                        Pattern.compile(
                                "Gas, water, warmte\\s*Vandaag\\s*Gisteren\\s*Meterstand\\s*"
                                        + "Gas\\s*–\\s*–\\s*1.234,567 m³\\s*20 nov,? 17:55"));
    }

    @Test
    void showsTheMonthPeakAndTheMonthsBefore() {
        house.with("1-0:1.6.0(261109191500W)(02.871*kW)")
                .with(
                        "0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(261101000000W)(261030180000W)(04.267*kW)");
        house.seconds(10, 360);
        open("en-GB", 1280, 900);

        assertThat(id("peak")).hasText("2.87");
        assertThat(id("peak-when")).hasText("quarter-hour of 9 Nov, 19:00–19:15");
        Locator months = id("peak-history").getByRole(AriaRole.LISTITEM);
        assertThat(months).hasCount(12);
        assertThat(months.nth(10)).containsText("October 2026: 4.27 kW");
        assertThat(months.nth(9)).containsText("September 2026: unknown");
        double october = height("#peak-history li:nth-child(11) .bar");
        double november = height("#peak-history li:nth-child(12) .bar");
        assertThat(october / november).isBetween(1.4, 1.6);
    }

    @Test
    void showsEachLoadAsItIs() {
        house.seconds(10, 360);
        open("en-GB", 1280, 900);
        Locator boiler = id("loads").locator("li").nth(0);
        assertThat(boiler).containsText("Boiler");
        assertThat(boiler).containsText("On");
        assertThat(boiler).containsText("2.40 kW · automatic");

        house.step(new SiteInput.UserRequest(house.next(), "boiler", ManualOverride.ALWAYS_SHED));
        assertThat(boiler).containsText("Shed");
        assertThat(boiler).containsText("kept off by hand");
        assertThat(id("decisions")).containsText("Boiler switched off by hand");

        house.step(new SiteInput.LoadReport(house.next(), "boiler", LoadState.Report.FAILED));
        assertThat(boiler).containsText("the switch does not obey");
        assertThat(id("loads").locator("li").nth(1)).not().containsText("the relay");

        Instant lost = house.next();
        house.step(new SiteInput.LoadContact(lost, "boiler", Contact.lost(lost)));
        assertThat(boiler).containsText("Unknown");
        assertThat(boiler).containsText("not reachable; last contact");
    }

    @Test
    void drawsThePlanOfTheComingDayAndSaysItInWords() {
        house =
                new House(
                        DashboardPictures.WITH_CAR,
                        Wiring.STAR,
                        SIX_PM.minusSeconds(10),
                        this::show);
        house.seconds(10, 4000);
        DashboardPictures.carDraws(house, 3680);
        house.seconds(10, 4000);
        open("en-GB", 1280, 900);
        assertThat(id("plan-turns"))
                .containsText(
                        Pattern.compile("Laadpaal: 0\\.9\\d kW on average from 18:00 to 06:30"));
        assertThat(id("plan-turns")).containsText("this is a guess");
        assertThat(id("plan-legend"))
                .containsText(Pattern.compile("Filled up to\\s*1\\.\\d\\d kW"));
        assertThat(id("decisions"))
                .containsText(
                        Pattern.compile("Laadpaal: 0.9\\d kW on average from 18:00 to 06:30"));
        // Of what is drawn one colour is the car's, in the whole night.
        assertThat(coloursOfPlan(0.2, 0.5)).contains("194,120,43");
        assertThat(coloursOfPlan(0.6, 0.95)).doesNotContain("194,120,43");
        language("nl");
        assertThat(id("plan-turns")).containsText("gemiddeld 0,9");

        house.silence(3);
        assertThat(id("plan")).isVisible();
    }

    @Test
    void showsNoPlanWhenNothingIsToBeDrawn() {
        house.seconds(10, 360);
        open("en-GB", 1280, 900);
        assertThat(id("expected")).hasText("0.36");
        assertThat(id("plan")).isHidden();
    }

    /** Colours of which there is much in a part of the plan, from 0 at its left to 1. */
    @SuppressWarnings("unchecked")
    private List<String> coloursOfPlan(double from, double to) {
        page.evaluate(
                "() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))");
        return (List<String>)
                page.evaluate(
                        """
                        ([from, to]) => {
                          const canvas = document.querySelector('#plan-graph canvas');
                          const over = document.querySelector('#plan-graph .u-over');
                          const scale = canvas.width / canvas.clientWidth;
                          const left = over.offsetLeft * scale;
                          const width = over.clientWidth * scale;
                          const part = canvas.getContext('2d').getImageData(
                            Math.round(left + from * width), 0,
                            Math.round((to - from) * width), canvas.height).data;
                          const counts = new Map();
                          for (let i = 0; i < part.length; i += 4) {
                            const key = `${part[i]},${part[i + 1]},${part[i + 2]}`;
                            counts.set(key, (counts.get(key) ?? 0) + 1);
                          }
                          return [...counts].filter(([, n]) => n > 500).map(([key]) => key);
                        }
                        """,
                        List.of(from, to));
    }

    @Test
    void answersWhatStartingALoadWouldDo() {
        House house = house(Wiring.STAR);
        house.seconds(300, 400);
        open("en-GB", 1280, 900);
        page.locator("#whatif-load").fill("5000");
        page.locator("#whatif-for").fill("60");
        page.locator("#whatif button").click();
        assertThat(page.locator("#whatif-answer")).containsText("chance of passing the target");
        assertThat(page.locator("#whatif-answer")).containsText("cost unknown");
        language("nl");
        assertThat(page.locator("#whatif-answer")).containsText("kans om boven het doel te komen");
    }

    @Test
    void showsHowTheCableDoes() {
        house.seconds(10, 360);
        open("en-GB", 1280, 900);
        assertThat(id("link-state")).hasText("Connected");
        assertThat(id("link-rejected")).hasText("0");

        LinkHealth.Rejection wrong = new LinkHealth.Rejection("crc", 12_345, house.next());
        LinkHealth link = house.state().metering().link().rejected(wrong).rejected(wrong);
        house.step(new SiteInput.LinkReport(house.next(), link));
        assertThat(id("link-rejected")).hasText("2 (crc 2)");
        assertThat(id("link-skew")).hasText("–");
        assertThat(id("link-bytes")).isHidden();
        page.getByText("More details").click();
        assertThat(id("link-recent")).hasText("2 of the last 12");
        assertThat(id("link-last-rejected")).hasText(Pattern.compile("crc, .*, byte 12,345"));
        assertThat(id("link-opened")).hasText("1");

        // Counters are told every ten seconds.
        house.step(
                new SiteInput.LinkReport(
                        house.next().plusSeconds(10),
                        link.heard(1_234_567, 89)
                                .accepted(house.next(), house.next().minusSeconds(30))));
        assertThat(id("link-bytes")).hasText("1,234,567");
        assertThat(id("link-stray")).hasText("89");
        assertThat(id("link-skew")).hasText("30 s behind ours");

        LinkHealth broken = link.broken("/dev/ttyUSB0 is gone");
        house.step(new SiteInput.LinkReport(house.next(), broken));
        assertThat(id("link-state")).hasText("Not connected: /dev/ttyUSB0 is gone");
    }

    @Test
    void saysWhatTheDiskRefuses() {
        house.seconds(10, 360);
        open("nl-BE", 1280, 900);
        assertThat(id("disk")).isHidden();
        health.watchStore(() -> new StoreReport(0, 3, 1200, "disk full", null, "no folder"));
        house.seconds(1, 361);
        assertThat(id("disk"))
                .hasText(
                        "Wat gemeten wordt, kan niet bewaard worden: disk full. 1.200 metingen gingen"
                                + " verloren. Er kon geen reservekopie gemaakt worden: no folder.");
        health.watchStore(() -> new StoreReport(11, 0, 0, null, SIX_PM, null));
        house.seconds(1, 362);
        assertThat(id("disk")).isHidden();
    }

    @Test
    void saysThatSomebodyGuessesPasswords() throws Exception {
        house.seconds(10, 360);
        open("nl-BE", 1280, 900);
        assertThat(id("guesses")).isHidden();
        Guesses broker = health.door("mqtt", "the broker");
        for (int i = 0; i < 1234; i++) {
            broker.failed(
                    InetAddress.getByName("192.168.1.66"), "bsmr", "guess" + i, Guesses.now());
        }
        house.seconds(1, 361);
        assertThat(id("guesses"))
                .hasText(
                        Pattern.compile(
                                "Iemand raadt naar een wachtwoord: 1.234 foute, 0 ongelezen"
                                        + " geweigerd, het laatst \\d+ s geleden vanaf"
                                        + " 192.168.1.66. .*"));
    }

    @Test
    void saysWhenTheMeterIsSilentAndWhenItIsBack() {
        house.seconds(10, 360);
        open("en-GB", 1280, 900);
        assertThat(id("banner")).isHidden();

        house.silence(61);
        assertThat(id("banner"))
                .hasText(Pattern.compile("No telegram for 6\\d s. These numbers are old."));
        assertThat(id("decisions")).containsText("The meter is silent");

        house.seconds(1, 777);
        assertThat(id("banner")).isHidden();
        assertThat(id("import")).hasText("777");
    }

    @Test
    void noticesByItselfThatNothingCameForTenSeconds() {
        house.seconds(10, 360);
        openWithClock("en-GB");
        assertThat(id("import")).hasText("360");
        assertThat(id("banner")).isHidden();

        page.clock().runFor(12_000);

        assertThat(id("banner"))
                .hasText(Pattern.compile("No telegram for 1\\d s. These numbers are old."));
    }

    @Test
    void waitsForTheFirstTelegramAndSaysWhyItDoesNotCome() {
        open("de-DE", 1280, 900);
        assertThat(id("banner")).hasText("Wartet auf das erste Telegramm");

        LinkHealth broken = LinkHealth.INITIAL.broken("/dev/ttyUSB0: kein Gerät");
        house.step(new SiteInput.LinkReport(SIX_PM, broken));
        assertThat(id("banner"))
                .hasText(
                        "Wartet auf das erste Telegramm. Nicht verbunden: /dev/ttyUSB0: kein Gerät");

        house.seconds(1, 500);
        assertThat(id("banner")).isHidden();
        assertThat(id("import")).hasText("500");
    }

    @Test
    void recoversByItselfWhenTheProgramRestarts() throws IOException {
        house.seconds(200, 1000);
        open("en-GB", 1280, 900);
        assertThat(id("import")).hasText("1,000");
        int port = dashboard.address().getPort();

        dashboard.close();
        assertThat(id("banner")).hasText("Connection lost – reconnecting", patiently());

        dashboard = listening(port);
        house.seconds(1, 4321);
        assertThat(id("import")).hasText("4,321", patiently());
        assertThat(id("banner")).isHidden();

        house.seconds(1, 4322);
        assertThat(id("import")).hasText("4,322");
    }

    @Test
    void doesNotPassOffStoredNumbersAsLive() {
        house.seconds(200, 1000);
        house.restart(DashboardPictures.SETTINGS);
        open("en-GB", 1280, 900);
        assertThat(id("import")).hasText("1,000");
        assertThat(id("banner")).hasText("Waiting for the first telegram");

        house.seconds(1, 1100);
        assertThat(id("banner")).isHidden();
    }

    @Test
    void catchesUpWithTheGraphAfterANewQuarter() {
        house.seconds(890, 1000);
        open("en-GB", 1280, 900);
        assertThat(id("quarter-times")).hasText("18:00 – 18:15");

        house.seconds(30, 2000);

        assertThat(id("quarter-times")).hasText("18:15 – 18:30");
        assertThat(id("left-for")).hasText("on average, 14:41 to go");
        assertThat(id("key-import_wh")).hasText(Pattern.compile("1[0-7]"));
        assertThat(hues(0.30, 0.90)).doesNotContain("amber");
    }

    @ParameterizedTest
    @CsvSource({
        "nl-BE, nl, Afname, Injectie, Maandpiek, '1,80'",
        "fr-BE, fr, Prélèvement, Injection, Pointe mensuelle, '1,80'",
        "de-DE, de, Bezug, Einspeisung, Monatsspitze, '1,80'",
        "en-US, en, Import, Export, Month peak, '1.80'",
        "pl-PL, en, Import, Export, Month peak, '1.80'"
    })
    void speaksTheLanguageOfTheBrowser(
            String browser, String lang, String in, String out, String peak, String expected) {
        house.seconds(100, 1800);
        open(browser, 1280, 900);

        assertThat(page.locator("html")).hasAttribute("lang", lang);
        assertThat(id("expected")).hasText(expected);
        assertThat(page.locator(".now dt").nth(0)).hasText(in);
        assertThat(page.locator(".now dt").nth(1)).hasText(out);
        assertThat(page.getByRole(AriaRole.HEADING, heading(peak))).isVisible();
        assertThat(page.locator("body")).not().containsText(Pattern.compile("undefined|NaN|\\{"));
    }

    @Test
    void switchesLanguageAndRemembersIt() {
        house.seconds(100, 1800);
        open("en-GB", 1280, 900);

        language("fr");
        assertThat(page.locator(".now dt").first()).hasText("Prélèvement");
        assertThat(id("verdict")).hasText("Reste sous l’objectif");
        assertThat(page.locator("html")).hasAttribute("lang", "fr");

        page.reload();
        assertThat(page.locator(".now dt").first()).hasText("Prélèvement");
        assertThat(page.locator("[data-language=fr]")).hasAttribute("aria-pressed", "true");
    }

    @Test
    void saysEverythingInEveryLanguage() {
        open("en-GB", 1280, 900);

        Object holes =
                page.evaluate(
                        """
                        async () => {
                          const words = async (file) => Object.keys(await (await fetch(`words/${file}.json`)).json());
                          const read = async ({ dataset: { language } }) =>
                            [language, [...await words(language), ...await words(`${language}-prices`)]];
                          const said = await Promise.all([...document.querySelectorAll('[data-language]')].map(read));
                          const all = new Set(said.flatMap(([, keys]) => keys));
                          return said.flatMap(([language, keys]) =>
                            [...all].filter((key) => !keys.includes(key)).map((key) => language + ' ' + key));
                        }
                        """);

        assertThat((List<?>) holes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#/", "#/now", "#/no-such-page", "#/toString"})
    void opensThePageThatTheAddressNamesOrTheFirst(String address) {
        house.seconds(100, 1800);
        open("en-GB", 1280, 900, address);
        assertThat(id("import")).hasText("1,800");

        page.evaluate("location.hash = '#/now'");
        house.seconds(1, 1801);
        assertThat(id("import")).hasText("1,801");
        assertThat(page.locator("main")).hasCount(1);
        assertThat(page.locator(".uplot")).hasCount(1);
    }

    @Test
    void weighsLittle() {
        open("en-GB", 1280, 900);
        Object bytes =
                page.evaluate(
                        """
                        () => ['navigation', 'resource']
                          .flatMap((kind) => performance.getEntriesByType(kind))
                          .reduce((sum, entry) => sum + entry.decodedBodySize, 0)
                        """);
        assertThat(((Number) bytes).intValue()).isBetween(100_000, 190_000);
    }

    @Test
    void followsTheDarkness() {
        house.seconds(100, 1800);
        open("en-GB", 1280, 900);
        String day = backgroundOfPage();

        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));

        assertThat(backgroundOfPage()).isNotEqualTo(day);
        assertThat(id("import")).hasText("1,800");
        assertThat(hues(0.02, 0.10)).contains("red", "amber", "green");
    }

    // --- helpers ---

    private void show(SiteStep step) {
        dashboard.show(step);
    }

    private House house(Wiring wiring) {
        return new House(DashboardPictures.SETTINGS, wiring, SIX_PM, this::show);
    }

    private Dashboard listening(int port) throws IOException {
        Dashboard started =
                Pages.dashboard(
                        new WebSettings(true, "127.0.0.1", port, null, null),
                        Pages.access(health),
                        Pages.answers(true));
        started.start();
        return started;
    }

    private void open(String locale, int width, int height) {
        open(locale, width, height, "");
    }

    private void open(String locale, int width, int height, String address) {
        visit(locale, width, height, address, false);
    }

    /** Time in the page passes only when told. */
    private void openWithClock(String locale) {
        visit(locale, 1280, 900, "", true);
    }

    private void visit(String locale, int width, int height, String address, boolean ownClock) {
        context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setLocale(locale)
                                        .setTimezoneId("America/New_York")
                                        .setColorScheme(ColorScheme.LIGHT)
                                        .setViewportSize(width, height));
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(
                message -> {
                    if (message.text().contains("Content Security Policy")) {
                        complaints.add(message.text());
                    }
                });
        if (ownClock) {
            page.clock().install();
        }
        page.navigate(dashboard.address() + address);
        page.waitForSelector(".uplot canvas");
    }

    private Locator id(String id) {
        return page.locator("#" + id);
    }

    private Locator slab() {
        return page.locator(".slab");
    }

    private void language(String language) {
        page.locator("[data-language=" + language + "]").click();
    }

    private double height(String selector) {
        return page.locator(selector).boundingBox().height;
    }

    private String backgroundOfPage() {
        return (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
    }

    /** The colours of the lines in a part of the drawing, from 0 at its left to 1 at its right. */
    @SuppressWarnings("unchecked")
    private Set<String> hues(double from, double to) {
        // Two frames, so that what was said last is drawn.
        page.evaluate(
                "() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))");
        Object found =
                page.evaluate(
                        """
                        ([from, to]) => {
                          const canvas = document.querySelector('#graph canvas');
                          const over = document.querySelector('#graph .u-over');
                          const scale = canvas.width / canvas.clientWidth;
                          const x = (over.offsetLeft + from * over.clientWidth) * scale;
                          const w = (to - from) * over.clientWidth * scale;
                          const { data } = canvas.getContext('2d').getImageData(x, 0, w, canvas.height);
                          const seen = new Set();
                          for (let i = 0; i < data.length; i += 4) {
                            const [r, g, b, a] = data.slice(i, i + 4);
                            if (a < 200) continue;
                            if (r > 150 && g < 125 && b < 110) seen.add('red');
                            if (b > 150 && r < 110) seen.add('blue');
                            if (r > 150 && g > 100 && b < 90 && r > g + 40) seen.add('amber');
                            if (g > 100 && r < 90 && b < 150) seen.add('green');
                          }
                          return [...seen];
                        }
                        """,
                        List.of(from, to));
        return new HashSet<>((List<String>) found);
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    private static Page.GetByRoleOptions heading(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static LocatorAssertions.HasTextOptions patiently() {
        return new LocatorAssertions.HasTextOptions().setTimeout(20_000);
    }
}
