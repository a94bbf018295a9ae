package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.Home;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.KeyValue;
import be.bsmr.home.notify.HttpSink;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.SettingsFile;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.UsersFile;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The owner's settings on the page and in the file, of a home that runs. */
class SettingsPageTest {

    private static final String TEXT =
            """
            # Ours, since 2024.
            source: simulator
            goal_w: 3000      # as agreed
            web: {port: 0}
            mqtt: {broker: {port: 0, user: ann, password: sesame}}
            """;

    @TempDir private Path folder;

    private Path file;
    private Home home;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("bsmr.yaml");
        Files.writeString(file, TEXT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        HomeConfig config = HomeConfig.read(file);
        home =
                Home.withoutStore(
                                config,
                                new SimulatedMeter(
                                        new Household(
                                                5,
                                                Instant.parse("2026-01-13T17:00:00Z"),
                                                SiteSettings.BELGIUM,
                                                Grid.STAR_400),
                                        SiteSettings.BELGIUM,
                                        1))
                        .writtenIn(new SettingsFile(file));
        home.start();
    }

    @AfterEach
    void stop() {
        home.close();
    }

    @Test
    void savesWhatFitsAndSaysWhatDoesNotInTheConfigurationsWords() throws Exception {
        try (Chromium chromium = new Chromium()) {
            Page page = inEnglish(chromium);
            assertThat(page.locator("#set-goal_w")).hasValue("3000");

            page.locator("#set-goal_w").fill("-5");
            page.locator("#set-goal_w").blur();
            page.getByText("Save", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("#settings-trouble"))
                    .hasText(Pattern.compile(".*bsmr.yaml, line 3: goal_w .*"));
            assertThat(Files.readString(file)).isEqualTo(TEXT);

            page.locator("#set-goal_w").fill("3500");
            page.locator("#set-tariff-area").selectOption("imewo");
            page.getByText("Save", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Saved: .*"));
            assertThat(Files.readString(file))
                    .isEqualTo(TEXT.replace("3000", "3500") + "tariff:\n  area: imewo\n");
            assertThat(Files.readString(folder.resolve("bsmr.yaml.before"))).isEqualTo(TEXT);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r-----");
            page.getByText("What is changed only in the file").click();
            assertThat(page.locator(".others")).containsText("mqtt.broker.password");
            assertThat(page.locator(".others")).not().containsText("sesame");
            assertThat(page.locator(".others tr", has("notify.webhook.method")))
                    .containsText("POST");
        }
    }

    @Test
    void showsContactsThatHangOverMqttAndWhichBrokerIsNotStarted() throws Exception {
        HttpResponse<String> answer =
                post(
                        """
                        {"mqtt.host": "192.0.2.2", "loads[pump].power_w": "2000",
                         "loads[pump].sg_ready.block.mqtt.preset": "tasmota",
                         "loads[pump].sg_ready.block.mqtt.device": "sg1",
                         "loads[pump].sg_ready.boost.pin": "23"}""",
                        true);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try (Chromium chromium = new Chromium()) {
            Page page = inEnglish(chromium);
            assertThat(page.locator("#set-mqtt-broker-enabled option:checked"))
                    .hasText("not started: there is another broker");
            page.locator("#loads > details > summary").click();
            assertThat(page.locator("#loads .elsewhere"))
                    .hasText("Contact 1: Device over MQTT, changed only in the file sg1");
            assertThat(page.locator("#set-loads-pump-sg_ready-block-pin")).hasCount(0);
            assertThat(page.locator("#set-loads-pump-sg_ready-boost-pin")).hasValue("23");
            Look.at(page, "settings-contacts");
        }
    }

    @Test
    void namesChoicesInThePagesLanguageAndWritesThoseOfTheFile() throws Exception {
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.browser().newPage();
            page.navigate(home.dashboard().orElseThrow() + "#/settings");
            page.locator("[data-language=nl]").click();
            assertThat(page.locator("#set-control-mode option"))
                    .containsText(new String[] {"handelt", "kijkt alleen mee", "uit"});
            page.selectOption("#set-control-mode", new SelectOption().setLabel("kijkt alleen mee"));
            page.click(".settings .bar button");
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Bewaard: .*"));
            assertThat(Files.readString(file)).isEqualTo(TEXT + "control:\n  mode: shadow\n");
        }
    }

