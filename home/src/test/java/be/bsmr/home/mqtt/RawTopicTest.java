package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.LogLines;
import be.bsmr.home.Sources;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.Inputs;
import be.bsmr.home.source.MeterLink;
import be.bsmr.home.source.SourceSpec;
import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawTopicTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    @TempDir Path directory;

    private final Household house =
            new Household(
                    1, Instant.parse("2026-01-13T17:00:00Z"), SiteSettings.BELGIUM, Grid.STAR_400);
    private final TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
    private final Inputs inputs = new Inputs();

    @BeforeAll
    static void unchanged() {
        LogLines.unchanged();
    }

    @Test
    void readsTelegramsAndLinesFromMosquittoAndComesBackAfterItWasAway() throws Exception {
        int port = FreePort.take();
        String[] configuration = {"listener " + port + " 127.0.0.1", "allow_anonymous true"};
        try (MeterLink link = link("mqtt:127.0.0.1:" + port + "/p1/raw", HomeConfig.DEFAULT)) {
            link.start();
            await().atMost(LONG_ENOUGH).until(() -> trouble().contains("no broker listens"));
            try (var broker = Mosquitto.broker(directory, configuration)) {
                broker.awaitSaid("p1/raw (QoS 0)");
                Mosquitto.publish(port, "p1/raw", telegram(), "-q", "1");
                inputs.awaitReadings(1);
                // mosquitto_pub -l sends a message for each line, without its end.
                telegram()
                        .lines()
                        .forEach(line -> Mosquitto.publish(port, "p1/raw", line, "-q", "1"));
                inputs.awaitReadings(2);
                broker.kill();
            }
            await().atMost(LONG_ENOUGH).until(() -> trouble().contains("127.0.0.1:" + port));
            try (var broker = Mosquitto.broker(directory, configuration)) {
                broker.awaitSaid("p1/raw (QoS 0)");
                Mosquitto.publish(port, "p1/raw", telegram(), "-q", "1");
                inputs.awaitReadings(3);
            }
        }
    }

    @Test
    void doesNotTakeATelegramThatTheBrokerHadKept() throws Exception {
        try (EmbeddedBroker broker = embedded(null, null)) {
            Mosquitto.publish(broker.port(), "p1", telegram(), "-r", "-q", "1");
            String source = "mqtt:127.0.0.1:" + broker.port() + "/p1";
            try (MeterLink link = link(source, HomeConfig.DEFAULT)) {
                link.start();
                await().atMost(LONG_ENOUGH).until(this::connected);
                String fresh = telegram();
                Mosquitto.publish(broker.port(), "p1", fresh, "-r", "-q", "1");
                inputs.awaitReadings(1);
                assertThat(reading().reading().measuredAt())
                        .isEqualTo(Instant.parse("2026-01-13T17:00:01Z"));
            }
        }
    }

    @Test
    void tellsThePasswordOnlyToABrokerOfTheConfiguration() throws Exception {
        try (EmbeddedBroker broker = embedded("house", "hush-hush")) {
            RawTopic stranger =
                    new RawTopic(MqttSettings.DEFAULT, "127.0.0.1", broker.port(), "p1");
            assertThatThrownBy(() -> stranger.open(bytes -> {}, lost -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("mqtt.password")
                    .hasMessageNotContaining("hush");

            List<byte[]> received = new CopyOnWriteArrayList<>();
            RawTopic known =
                    new RawTopic(settingsOf(broker.port()), "127.0.0.1", broker.port(), "p1");
            known.open(received::add, lost -> {});
            Mosquitto.publish(broker.port(), "p1", "x", "-u", "house", "-P", "hush-hush");
            await().until(() -> received.size() == 1);
            known.close();
        }
    }

    private static MqttSettings settingsOf(int port) throws IOException {
        Path file = Files.createTempFile("bsmr", ".yaml");
        try {
            Files.writeString(
                    file,
                    "mqtt: {broker: {port: " + port + ", user: house, password: hush-hush}}\n");
            return HomeConfig.read(file).sinks().mqtt();
        } catch (be.bsmr.home.config.ConfigException e) {
            throw new AssertionError(e);
        } finally {
            Files.delete(file);
        }
    }

    private EmbeddedBroker embedded(String user, String password) throws IOException {
        return OwnBroker.start(directory, user, password);
    }

    private MeterLink link(String source, HomeConfig config) throws IOException {
        return new MeterLink(
                Sources.of(SourceSpec.parse(source), config),
                SiteSettings.BELGIUM,
                Clock.systemUTC(),
                inputs);
    }

    private String telegram() {
        return new String(writer.write(house.next()), StandardCharsets.ISO_8859_1);
    }

    private SiteInput.MeterRead reading() {
        return inputs.all().stream()
                .filter(SiteInput.MeterRead.class::isInstance)
                .map(SiteInput.MeterRead.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private boolean connected() {
        return !inputs.all().isEmpty()
                && inputs.all().get(inputs.all().size() - 1) instanceof SiteInput.LinkReport r
                && r.link().connected();
    }

    private String trouble() {
        return !inputs.all().isEmpty()
                        && inputs.all().get(inputs.all().size() - 1)
                                instanceof SiteInput.LinkReport r
                ? String.valueOf(r.link().trouble())
                : "";
    }
}
