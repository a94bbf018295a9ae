package be.bsmr.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, which sends to all who do not ask. */
class PushingHomeTest {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

    @TempDir private Path directory;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private HomeConfig config(int udp, int http) throws Exception {
        return HomeConfig.read(
                Files.writeString(
                        directory.resolve("bsmr.yaml"),
                        """
                        store: {file: %1$s, commit_seconds: 1}
                        web: {port: 0}
                        mqtt: {broker: {enabled: false}}
                        push:
                          loxone: {host: 127.0.0.1, port: %2$d, every_s: 1}
                          energyid: {webhook: "http://127.0.0.1:%3$d/energyid"}
                          pvoutput: {system_id: 1, api_key: a, server: "http://127.0.0.1:%3$d"}
                        """
                                .formatted(directory.resolve("bsmr.db"), udp, http)));
    }

    private HttpServer services() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        heard.add(
                                exchange.getRequestURI()
                                        + " "
                                        + new String(
                                                exchange.getRequestBody().readAllBytes(), UTF_8));
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        server.start();
        return server;
    }

    @Test
    void sendsWhatIsSoAndWhatIsStoredAndSaysHowThatGoes() throws Exception {
        Instant lately = Clock.systemUTC().instant().minus(Duration.ofHours(1));
        SimulatedMeter meter =
                new SimulatedMeter(
                        new Household(5, lately, SiteSettings.BELGIUM, Grid.STAR_400),
                        SiteSettings.BELGIUM,
                        200);
        HttpServer services = services();
        try (DatagramSocket miniserver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Home home =
                        Home.of(
                                config(miniserver.getLocalPort(), services.getAddress().getPort()),
                                meter)) {
            home.start();
            miniserver.setSoTimeout(Math.toIntExact(LONG_ENOUGH.toMillis()));
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            do {
                miniserver.receive(packet);
            } while (!new String(packet.getData(), 0, packet.getLength(), UTF_8)
                    .matches("quarter\\.headroom_w=-?\\d+\n"));

            await().atMost(LONG_ENOUGH)
                    .until(
                            () ->
                                    heard.stream().anyMatch(r -> r.contains("electricityImport"))
                                            && heard.stream()
                                                    .anyMatch(r -> r.contains("status.jsp")));
            JsonNode health = health(home);
            for (String part : List.of("loxone", "energyid", "pvoutput")) {
                assertThat(health.path(part).path("ok").booleanValue()).as(part).isTrue();
            }
        } finally {
            services.stop(0);
        }
        assertThat(directory.resolve("bsmr.db-energyid")).exists();
        assertThat(directory.resolve("bsmr.db-pvoutput")).exists();
    }

    private static JsonNode health(Home home) throws Exception {
        return new JsonMapper()
                .readTree(
                        HttpClient.newHttpClient()
                                .send(
                                        HttpRequest.newBuilder(
                                                        home.dashboard()
                                                                .orElseThrow()
                                                                .resolve("/healthz"))
                                                .build(),
                                        BodyHandlers.ofString())
                                .body());
    }
}