    @Test
    void forgetsWhatWasWrongWithAFieldOnceItIsChanged() throws Exception {
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.browser().newPage();
            page.navigate(home.dashboard().orElseThrow() + "#/settings");
            page.fill("#set-goal_w", "-5");
            page.locator("#set-goal_w").blur();
            page.click(".settings .bar button");
            assertThat(page.locator("#set-goal_w-wrong")).isVisible();
            page.locator("#set-goal_w").pressSequentially("1");
            assertThat(page.locator("#set-goal_w-wrong")).hasCount(0);
            assertThat(page.locator("#settings-trouble")).hasText("");
        }
    }

    @Test
    void takesNothingFromAPageOfSomebodyElse() throws Exception {
        assertThat(post("{\"goal_w\": \"3500\"}", false).statusCode()).isEqualTo(403);
        assertThat(post("{\"goal_w\": [1]}", true).statusCode()).isEqualTo(400);
        assertThat(post("goal_w", true).statusCode()).isEqualTo(400);
        assertThat(post("{\"gaol_w\": \"1\"}", true).body()).contains("gaol_w");
        assertThat(post("{\"loads\": \"1\"}", true).statusCode()).isEqualTo(400);
        assertThat(Files.readString(file)).isEqualTo(TEXT);
        assertThat(folder.resolve("bsmr.yaml.before")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\nweb:\n  bind: 0.0.0.0",
                "x # y\r\nweb: {bind: 0.0.0.0}",
                "x\u0085web: {bind: 0.0.0.0}",
                "x\u2028web: {bind: 0.0.0.0}",
                "{web: {bind: 0.0.0.0}}",
                "&a [*a]",
                "*a",
                "!!javax.script.ScriptEngineManager []",
                "|\n  x",
                "---\nweb: {bind: 0.0.0.0}",
                "' \" \\ %s"
            })
    void aValueIsNeverMoreThanAValue(String value) throws Exception {
        String body = new ObjectMapper().writeValueAsString(Map.of("store.backup.folder", value));
        HttpResponse<String> answer = post(body, true);
        HomeConfig written = HomeConfig.read(file);
        assertThat(written.sinks().web()).isEqualTo(HomeConfig.parse(file, TEXT).sinks().web());
        assertThat(answer.statusCode()).isIn(200, 400);
        assertThat(written.store().backup().folder())
                .isEqualTo(
                        answer.statusCode() == 200
                                ? value
                                : HomeConfig.parse(file, TEXT).store().backup().folder());
    }

    @Test
    void addsChangesAndRemovesALoadWithWhatItIsSwitchedWith() throws Exception {
        try (Chromium chromium = new Chromium()) {
            Page page = inEnglish(chromium);
            page.fill("#new-load", "Boiler!");
            page.press("#new-load", "Enter");
            page.fill("#set-loads-boiler-name", "Boiler in the attic");
            page.fill("#set-loads-boiler-power_w", "-4");
            page.fill("#set-loads-boiler-wires", "1; 3");
            page.locator("#set-loads-boiler-wires").blur();
            page.selectOption("#switch-boiler", "mqtt");
            page.selectOption("#set-loads-boiler-mqtt-preset", "tasmota");
            save(page);
            assertThat(page.locator("#set-loads-boiler-power_w-wrong"))
                    .hasText(
                            Pattern.compile(
                                    ".*bsmr.yaml, line \\d+: .*power_w of load 'boiler'.*"));
            assertThat(page.locator("#set-loads-boiler-power_w")).isFocused();
            page.fill("#set-loads-boiler-power_w", "2400");
            save(page);
            assertThat(page.locator("#set-loads-boiler-mqtt-preset-wrong"))
                    .containsText("device is what the preset's topics call the load");
            assertThat(Files.readString(file)).isEqualTo(TEXT);

            page.fill("#set-loads-boiler-mqtt-device", "attic");
            save(page);
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Saved: .*"));
            String with =
                    TEXT
                            + """
                            loads:
                              - id: boiler
                                name: 'Boiler in the attic'
                                power_w: 2400
                                wires: [1, 3]
                                mqtt:
                                  preset: tasmota
                                  device: attic
                            """;
            assertThat(Files.readString(file)).isEqualTo(with);

            page.locator("#loads > details > summary").click();
            page.locator("text=Remove Device over MQTT").click();
            page.selectOption("#switch-boiler", "gpio");
            page.click(".settings .bar button");
            assertThat(page.locator("#settings-trouble")).containsText("is chosen but still empty");
            page.fill("#set-loads-boiler-gpio-pin", "23");
            page.locator("#loads details details > summary").click();
            page.fill("#set-loads-boiler-never_shed", "mon-fri 06:00-08:00; sat,sun 07:00-09:00");
            page.locator("#set-loads-boiler-never_shed").blur();
            save(page);
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Saved: .*"));
            assertThat(Files.readString(file))
                    .contains("    gpio:\n      pin: 23\n")
                    .contains("never_shed: ['mon-fri 06:00-08:00', 'sat,sun 07:00-09:00']")
                    .doesNotContain("tasmota");
            assertThat(Files.readString(folder.resolve("bsmr.yaml.before"))).isEqualTo(with);

            page.locator("text=Remove Boiler in the attic").click();
            save(page);
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Saved: .*"));
            assertThat(Files.readString(file)).isEqualTo(TEXT + "loads: []\n");
        }
    }

    @Test
    void aLoadWithoutASwitchIsTakenOnlyFromWhoSaysSo() throws Exception {
        try (Chromium chromium = new Chromium()) {
            Page page = inEnglish(chromium);
            page.fill("#new-load", "Car");
            page.press("#new-load", "Enter");
            save(page);
            assertThat(page.locator("#switch-car-wrong"))
                    .containsText("Car has nothing to be switched with yet");
            assertThat(page.locator("#switch-car")).isFocused();
            assertThat(page.locator("#loads")).containsText("bsmr/home/load/car/set");
            assertThat(Files.readString(file)).isEqualTo(TEXT);

            page.selectOption("#switch-car", "topic");
            save(page);
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Saved: .*"));
            assertThat(Files.readString(file)).contains("  - id: car\n    name: Car\n");
            // Who wrote so once is not asked again.
            page.locator("#loads > details > summary").click();
            assertThat(page.locator("#switch-car")).hasValue("topic");
            page.fill("#set-loads-car-power_w", "7400");
            page.locator("#set-loads-car-power_w").blur();
            save(page);
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Saved: .*"));
        }
    }

    @Test
    void aDeviceIsChosenByItsNameAndFieldsSayWhatCountsIfNothingIsWritten() throws Exception {
        try (Chromium chromium = new Chromium()) {
            Page page = inEnglish(chromium);
            page.fill("#new-load", "Car");
            page.press("#new-load", "Enter");
            assertThat(page.locator("#set-loads-car-priority")).hasAttribute("placeholder", "1");

            page.selectOption("#switch-car", "modbus");
            assertThat(page.locator("[data-switch] legend")).hasText("Device over Modbus");
            assertThat(page.locator("#set-loads-car-modbus-port"))
                    .hasAttribute("placeholder", "502");
            assertThat(page.locator("#set-loads-car-modbus-value-type option:checked"))
                    .hasText("uint16 (usual)");

            page.selectOption("#switch-car", "http.goe");
            assertThat(page.locator("#switch-car")).hasValue("http.goe");
            assertThat(page.locator("[data-switch] legend")).hasText("Device over HTTP");
            assertThat(page.locator("#set-loads-car-http-set")).not().isVisible();
            assertThat(page.locator("label[for=set-loads-car-http-set]")).containsText("{value}");
            page.fill("#set-loads-car-http-address", "192.0.2.7");
            page.locator("#set-loads-car-http-address").blur();
            Look.at(page, "settings-device");
            page.locator(".settings .bar button").click();
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Bewaard: .*"));
            assertThat(Files.readString(file))
                    .endsWith("    http:\n      preset: goe\n      address: 192.0.2.7\n");
        }
    }

    @Test
    void asksOfPricesOnlyWhatCountsWhereTheyComeFrom() throws Exception {
        try (Chromium chromium = new Chromium()) {
            Page page = inEnglish(chromium);
            assertThat(page.locator("#prices input")).hasCount(0);

            page.selectOption("#set-prices-source", "fixed");
            page.fill("#set-prices-fixed-import_cent", "14.5");
            page.locator("#set-prices-fixed-import_cent").blur();
            save(page);
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Saved: .*"));
            assertThat(Files.readString(file))
                    .isEqualTo(
                            TEXT + "prices:\n  source: fixed\n  fixed:\n    import_cent: 14.5\n");

            page.selectOption("#set-prices-source", "entsoe");
            assertThat(page.locator("#set-prices-fixed-import_cent")).hasCount(0);
            save(page);
            assertThat(page.locator("#settings-trouble")).containsText("prices.entsoe_token");
            page.fill("#set-prices-entsoe_token", "0123-4567-89ab");
            page.fill("#set-prices-formula-a", "1.02");
            page.locator("#set-prices-formula-a").blur();
            save(page);
            assertThat(page.locator("#set-prices-formula-a-wrong")).containsText("write 0.102");
            page.fill("#set-prices-formula-a", "0.102");
            page.locator("#set-prices-formula-a").blur();
            save(page);
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Saved: .*"));
            assertThat(page.locator("#set-prices-entsoe_token")).hasValue("");
            assertThat(page.locator("#set-prices-entsoe_token")).hasAttribute("placeholder", "set");
            assertThat(Files.readString(file)).contains("entsoe_token: 0123-4567-89ab");
            page.getByText("What is changed only in the file").click();
            assertThat(page.locator(".others")).not().containsText("prices.formula");
            assertThat(page.locator(".others")).containsText("prices.addresses.entsoe");
            Look.at(page, "settings-prices");
        }
    }

    @Test
    void sendsATestMessageAndNeverShowsASecret() throws Exception {
        try (HttpSink sink = new HttpSink();
                Chromium chromium = new Chromium()) {
            Page page = inEnglish(chromium);
            page.locator("#people summary >> text=ntfy").click();
            assertThat(page.locator("#set-notify-ntfy-token"))
                    .hasAttribute("placeholder", "not set");
            page.fill("#set-notify-ntfy-server", sink.url());
            page.fill("#set-notify-ntfy-topic", "house");
            page.fill("#set-notify-ntfy-token", "tk_very_secret");
            page.locator("#set-notify-ntfy-token").blur();
            assertThat(page.locator("#try-people")).isDisabled();
            save(page);
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Saved: .*"));
            assertThat(Files.readString(file)).contains("    token: tk_very_secret\n");
            assertThat(page.locator("#set-notify-ntfy-token")).hasValue("");
            assertThat(page.locator("#set-notify-ntfy-token")).hasAttribute("placeholder", "set");
            assertThat(get("api/settings"))
                    .doesNotContain("tk_very_secret")
                    .doesNotContain("sesame");

            page.click("#try-people");
            assertThat(page.locator("#people li")).hasText("ntfy: taken");
            assertThat(sink.requests()).hasSize(1);
            assertThat(sink.requests().get(0).authorization()).isEqualTo("Bearer tk_very_secret");
            sink.answers(403, "who are you");
            page.click("#try-people");
            assertThat(page.locator("#people li")).containsText("who are you");

            page.locator("text=Remove ntfy").click();
            save(page);
            assertThat(page.locator("#settings-saved")).hasText(Pattern.compile("Saved: .*"));
            assertThat(Files.readString(file)).doesNotContain("ntfy");
        }
    }

    @Test
    void isFitForEverybody() throws Exception {
        try (Chromium chromium = new Chromium()) {
            List<String> complaints = new ArrayList<>();
            Page page = chromium.browser().newPage();
            page.onPageError(complaints::add);
            page.onConsoleMessage(m -> complaints.add(m.text()));
            page.navigate(home.dashboard().orElseThrow() + "#/settings");
            page.fill("#new-load", "car");
            page.press("#new-load", "Enter");
            page.selectOption("#switch-car", "gpio");
            for (String kind : List.of("mqtt", "http", "modbus", "sg_ready", "marstek")) {
                page.selectOption("#also-car", kind);
            }
            page.click("#range-car");
            page.evaluate(
                    "() => document.querySelectorAll('details').forEach((d) => { d.open = true; })");
            Look.at(page, "settings-open");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void nothingShowsBetweenSaveAndTheRowOfPagesOnAPhone() throws Exception {
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.browser().newPage();
            page.setViewportSize(390, 844);
            page.navigate(home.dashboard().orElseThrow() + "#/settings");
            page.locator("#set-goal_w").waitFor();
            Look.at(page, "settings-phone");
            var bar = page.locator(".settings .bar").boundingBox();
            assertThat(bar.y + bar.height)
                    .isGreaterThanOrEqualTo(page.locator(".pages").boundingBox().y);
        }
    }

    private static Page.LocatorOptions has(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private static void save(Page page) {
        page.getByText("Save", new Page.GetByTextOptions().setExact(true)).click();
    }

    /** Where the page says so, and beyond this machine only with a password. */
    @Test
    void doesNotOpenTheHouseToTheNetworkWithoutAPassword() throws Exception {
        String wish = "{\"web.bind\": \"0.0.0.0\", \"store.file\": \"" + folder + "/bsmr.db\"}";
        HttpResponse<String> answer = post(wish, true);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("without a password");
        UsersFile.EMPTY
                .withUser("ann", Role.OWNER, "drie woorden ver", Pages.SIX_PM)
                .write(folder.resolve(UsersFile.NAME));
        assertThat(post(wish, true).statusCode()).isEqualTo(200);
    }

    @Test
    void offersNoKeyThatTheConfigurationDoesNotHave() throws Exception {
        String module =
                Files.readString(Path.of("src/main/resources/be/bsmr/home/web/settings-keys.js"));
        List<String> keys = KeyValue.of(HomeConfig.DEFAULT).stream().map(KeyValue::key).toList();
        assertThat(keys)
                .containsAll(offered(module, "HOUSE = ", "};"))
                .containsAll(
                        offered(module, "PRICES = ", "};").stream().map("prices."::concat).toList())
                .containsAll(offered(module, "PEOPLE = ", "RULES = "));
        // Of what may be missing as a whole, the configuration's own reader knows which keys there
        // are.
        for (String kind :
                List.of(
                        "gpio",
                        "mqtt",
                        "http",
                        "modbus",
                        "sg_ready",
                        "marstek",
                        "victron",
                        "niko",
                        "modulating")) {
            String from =
                    module.substring(
                            module.indexOf("  " + kind + ": {", module.indexOf("SWITCHES = ")));
            for (String key : offered(from, "{", "},\n")) {
                assertThat(troubleOf(loadWith(kind, key))).doesNotContain("unknown key");
            }
        }
    }

    private String troubleOf(String text) {
        try {
            return "none: " + HomeConfig.parse(file, text).zone();
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static final Map<String, List<String>> NEEDED =
            Map.of(
                    "gpio", List.of("pin: 4"),
                    "mqtt", List.of("topic: t"),
                    "http", List.of("preset: shelly", "address: h"),
                    "modbus", List.of("host: h", "coil: 0"),
                    "sg_ready", List.of("block: {pin: 4}"),
                    "marstek", List.of("host: h"),
                    "victron", List.of("host: h", "portal: c0619ab12345"),
                    "niko", List.of("host: h", "ca: c", "token_file: t", "uuid: 12345678"),
                    "modulating", List.of("min: 0", "max: 9"));

    private static String loadWith(String kind, String key) {
        String[] names = key.split("\\.", -1);
        String inner = names.length == 1 ? key + ": 1" : names[0] + ": {" + names[1] + ": 1}";
        // Without what it needs, nobody would look at the other keys.
        List<String> keys = new ArrayList<>(List.of(inner));
        NEEDED.getOrDefault(kind, List.of()).stream()
                .filter(needed -> !needed.startsWith(names[0] + ":"))
                .forEach(keys::add);
        return "loads: [{id: a, %s: {%s}}]".formatted(kind, String.join(", ", keys));
    }

    private static List<String> offered(String module, String from, String to) {
        int start = module.indexOf(from);
        String groups = module.substring(start, module.indexOf(to, start));
        List<String> offered =
                Pattern.compile("'(\\w+\\.[\\w.]+)':|\\b(\\w+): (?!\\{)")
                        .matcher(groups)
                        .results()
                        .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                        .toList();
        assertThat(offered).hasSizeGreaterThan(1);
        return offered;
    }

    private String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(home.dashboard().orElseThrow() + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> post(String body, boolean ours) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(home.dashboard().orElseThrow() + "api/settings"))
                        .POST(BodyPublishers.ofString(body));
        if (ours) {
            request.header("X-BSMR", "1");
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private Page inEnglish(Chromium chromium) {
        Page page = chromium.browser().newPage();
        page.navigate(home.dashboard().orElseThrow() + "#/settings");
        page.locator("[data-language=en]").click();
        return page;
    }
}
