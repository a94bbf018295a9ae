package be.bsmr.home.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.Home;
import be.bsmr.home.config.KeyValue;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.SettingsFile;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import com.microsoft.playwright.Page;
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
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner's settings on the page and in the file, of a home that runs. */
class SettingsPageTest {

    private static final String TEXT =
            """
            # Ours, since 2024.
            source: simulator
            goal_w: 3000      # as agreed
            web: {port: 0}
            mqtt: {broker: {enabled: false, user: ann, password: sesame}}
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
            Page page = chromium.browser().newPage();
            page.navigate(home.dashboard().orElseThrow() + "#/settings");
            page.locator("[data-language=en]").click();
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
            page.locator("summary").click();
            assertThat(page.locator(".others")).containsText("mqtt.broker.password");
            assertThat(page.locator(".others")).not().containsText("sesame");
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

    @Test
    void offersNoKeyThatTheConfigurationDoesNotHave() throws Exception {
        List<String> keys = KeyValue.of(HomeConfig.DEFAULT).stream().map(KeyValue::key).toList();
        String module =
                Files.readString(Path.of("src/main/resources/be/bsmr/home/web/pages/settings.js"));
        String groups = module.substring(module.indexOf("GROUPS = "), module.indexOf("UNITS = "));
        List<String> offered =
                Pattern.compile("'(\\w+\\.[\\w.]+)':|\\b(\\w+_\\w+):")
                        .matcher(groups)
                        .results()
                        .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                        .toList();
        assertThat(offered).hasSizeGreaterThan(10);
        assertThat(keys).containsAll(offered);
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
}
