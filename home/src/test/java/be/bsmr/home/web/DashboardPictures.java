package be.bsmr.home.web;

import be.bsmr.control.Actuation;
import be.bsmr.control.ControlMode;
import be.bsmr.control.Due;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState;
import be.bsmr.control.ManualOverride;
import be.bsmr.control.WeeklyTime;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes pictures of the dashboard, to look at and for the manual. Arguments: a directory, and a
 * recording to show as well.
 */
final class DashboardPictures {

    private static final Instant SIX_PM = Instant.parse("2026-11-22T17:00:00Z");

    static final List<Load> LOADS =
            List.of(
                    load("boiler", "Boiler", 2400),
                    load("car", "Laadpaal", 3700),
                    load("heatpump", "Warmtepomp", 1800));

    static final SiteSettings SETTINGS =
            new SiteSettings(
                    SiteSettings.BELGIUM,
                    SiteSettings.Aim.at(new PeakTarget(new Power(3000))),
                    LOADS,
                    ControlMode.ACTIVE,
                    SiteSettings.Rating.UNSAID,
                    SiteSettings.Listening.TO_ANY,
                    CapacityTariff.UNKNOWN);

    /** The same with a car that needs 12 kWh each night. */
    static final SiteSettings WITH_CAR =
            SETTINGS.controlling(List.of(LOADS.get(0), car(), LOADS.get(2)));

