package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.Home;
import be.bsmr.home.messages.PartReport;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.meter.Grid;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.EnergyContract;
import be.bsmr.tariff.EnergyContract.Band;
import be.bsmr.tariff.EnergyContract.Formula;
import be.bsmr.tariff.EnergyPrices;
import be.bsmr.tariff.TariffSheet;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of what energy costs, of a house that the real core steps and of a program that runs, in
 * the machine's own Chromium.
 */
class PricesPageTest {

    private static final LocalDate SUNDAY = LocalDate.of(2026, 11, 22);
    private static final Instant TEN_AM = Instant.parse("2026-11-22T09:00:00Z");

    private static Chromium chromium;

    @TempDir private Path folder;

    private final List<String> complaints = new ArrayList<>();
    private final ProgramHealth health = new ProgramHealth();
    private Dashboard dashboard;
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
    void live() throws Exception {
        dashboard =
                Pages.dashboard(
                        new WebSettings(true, "127.0.0.1", 0, null, null),
                        Pages.access(health),
                        Pages.answers(true));
        dashboard.start();
    }

    @AfterEach
    void leave() {
        context.close();
        dashboard.close();
        assertThat(complaints).as("of the page").isEmpty();
    }

    @Test
    void saysWhatAKilowattHourCostsAndBringsNowAndWhichHoursAreCheapestAndDearest() {
        House house = new House(DashboardPictures.SETTINGS, Wiring.STAR, TEN_AM, dashboard::show);
        house.seconds(10, 900);
        house.step(new SiteInput.PricesTold(house.next(), byBands()));
        open(dashboard.address(), "nl-BE");

        assertThat(page.locator("#price-import")).hasText(Pattern.compile("31,80\\s+c€/kWh"));
        assertThat(page.locator("#price-import + .note"))
                .hasText("overdag · volgend kwartier 31,80");
        assertThat(page.locator("#price-export")).containsText("3,00");
        assertThat(page.locator("#price-best")).hasText("22:00–07:00");
        assertThat(page.locator("#price-best + .note")).containsText("21,20");
        assertThat(page.locator("#price-worst")).hasText("10:00–22:00");
        assertThat(page.locator("#price-source")).hasText("Bron: uren van de dag.");
        assertThat(page.locator("#price-graph"))
                .hasAttribute(
                        "aria-label",
                        "Wat energie kost en opbrengt, per kwartier. Goedkoopst vanaf nu:"
                                + " 22:00–07:00, 21,20 c€/kWh. Duurst vanaf nu: 10:00–22:00, 31,80"
                                + " c€/kWh");
        page.locator(".prices summary").click();
        assertThat(page.locator(".hours")).hasCount(2);
        assertThat(page.locator(".hours >> nth=1 >> tbody tr")).hasCount(24);
        assertThat(page.locator(".hours >> nth=0 >> tbody tr >> nth=7"))
                .hasText(Pattern.compile("07:00\\s*31,80\\s*3,00\\s*overdag"));
    }

    @Test
    void saysWhenThoseOfTomorrowComeAndWhoSaysSo() {
        House house = new House(DashboardPictures.SETTINGS, Wiring.STAR, TEN_AM, dashboard::show);
        house.seconds(10, 900);
        house.step(new SiteInput.PricesTold(house.next(), ofTheExchange(SUNDAY, 1)));
        open(dashboard.address(), "en-GB");

        assertThat(page.locator("#price-import")).containsText("15.90");
        assertThat(page.locator("#price-tomorrow")).hasText("Tomorrow’s prices come about 13:00.");
        assertThat(page.locator("#price-source"))
                .hasText("Source: exchange (energy-charts.info). CC BY 4.0 (SMARD.de)");
        assertThat(page.locator(".prices h3")).hasText("Today");

        house.step(new SiteInput.PricesTold(house.next(), ofTheExchange(SUNDAY, 2)));
        assertThat(page.locator(".prices h3")).hasText("Today and tomorrow");
        assertThat(page.locator("#price-tomorrow")).isEmpty();
        assertThat(page.locator("#price-best")).hasText("13:00–14:00");
        assertThat(page.locator("#price-best + .note")).hasText("−10.60 c€/kWh");
        page.locator("#price-graph .u-over").hover();
        assertThat(page.locator("#price-pointed"))
                .hasText(Pattern.compile("(23:45|00:00)–.* · Import 21.20 · Export 10.00 c€/kWh"));

        house.seconds(900, 900);
        assertThat(page.locator("#price-pointed")).not().isEmpty();
        page.locator("[data-language=fr]").click();
        assertThat(page.locator(".prices h3")).hasText("Aujourd’hui et demain");
        assertThat(page.locator("[data-t=navPrices]")).hasText("Prix");
    }

