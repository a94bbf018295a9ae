package be.bsmr.home;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.web.Chromium;
import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.microsoft.playwright.Page;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who can open the cabinet says what he wants in the meter's texts: nothing of it is obeyed. */
@Timeout(120)
class HostileMeterTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    /**
     * A page's own code, topics' wildcards and levels, a formula, a line of the log, a terminal.
     */
    private static final String HTML = "\"><img src=x onerror=hacked=1><script>hacked=1</script>";

    private static final String TOPIC = "a/+/#";
    private static final String FORMULA = "=HYPERLINK(\"http://evil.example\")";
    private static final String TERMINAL = "\u001b[2J\u001b]0;hacked\u0007\u009b31m";

    @TempDir private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    @BeforeEach
    void listen() {
        LogLines.unchanged();
        System.setErr(new PrintStream(said, true, UTF_8));
    }

    @AfterEach
    void hush() {
        System.setErr(before);
    }

    @Test
    void whatTheMeterSaysIsTextOnThePageAndInTheLogAndNoTopic() throws Exception {
        HomeConfig config =
                HomeConfig.read(
                        Files.writeString(
                                folder.resolve("bsmr.yaml"),
                                """
                                store: {file: %s, commit_seconds: 1}
                                web: {port: 0}
                                mqtt: {broker: {port: %d}}
                                """
                                        .formatted(folder.resolve("bsmr.db"), FreePort.take())));
        Set<String> topics = ConcurrentHashMap.newKeySet();
        try (Home home = Home.of(config, new HostileMeter());
                Chromium chromium = new Chromium()) {
            home.start();
            URI page = home.dashboard().orElseThrow();
            Mqtt3AsyncClient reader =
                    Mqtt3Client.builder()
                            .serverHost("127.0.0.1")
                            .serverPort(config.sinks().mqtt().broker().port())
                            .buildAsync();
            reader.publishes(
                    MqttGlobalPublishFilter.ALL, one -> topics.add(one.getTopic().toString()));
            reader.connect().get(10, TimeUnit.SECONDS);
            reader.subscribeWith().topicFilter("#").send().get(10, TimeUnit.SECONDS);
            await().atMost(LONG_ENOUGH).until(() -> get(page, "api/v1/state").contains("onerror"));

            Page shown = chromium.browser().newPage();
            for (String one : List.of("", "#/meter", "#/loads", "#/history")) {
                shown.navigate(page + one);
                shown.reload();
                shown.waitForFunction("() => document.documentElement.dataset.link === 'live'");
            }
            shown.navigate(page + "#/meter");
            shown.reload();
            shown.waitForFunction("() => document.body.innerText.includes('onerror=hacked')");
            assertThat(shown.evaluate("() => typeof window.hacked")).isEqualTo("undefined");
            assertThat(shown.locator("img[src=x]").count()).isZero();

            await().atMost(LONG_ENOUGH).until(() -> topics.size() > 4);
            assertThat(topics)
                    .allMatch(topic -> topic.matches("[a-z0-9_/-]+"), "of our own words only");
            await().atMost(LONG_ENOUGH).until(() -> said.toString(UTF_8).contains("others:"));
            reader.disconnect().get(10, TimeUnit.SECONDS);
        }
        assertThat(said.toString(UTF_8))
                .contains("hacked")
                .doesNotContainPattern("[\\p{Cc}&&[^\\n]]")
                .matches("(?s)(\\d\\d:\\d\\d:\\d\\d [A-Z]+ +\\w+: [^\\n]*\\n)*");
    }

    private static String get(URI page, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    /** A simulated house whose meter, and from time to time another one, has texts of somebody. */
    private static final class HostileMeter implements ByteSource {

        private final Household house =
                new Household(
                        5,
                        Clock.systemUTC().instant().minusSeconds(60),
                        SiteSettings.BELGIUM,
                        Grid.STAR_400);
        private final TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        private final CountDownLatch closed = new CountDownLatch(1);
        private int count;

        @Override
        public String name() {
            return "cabinet";
        }

        @Override
        public void open() {}

        @Override
        public int read(byte[] buffer) {
            if (isClosed()) {
                return END;
            }
            count++;
            String id = count % 5 == 0 ? TERMINAL + "hacked" : hex(HTML);
            byte[] telegram = withTexts(new String(writer.write(house.next()), ISO_8859_1), id);
            System.arraycopy(telegram, 0, buffer, 0, telegram.length);
            return telegram.length;
        }

        private static byte[] withTexts(String telegram, String id) {
            String hostile =
                    telegram.substring(0, telegram.lastIndexOf('!'))
                                    .replaceFirst("0-0:96\\.1\\.1\\([^)]*\\)", quoted(id))
                                    .replaceAll("\r\n0-0:96\\.13\\.[01]\\([^)]*\\)", "")
                                    .replaceAll(
                                            "(0-\\d:96\\.1\\.[01])\\((?!%s)[^)]*\\)"
                                                    .formatted(Pattern.quote(id)),
                                            "$1(" + hex(FORMULA) + ")")
                            + "0-0:96.13.1("
                            + hex(TOPIC)
                            + ")\r\n0-0:96.13.0("
                            + hex(HTML + FORMULA)
                            + ")\r\n!";
            byte[] bytes = hostile.getBytes(ISO_8859_1);
            return (hostile + "%04X\r\n".formatted(crc(bytes))).getBytes(ISO_8859_1);
        }

        private static String quoted(String id) {
            return Matcher.quoteReplacement("0-0:96.1.1(" + id + ")");
        }

        /** CRC-16/ARC, as DSMR 5.0.2 has it. */
        private static int crc(byte[] bytes) {
            int crc = 0;
            for (byte one : bytes) {
                crc ^= one & 0xFF;
                for (int bit = 0; bit < 8; bit++) {
                    crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xA001;
                }
            }
            return crc;
        }

        private static String hex(String text) {
            return HexFormat.of().withUpperCase().formatHex(text.getBytes(ISO_8859_1));
        }

        /** After the time between two telegrams. */
        private boolean isClosed() {
            try {
                return closed.await(200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