    private DashboardPictures() {}

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        try (Chromium chromium = new Chromium()) {
            Browser browser = chromium.browser();
            take(browser, out, "calm", "nl-BE", DashboardPictures::calm);
            take(browser, out, "alarm", "en-GB", DashboardPictures::alarm);
            take(browser, out, "watch", "de-DE", DashboardPictures::watch);
            take(browser, out, "silent", "fr-BE", DashboardPictures::silent);
            take(browser, out, "plan", "en-GB", DashboardPictures::plan);
            take(browser, out, "waiting", "de-DE", dashboard -> {});
            if (args.length > 1) {
                Path recording = Path.of(args[1]);
                take(browser, out, "recording", "nl-BE", d -> recorded(recording, d));
            }
        }
    }

    private static void take(
            Browser browser, Path out, String name, String locale, Consumer<Dashboard> story)
            throws IOException {
        WebSettings anyPort = new WebSettings(true, "127.0.0.1", 0, null, null);
        try (Dashboard dashboard = Pages.dashboard(anyPort, Pages.access(), Pages.answers(true))) {
            dashboard.start();
            story.accept(dashboard);
            picture(browser, dashboard, out, name + "-light", locale, 1280, 900, false);
            picture(browser, dashboard, out, name + "-dark", locale, 1280, 900, true);
            picture(browser, dashboard, out, name + "-touch", locale, 800, 480, true);
            picture(browser, dashboard, out, name + "-phone", locale, 390, 844, false);
            picture(browser, dashboard, out, name + "-panel", locale, 320, 240, true);
        }
    }

    private static void picture(
            Browser browser,
            Dashboard dashboard,
            Path out,
            String name,
            String locale,
            int width,
            int height,
            boolean dark) {
        try (BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setLocale(locale)
                                .setViewportSize(width, height)
                                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT))) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> System.err.println(name + ": " + message.text()));
            page.onPageError(error -> System.err.println(name + ": " + error));
            page.navigate(dashboard.address().toString());
            page.waitForSelector(".uplot canvas");
            page.waitForTimeout(700);
            page.screenshot(new Page.ScreenshotOptions().setPath(out.resolve(name + ".png")));
            if (width == 390) {
                page.evaluate("document.querySelector('details').open = true");
                page.screenshot(
                        new Page.ScreenshotOptions()
                                .setFullPage(true)
                                .setPath(out.resolve(name + "-all.png")));
            }
        }
    }

    static House house(Dashboard dashboard, Instant start) {
        return house(SETTINGS, dashboard, start);
    }

    static House house(SiteSettings settings, Dashboard dashboard, Instant start) {
        return new House(settings, House.Wiring.STAR, start, dashboard::show)
                .with("1-0:1.6.0(261109191500W)(02.871*kW)")
                .with(
                        "0-0:98.1.0(7)(1-0:1.6.0)(1-0:1.6.0)"
                                + "(260501000000S)(260419183000S)(03.912*kW)"
                                + "(260601000000S)(260511121500S)(03.105*kW)"
                                + "(260701000000S)(260603190000S)(02.204*kW)"
                                + "(260801000000S)(260718201500S)(02.660*kW)"
                                + "(260901000000S)(260827193000S)(01.990*kW)"
                                + "(261001000000S)(260914191500S)(02.815*kW)"
                                + "(261101000000W)(261030180000W)(04.267*kW)");
    }

    private static void calm(Dashboard dashboard) {
        House house = house(dashboard, SIX_PM.minusSeconds(60));
        house.seconds(60, 900);
        wave(house, 130, 700, 40);
        wave(house, 150, 2900, 60);
        wave(house, 200, 1100, 80);
        wave(house, 60, 3300, 50);
        wave(house, 50, 1450, 30);
        house.step(new SiteInput.UserRequest(house.next(), "heatpump", ManualOverride.ALWAYS_SHED));
        wave(house, 5, 1450, 30);
        noise(house);
    }

    private static void alarm(Dashboard dashboard) {
        House house = house(dashboard, SIX_PM.minusSeconds(60));
        house.seconds(60, 900);
        wave(house, 100, 900, 40);
        wave(house, 120, 2100, 60);
        wave(house, 200, 4300, 120);
        house.step(new SiteInput.LoadReport(house.next(), "boiler", LoadState.Report.FAILED));
        wave(house, 140, 3900, 90);
        noise(house);
    }

    private static void watch(Dashboard dashboard) {
        House house = house(dashboard, SIX_PM.minusSeconds(60));
        house.seconds(60, 900);
        wave(house, 60, 1200, 40);
        wave(house, 40, 3300, 40);
        noise(house);
    }

    private static void silent(Dashboard dashboard) {
        House house = house(dashboard, SIX_PM.plusSeconds(240));
        wave(house, 300, 1900, 100);
        wave(house, 60, -1250, 100);
        noise(house);
        house.silence(75);
    }

    /** The third evening: the house is known, and the car is to be charged. */
    private static void plan(Dashboard dashboard) {
        House house = house(WITH_CAR, dashboard, SIX_PM.minus(Duration.ofDays(2)));
        while (house.next().isBefore(SIX_PM.plusSeconds(900))) {
            int hour = house.next().atZone(SiteSettings.BELGIUM).getHour();
            int watts = hour < 6 ? 250 : hour < 9 ? 900 : hour < 17 ? 400 : hour < 22 ? 1500 : 500;
            wave(house, 900, watts, 100);
            carDraws(house, 0);
        }
        carDraws(house, 1400);
        wave(house, 240, 3000, 100);
        noise(house);
    }

    /** The car says so itself. */
    static void carDraws(House house, int watts) {
        house.step(new SiteInput.LoadObserved(house.next(), "car", true, new Power(watts)));
    }

    /** A cable that has seen better days, to a meter whose clock is slow. */
    private static void noise(House house) {
        LinkHealth link = house.state().metering().link().opened().heard(1_234_567, 89);
        for (int i = 0; i < 3; i++) {
            link = link.rejected(new LinkHealth.Rejection("crc", 1_200_345, house.next()));
        }
        link = link.accepted(house.next(), house.next().minusSeconds(42));
        house.step(new SiteInput.LinkReport(house.next(), link));
    }

    private static void recorded(Path recording, Dashboard dashboard) {
        House house = new House(SiteSettings.DEFAULT, House.Wiring.DELTA, SIX_PM, dashboard::show);
        house.hearRecording(recording, Instant.parse("2022-11-27T17:09:20Z"));
    }

    private static void wave(House house, int seconds, int watts, int swing) {
        for (int i = 0; i < seconds; i++) {
            house.seconds(1, watts + (int) Math.round(swing * Math.sin(i / 7.0)));
        }
    }

    private static Load car() {
        Due due = new Due(Energy.ofWattHours(12_000), WeeklyTime.parse("18:00-07:00"));
        return new Load(
                "car",
                "Laadpaal",
                2,
                null,
                new Actuation.Modulating(Actuation.Unit.AMPERE, 6, 16, 1, 230, true),
                Set.of(1),
                new Limits(
                        Duration.ZERO, Duration.ZERO, null, 0, List.of(), due, Duration.ofHours(2)),
                List.of(),
                new Load.FailSafe.On());
    }

    private static Load load(String id, String name, int watts) {
        return Load.onOff(id, name, new Power(watts));
    }
}
