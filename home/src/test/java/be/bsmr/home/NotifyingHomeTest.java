package be.bsmr.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.notify.HttpSink;
import be.bsmr.home.notify.Yearbook;
import be.bsmr.home.pictures.StoredYearbook;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.home.words.Language;
import be.bsmr.meter.Grid;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program on a simulated evening, with somebody who is told of it. */
class NotifyingHomeTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final Instant EVENING = Instant.parse("2026-01-13T16:50:00Z");

    @TempDir private Path directory;

    private HomeConfig config(String ntfy, int broker) throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("bsmr.yaml"),
                        """
                        store: {file: %s}
                        web: {enabled: false}
                        mqtt: {broker: {port: %d}}
                        notify:
                          language: nl
                          ntfy: {server: "%s", topic: house}
                          mqtt: true
                        """
                                .formatted(directory.resolve("bsmr.db"), broker, ntfy));
        return HomeConfig.read(file);
    }

    @Test
    void tellsAPeakThatComesOverNtfyAndMqttAndDrawsTheMonthAfterwards() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        SimulatedMeter meter =
                new SimulatedMeter(
                        new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400),
                        SiteSettings.BELGIUM,
                        2000);
        AtomicBoolean wholeQuarter = new AtomicBoolean();
        Mqtt3BlockingClient automation =
                Mqtt3Client.builder().serverHost("127.0.0.1").serverPort(port).buildBlocking();
        try (HttpSink ntfy = new HttpSink();
                Home home =
                        Home.of(config(ntfy.url(), port), meter)
                                .tellingAlso(
                                        step ->
                                                step.finished()
                                                        .filter(QuarterDemand::complete)
                                                        .ifPresent(q -> wholeQuarter.set(true)))) {
            home.start();
            automation.connect();
            try (var heard = automation.publishes(MqttGlobalPublishFilter.SUBSCRIBED)) {
                automation.subscribeWith().topicFilter("bsmr/home/notify").send();
                await().atMost(LONG_ENOUGH).until(() -> !ntfy.requests().isEmpty());
                JsonNode warning = new JsonMapper().readTree(ntfy.requests().get(0).text());
                assertThat(warning.path("topic").asText()).isEqualTo("house");
                assertThat(warning.path("title").asText()).isEqualTo("Er dreigt een piek");
                assertThat(warning.path("message").asText()).contains("kW minder tot 18:15");
                String said =
                        heard.receive(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)
                                .map(p -> new String(p.getPayloadAsBytes(), UTF_8))
                                .orElseThrow();
                assertThat(new JsonMapper().readTree(said).path("text").asText()).contains(" kW");
            }
            automation.disconnect();
            await().atMost(LONG_ENOUGH).untilTrue(wholeQuarter);
        }
        assertThat(directory.resolve("bsmr.db-notify")).content().contains("\"quarter\":");
        Yearbook.Entry january =
                new StoredYearbook(directory.resolve("bsmr.db"), SiteSettings.DEFAULT, Language.nl)
                        .month(YearMonth.of(2026, 1));
        assertThat(january.importWh()).isGreaterThan(100);
        assertThat(january.picture()).isPresent();
    }
}
