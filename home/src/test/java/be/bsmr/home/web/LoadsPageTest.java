package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Contact;
import be.bsmr.control.ControlMode;
import be.bsmr.control.ManualOverride;
import be.bsmr.home.store.Store;
import be.bsmr.home.store.StoreSettings;
import be.bsmr.home.web.House.Wiring;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Power;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the loads, of a house that the real core steps, in the machine's own Chromium. */
class LoadsPageTest {

    private static Chromium chromium;

    @TempDir private Path folder;

    private final List<String> complaints = new ArrayList<>();
    private final BlockingQueue<SiteInput> asked = new LinkedBlockingQueue<>();
    private Store store;
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
    void live() throws Exception {
        store =
                Store.open(
                        StoreSettings.of(folder.resolve("bsmr.db"), 10, 0),
                        Clock.systemUTC(),
                        SiteSettings.BELGIUM);
        dashboard =
                Pages.dashboard(
                        new WebSettings(true, "127.0.0.1", 0, null, null),
                        Pages.access(store, asked::add),
                        Pages.answers(true));
        dashboard.start();
        house =
                new House(
                        DashboardPictures.WITH_CAR,
                        Wiring.STAR,
                        Pages.SIX_PM,
                        step -> {
                            store.keep(step);
                            dashboard.show(step);
                        });
    }

    @AfterEach
    void leave() {
        context.close();
        dashboard.close();
        store.close();
        assertThat(complaints).as("of the page").isEmpty();
    }

    @Test
    void saysHowEachLoadIsAndWhatIsMeantWithIt() {
        house.seconds(10, 900);
        open("en-GB", 1280, 900);

        assertThat(sheet("boiler")).containsText("Free. It is shed only when");
        assertThat(page.locator("#power-boiler")).hasText("≈ 0.00 kW");
        assertThat(page.locator("#usual-boiler")).hasText("2.40 kW");
        assertThat(page.locator("#energy-boiler")).hasText("≈ 0.00 kWh");
        assertThat(sheet("car")).containsText("Due: 12.0 kWh within");

        house.step(new SiteInput.UserRequest(house.next(), "boiler", ManualOverride.ALWAYS_SHED));
        assertThat(sheet("boiler")).containsText("Stays off until you set it to automatic again.");
        assertThat(sheet("boiler").locator(".state")).hasText("Shed");
        page.locator("[data-language=fr]").click();
        assertThat(sheet("boiler")).containsText("Reste délesté jusqu’à ce que");
    }

    @Test
    void saysOfALoadThatIsOnlyToldThatNobodyAnswers() {
        house.seconds(10, 900);
        house.step(new SiteInput.LoadContact(house.next(), "boiler", Contact.TOLD_ONLY));
        open("en-GB", 1280, 900);

        assertThat(sheet("boiler")).containsText("told only, does not answer");
        assertThat(sheet("car")).not().containsText("told only");
    }

    @Test
    void countsTheEnergyThatALoadWithAMeterHasDrawn() {
        house.seconds(1, 900);
        house.step(new SiteInput.LoadObserved(house.next(), "boiler", true, new Power(2400)));
        house.seconds(61, 3300);
        open("en-GB", 1280, 900);

        assertThat(page.locator("#power-boiler")).hasText("2.40 kW");
        assertThat(page.locator("#energy-boiler")).hasText("0.04 kWh");
    }

    @Test
    void tellsTheJournalOfOneLoadAlone() {
        house.seconds(120, 1800);
        house.seconds(120, 6000);
        open("en-GB", 1280, 900);
        for (String load : List.of("boiler", "heatpump")) {
            sheet(load).locator("summary").last().click();
        }

        assertThat(sheet("boiler").locator(".decisions-of")).containsText("Boiler shed");
        assertThat(sheet("heatpump").locator(".decisions-of")).not().containsText("Boiler");
        sheet("boiler").getByText("Undo").click();
        assertThat(asked()).isInstanceOf(SiteInput.UndoRequest.class);
    }

