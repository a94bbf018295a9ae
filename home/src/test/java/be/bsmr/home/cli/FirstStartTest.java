package be.bsmr.home.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.Home;
import be.bsmr.home.Programs;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.setup.NoMeter;
import be.bsmr.home.source.PtyPair;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.web.Chromium;
import be.bsmr.home.web.Look;
import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bsmr run} where nothing is set up: a page asks for all, until it shows live numbers. */
@Timeout(240)
class FirstStartTest {

    private static final LocatorAssertions.HasTextOptions LONG =
            new LocatorAssertions.HasTextOptions().setTimeout(60_000);

    private static final LocatorAssertions.HasAttributeOptions LONG_WAIT =
            new LocatorAssertions.HasAttributeOptions().setTimeout(60_000);

    @TempDir private Path folder;
    private final int port = FreePort.take();
    private final int brokerPort = FreePort.take();
    private final List<String> complaints = new ArrayList<>();
    private final ScheduledExecutorService meter = Executors.newSingleThreadScheduledExecutor();
    private Process program;

    @BeforeEach
    void nobodyHasSaidWhereTheMeterIs() throws IOException {
        begins("# Ours.\n");
    }

    private void begins(String config) throws IOException {
        Files.writeString(
                folder.resolve("bsmr.yaml"),
                config
                        + "web: {port: %d}\nmqtt: {broker: {port: %d}}\n"
                                .formatted(port, brokerPort));
        program =
                Programs.java(List.of(), Main.class, "run")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said.txt").toFile())
                        .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> said().contains("Dashboard: "));
    }

    @AfterEach
    void stop() {
        meter.shutdownNow();
        program.destroyForcibly();
    }

    @Test
    void fiveStepsEndWithLiveNumbersFromACable() throws Exception {
        assertThat(said())
                .contains("source: tcp:HOST:PORT", "ssh -L " + port)
                .doesNotContain("bsmr demo", "docs/");
        try (PtyPair cable = new PtyPair(folder);
                Chromium chromium = new Chromium();
                BrowserContext context =
                        chromium.browser()
                                .newContext(new Browser.NewContextOptions().setLocale("nl-BE"))) {
            Page page = open(context);
            assertThat(page.locator("#step")).hasText("Waar komt de P1-kabel van de meter?");
            assertThat(page.locator("#next")).isDisabled();

            // Nobody listens there: it is told, and another can be tried.
            page.fill("#start-address", "de kelder");
            page.press("#start-address", "Enter");
            assertThat(page.locator("#start-trouble")).containsText("is geen weg naar een meter");
            complaints.removeIf(text -> text.contains("400"));
            attempt(page, "127.0.0.1:" + FreePort.take());
            assertThat(page.locator("#heard .trouble")).containsText("geen verbinding");
            attempt(page, "serial:" + cable.ourEnd());
            assertThat(page.locator("#heard")).containsText("luistert");
            assertThat(page.locator("#heard .findings li")).hasCount(0);
            assertThat(page.locator("#heard"))
                    .containsText(
                            "poortbeheer",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
            speaks(cable);
            assertThat(page.locator("#heard-power"))
                    .hasText(Pattern.compile("De meter zegt: −?\\d+,\\d\\d kW"), LONG);
            Look.at(page, "start-source");
            page.click("#next");

            assertThat(page.locator("#step")).isFocused();
            page.selectOption("#set-tariff-area", new SelectOption().setLabel("Fluvius Imewo"));
            page.fill("#set-goal_w", "-1");
            Look.at(page, "start-aim");
            page.click("#next");
            page.fill("#new-load", "Boiler kélder (oud)");
            page.press("#new-load", "Enter");
            page.fill("#set-loads-boiler-kelder-oud-power_w", "2400");
            page.selectOption("#switch-boiler-kelder-oud", "mqtt");
            page.selectOption("#set-loads-boiler-kelder-oud-mqtt-preset", "tasmota");
            page.click("#next");
            assertThat(page.locator("#set-loads-boiler-kelder-oud-mqtt-preset-wrong"))
                    .containsText("device is what the preset's topics call the load");
            complaints.removeIf(text -> text.contains("400"));
            page.locator("fieldset fieldset button").click();
            page.click("#next");
            assertThat(page.locator("#switch-boiler-kelder-oud-wrong"))
                    .containsText("heeft nog niets om mee te schakelen");
            page.selectOption("#switch-boiler-kelder-oud", "http.shelly");
            Look.at(page, "start-loads");
            page.selectOption("#switch-boiler-kelder-oud", "topic");
            assertThat(page.locator("#loads")).containsText("bsmr/home/load/boiler-kelder-oud/set");
            page.click("#next");
            page.fill("#user-name", "ann");
            page.fill("#user-password", "drie woorden ver");
            Look.at(page, "start-password");
            page.click("text=Eigenaar worden");
            assertThat(page.locator("#me")).hasText("ann", LONG);
            page.click("#next");
            page.selectOption("#start-bind", "0.0.0.0");
            page.selectOption("#start-broker", "other");
            page.click("#begin");
            assertThat(page.locator("#set-mqtt-host-wrong"))
                    .hasText("Schrijf het adres van de broker.");
            page.fill("#set-mqtt-host", "127.0.0.1");
            page.fill("#set-mqtt-port", String.valueOf(FreePort.take()));
            page.selectOption("#start-home-assistant", "true");
            Look.at(page, "start-others");
            page.click("#begin");
            assertThat(page.locator("#start-trouble")).containsText("geen broker luistert");
            complaints.removeIf(text -> text.contains("400"));
            int there = FreePort.take();
            try (Home other = broker(there)) {
                other.start();
                page.fill("#set-mqtt-port", String.valueOf(there));
                page.click("#begin");
                assertThat(page.locator("#step")).containsText("Waar staat het huis");
                page.click("#next");
                page.click("#next");
                page.click("#next");
            }
            page.selectOption("#start-broker", "none");

            page.click("#begin");
            assertThat(page.locator("#set-goal_w-wrong"))
                    .hasText(Pattern.compile(".*bsmr.yaml, line \\d+: goal_w .*"));
            page.fill("#set-goal_w", "4000");
            complaints.removeIf(text -> text.contains("400"));
            for (int i = 0; i < 3; i++) {
                page.click("#next");
            }
            page.click("#begin");
            assertThat(page.locator("#import")).hasText(Pattern.compile("\\d.*"), LONG);
            complaints.removeIf(text -> text.contains("ERR_CONNECTION_REFUSED"));
            complaints.removeIf(text -> text.contains("ERR_INCOMPLETE_CHUNKED_ENCODING"));
            assertThat(complaints).isEmpty();
            Path file = folder.resolve("bsmr.yaml");
            assertThat(Files.readString(file))
                    .isEqualTo(
                            """
                            # Ours.
                            web: {port: %d, bind: 0.0.0.0}
                            mqtt: {broker: {port: %d, enabled: false}}
                            source: 'serial:%s'
                            tariff:
                              area: imewo
                            goal_w: 4000
                            loads:
                              - id: boiler-kelder-oud
                                name: 'Boiler kélder (oud)'
                                power_w: 2400
                            """
                                    .formatted(port, brokerPort, cable.ourEnd()));
            assertThat(folder.resolve("data").resolve(UsersFile.NAME)).exists();
            assertThat(page.locator(".pages")).isVisible();
        }
    }

    @Test
    void aSimulatedHouseIsSeenAtOnceAndKeptApart() throws Exception {
        Files.delete(folder.resolve("bsmr.yaml"));
        try (Chromium chromium = new Chromium();
                BrowserContext context = english(chromium)) {
            Page page = open(context);
            page.click("text=No meter yet");
            assertThat(page.locator("#heard-power"))
                    .hasText(Pattern.compile("The meter says: .* kW"), LONG);
            for (int i = 0; i < 4; i++) {
                page.click("#next");
            }
            assertThat(page.locator("#start-bind")).isDisabled();
            page.selectOption("#start-broker", "none");
            page.click("#begin");
            Path file = folder.resolve("bsmr.yaml");
            await().until(() -> Files.exists(file));
            assertThat(Files.readString(file))
                    .contains("source: simulator\n")
                    .doesNotContain("store:");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(folder.resolve("data/demo.db")));
            assertThat(folder.resolve("data/bsmr.db")).doesNotExist();
        }
    }

    /** Debian's package says where the store is; who may come in is kept beside it. */
    @Test
    void whatTheFileSaysOfTheStoreStays() throws Exception {
        Path store = beginsAsThePackageDoes();
        try (PtyPair cable = new PtyPair(folder);
                Chromium chromium = new Chromium();
                BrowserContext context = english(chromium)) {
            Page page = open(context);
            // Who looked at the simulated house first has changed nothing by it.
            page.click("text=No meter yet");
            assertThat(page.locator("#heard-power")).containsText("The meter says");
            attempt(page, "serial:" + cable.ourEnd());
            speaks(cable);
            assertThat(page.locator("#heard-power")).containsText("The meter says");
            stepsWithAnOwner(page);
            page.selectOption("#start-bind", "0.0.0.0");
            page.click("#begin");
            assertThat(page.locator("#import")).hasText(Pattern.compile("\\d.*"), LONG);

            assertThat(Files.readString(folder.resolve("bsmr.yaml")))
                    .contains("store:\n  file: " + store + "\n", "source: ");
            assertThat(store).exists();
            assertThat(store.resolveSibling(UsersFile.NAME)).exists();
            assertThat(folder.resolve("data")).doesNotExist();
            assertThat(stateFor("")).isEqualTo(401);
            assertThat(stateFor("ann:three words far")).isEqualTo(200);
        }
    }

    /** The file's own store is right again as soon as it names a meter. */
    @Test
    void aSimulatedHouseIsKeptBesideTheStoreUntilAMeterIsConnected() throws Exception {
        Path store = beginsAsThePackageDoes();
        try (Chromium chromium = new Chromium();
                BrowserContext context = english(chromium)) {
            Page page = open(context);
            page.click("text=No meter yet");
            assertThat(page.locator("#heard-power")).containsText("The meter says");
            stepsWithAnOwner(page);
            page.click("#begin");
            assertThat(page.locator("#import")).hasText(Pattern.compile("\\d.*"), LONG);
            assertThat(store.resolveSibling("demo.db")).exists();
            assertThat(store).doesNotExist();
            assertThat(stateFor("")).isEqualTo(401);

            page.click(".pages a[href='#/settings']");
            try (PtyPair cable = new PtyPair(folder)) {
                Look.at(page, "settings-simulated");
                page.click("#simulated a");
                assertThat(page.locator("#begin")).isDisabled();
                attempt(page, "serial:" + cable.ourEnd());
                assertThat(page.locator("main")).not().containsText("Nog geen meter");
                speaks(cable);
                assertThat(page.locator("#heard-power")).containsText("kW");
                Look.at(page, "connect");
                page.click("#begin");
                await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(store));
                assertThat(page.locator("main")).hasAttribute("data-page", "meter", LONG_WAIT);
                assertThat(page.locator("#meter-version")).hasText("50217", LONG);
                complaints.removeIf(text -> text.contains("ERR_"));
                assertThat(complaints).isEmpty();
                assertThat(Files.readString(folder.resolve("bsmr.yaml")))
                        .contains(
                                "store:\n  file: " + store + "\n",
                                "source: 'serial:" + cable.ourEnd());
                assertThat(stateFor("")).isEqualTo(401);
                assertThat(stateFor("ann:three words far")).isEqualTo(200);
            }
        }
    }

    /** Somebody has the port of our broker: the page says so, and begins once it is free. */
    @Test
    void saysWhyItCouldNotBeginAndTriesAgain() throws Exception {
        try (Chromium chromium = new Chromium();
                BrowserContext context = english(chromium)) {
            Page page = open(context);
            page.click("text=No meter yet");
            assertThat(page.locator("#heard-power")).containsText("The meter says");
            for (int i = 0; i < 4; i++) {
                page.click("#next");
            }
            try (ServerSocket other =
                    new ServerSocket(brokerPort, 1, InetAddress.getLoopbackAddress())) {
                assertThat(other.isBound()).isTrue();
                page.click("#begin");
                assertThat(page.locator("#start-trouble"))
                        .hasText(
                                Pattern.compile(
                                        "It could not begin: .*"
                                                + brokerPort
                                                + ".*mqtt.broker.port.*"),
                                LONG);
            }
            page.click("#begin");
            assertThat(page.locator("#import")).hasText(Pattern.compile("\\d.*"), LONG);
        }
    }

    @Test
    void triesNoFileOfThisMachine() throws Exception {
        for (String source : List.of("file:/etc/passwd", "tail:/etc/passwd", "stdin", "nowhere")) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(address() + "api/start"))
                            .header("X-BSMR", "1")
                            .POST(BodyPublishers.ofString("{\"source\": \"" + source + "\"}"))
                            .build();
            assertThat(
                            HttpClient.newHttpClient()
                                    .send(request, BodyHandlers.ofString())
                                    .statusCode())
                    .as(source)
                    .isEqualTo(400);
        }
    }

    // --- helpers ---

    /**
     * The configuration of Debian's package, with its folder in ours.
     *
     * @return the database that it names
     */
    private Path beginsAsThePackageDoes() throws Exception {
        program.destroyForcibly().waitFor();
        Path folderOfService = Files.createDirectory(folder.resolve("lib"));
        begins(
                Files.readString(Path.of("src/main/deb/bsmr.yaml"))
                        .replace("/var/lib/bsmr/", folderOfService + "/"));
        return folderOfService.resolve("bsmr.db");
    }

    /** From the first step to the last, with an owner in the fourth. */
    private static void stepsWithAnOwner(Page page) {
        for (int i = 0; i < 3; i++) {
            page.click("#next");
        }
        page.fill("#user-name", "ann");
        page.fill("#user-password", "three words far");
        page.click("text=Become the owner");
        assertThat(page.locator("#me")).hasText("ann", LONG);
        page.click("#next");
    }

    /**
     * @param owner name and password; empty = nobody
     * @return the status with which the state is told, or not
     */
    private int stateFor(String owner) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address() + "api/v1/state"));
        if (!owner.isEmpty()) {
            byte[] said = owner.getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(said));
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** A house with a broker, and nothing else. */
    private static Home broker(int port) {
        HomeConfig config =
                HomeConfig.DEFAULT.with("mqtt.broker.port", port).with("web.enabled", false);
        return Home.withoutStore(config, new NoMeter());
    }

    private Page open(BrowserContext context) {
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(m -> complaints.add(m.text()));
        page.navigate(address());
        return page;
    }

    private static void attempt(Page page, String source) {
        page.fill("#start-address", source);
        page.press("#start-address", "Enter");
        assertThat(page.locator("#heard")).containsText(source);
    }

    /** Telegrams of a house, one a second, at this machine's time. */
    private void speaks(PtyPair cable) throws IOException {
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        Household house =
                new Household(
                        1,
                        Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS),
                        SiteSettings.BELGIUM,
                        Grid.STAR_400);
        OutputStream out = cable.meter();
        var unused =
                meter.scheduleAtFixedRate(
                        () -> {
                            try {
                                out.write(writer.write(house.next()));
                                out.flush();
                            } catch (IOException pulled) {
                                throw new UncheckedIOException(pulled);
                            }
                        },
                        0,
                        1,
                        TimeUnit.SECONDS);
    }

    private String address() {
        return "http://127.0.0.1:" + port + "/";
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said.txt"));
    }

    private static BrowserContext english(Chromium chromium) {
        return chromium.browser().newContext(new Browser.NewContextOptions().setLocale("en"));
    }
}