    @Test
    void saysWhereToSayItWhereNobodyHas() {
        open(dashboard.address(), "de-DE");
        assertThat(page.locator("#no-prices")).containsText("Noch hat niemand gesagt");
        assertThat(page.locator(".prices")).isHidden();
        page.setViewportSize(390, 844);
        page.navigate(dashboard.address() + "#/bill");
        page.getByText("Was Energie kostet und bringt").click();
        page.locator("#no-prices a").click();
        assertThat(page.locator("main[data-page=settings]")).isVisible();
    }

    @Test
    void saysWhyTheExchangeTellsNothing() {
        health.watch("prices", () -> new PartReport(null, "ENTSO-E refuses the token"));
        open(dashboard.address(), "nl-BE");
        assertThat(page.locator("main .trouble"))
                .hasText("Geen prijzen van de beurs: ENTSO-E refuses the token");
        assertThat(page.locator("#no-prices")).containsText("nog geen prijzen gemeld");
    }

    @Test
    void aProgramThatRunsShowsWhatItsOwnBandsCost() throws Exception {
        Path file = folder.resolve("bsmr.yaml");
        Files.writeString(
                file,
                """
                source: simulator
                web: {port: 0}
                mqtt: {broker: {port: 0}}
                prices:
                  source: bands
                  vat_percent: 0
                  bands:
                    - {name: always, hours: ["00:00-24:00"], import_cent: 31.25, export_cent: -0.5}
                """);
        HomeConfig config = HomeConfig.read(file).with("store.file", folder.resolve("bsmr.db"));
        try (Home home =
                Home.of(
                        config,
                        new SimulatedMeter(
                                new Household(
                                        5,
                                        Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS),
                                        SiteSettings.BELGIUM,
                                        Grid.STAR_400),
                                SiteSettings.BELGIUM,
                                1))) {
            home.start();
            open(home.dashboard().orElseThrow(), "en-GB");
            assertThat(page.locator("#price-import")).containsText("31.25");
            assertThat(page.locator("#price-export")).containsText("−0.50");
            assertThat(page.locator("#price-tomorrow"))
                    .hasText("Import costs the same at every hour.");
            context.close();
        }
    }

    /** Of three days, dear from seven in the morning to ten in the evening, 6 % VAT. */
    static EnergyPrices byBands() {
        var day = new TariffSheet.Span(LocalTime.of(7, 0), LocalTime.of(22, 0));
        EnergyContract contract =
                new EnergyContract(
                        Formula.fixed(new BigDecimal("0.2")),
                        Formula.fixed(new BigDecimal("0.03")),
                        List.of(
                                new Band(
                                        "overdag",
                                        List.of(day),
                                        new BigDecimal("0.1"),
                                        BigDecimal.ZERO),
                                new Band("nacht", List.of(), BigDecimal.ZERO, BigDecimal.ZERO)),
                        new BigDecimal(6),
                        SiteSettings.BELGIUM);
        return new EnergyPrices(
                contract.prices(Map.of(), at(SUNDAY.minusDays(1)), at(SUNDAY.plusDays(2))),
                "bands",
                "");
    }

    /** From a day on: 100 €/MWh, 50 in the morning, and far below zero at one in the afternoon. */
    static EnergyPrices ofTheExchange(LocalDate first, int days) {
        EnergyContract contract =
                new EnergyContract(
                        new Formula(BigDecimal.ONE, new BigDecimal("0.1")),
                        new Formula(BigDecimal.ONE, BigDecimal.ZERO),
                        List.of(),
                        new BigDecimal(6),
                        SiteSettings.BELGIUM);
        Map<QuarterHour, BigDecimal> spots = new TreeMap<>();
        QuarterHour end = at(first.plusDays(days));
        for (QuarterHour q = at(first); q.compareTo(end) < 0; q = new QuarterHour(q.end())) {
            int hour = q.start().atZone(SiteSettings.BELGIUM).getHour();
            spots.put(q, new BigDecimal(hour == 13 ? -200 : hour > 6 && hour < 13 ? 50 : 100));
        }
        return new EnergyPrices(
                contract.prices(spots, at(first), end), "energy-charts", "CC BY 4.0 (SMARD.de)");
    }

    private static QuarterHour at(LocalDate day) {
        return QuarterHour.of(day.atStartOfDay(SiteSettings.BELGIUM).toInstant());
    }

    private void open(URI address, String locale) {
        context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setLocale(locale)
                                        .setViewportSize(1280, 900));
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.navigate(address + "#/prices");
        assertThat(page.locator("main[data-page=prices]")).isVisible();
    }
}