    @Test
    void testsALoadAndSaysWhatTheMeterShowed() {
        house.seconds(10, 3000);
        open("en-GB", 1280, 900);
        sheet("boiler").getByText("Test", exactly()).click();
        for (int watts = 3001; watts < 3005; watts++) {
            second(watts);
        }
        obey(ManualOverride.ALWAYS_SHED);
        second(3006);
        second(601);
        second(602);
        assertThat(sheet("boiler"))
                .containsText(Pattern.compile("the meter fell by 2,40\\d W after 2 s"));
        obey(ManualOverride.ALWAYS_ON);
        second(603);
        second(3007);
        second(3008);
        assertThat(sheet("boiler"))
                .containsText(Pattern.compile("the meter rose by 2,40\\d W after 2 s"));
        obey(ManualOverride.AUTO);
        assertThat(sheet("boiler")).containsText("Done, all is as it was before.");
    }

    @Test
    void saysWhenTheMeterDidNotShowIt() {
        house.seconds(10, 500);
        open("nl-BE", 390, 844);
        sheet("boiler").getByText("Testen", exactly()).click();
        for (int watts = 501; watts < 505; watts++) {
            second(watts);
        }
        obey(ManualOverride.ALWAYS_SHED);
        for (int watts = 510; watts < 532; watts++) {
            second(watts);
        }
        assertThat(sheet("boiler")).containsText("Uit: de meter liet het niet zien.");
    }

    @Test
    void whoLeavesThePageLeavesTheLoadAsItWas() {
        house.seconds(10, 3000);
        open("en-GB", 1280, 900);
        sheet("boiler").getByText("Test", exactly()).click();
        for (int watts = 3001; watts < 3005; watts++) {
            second(watts);
        }
        obey(ManualOverride.ALWAYS_SHED);
        page.evaluate("location.hash = '#/now'");
        obey(ManualOverride.AUTO);
    }

    @Test
    void whoLeavesTheDashboardLeavesTheLoadAsItWas() {
        house.seconds(10, 3000);
        open("en-GB", 1280, 900);
        sheet("boiler").getByText("Test", exactly()).click();
        for (int watts = 3001; watts < 3005; watts++) {
            second(watts);
        }
        obey(ManualOverride.ALWAYS_SHED);
        page.navigate("about:blank");
        obey(ManualOverride.AUTO);
    }

    @Test
    void testsNothingWhileControlOnlyLooksOn() {
        house = new House(watching(), Wiring.STAR, Pages.SIX_PM, dashboard::show);
        house.seconds(10, 3000);
        open("en-GB", 1280, 900);
        assertThat(sheet("boiler").locator(".test-load")).isDisabled();
        assertThat(sheet("boiler")).containsText("A test is possible while control acts");
    }

    private static SiteSettings watching() {
        SiteSettings active = DashboardPictures.WITH_CAR;
        return new SiteSettings(
                active.zone(),
                active.aim(),
                active.loads(),
                ControlMode.SHADOW,
                active.rating(),
                active.listening(),
                active.tariff());
    }

    private void second(int watts) {
        house.seconds(1, watts);
        String shown = String.format(Locale.ROOT, "%,d", watts);
        assertThat(page.locator(".test p"))
                .containsText(Pattern.compile(shown.replace(",", "[.,]") + " W"));
    }

    private void obey(ManualOverride mode) {
        SiteInput wish = asked();
        assertThat(wish).isInstanceOf(SiteInput.UserRequest.class);
        assertThat(((SiteInput.UserRequest) wish).mode()).isEqualTo(mode);
        house.step(new SiteInput.UserRequest(house.next(), "boiler", mode));
    }

    private SiteInput asked() {
        try {
            SiteInput wish = asked.poll(10, TimeUnit.SECONDS);
            assertThat(wish).as("a wish").isNotNull();
            return wish;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Locator sheet(String load) {
        return page.locator("[data-load=" + load + "]");
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
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
        page.navigate(dashboard.address() + "#/loads");
        assertThat(sheet("boiler")).isVisible();
    }
}
