package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.Hub;
import be.bsmr.home.source.TcpGateway;
import be.bsmr.home.source.TelegramOutput;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole program as all the other meters at once, until somebody pulls the cable. */
class GridMeterHomeTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final Instant EVENING = Instant.parse("2026-01-13T16:50:00Z");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path directory;

    private final int http = FreePort.take();
    private final int shelly = FreePort.take();
    private final int udp = FreePort.take();
    private final int modbus = FreePort.take();
    private final int broker = FreePort.take();

    @Test
    void allMetersSayTheSameAndFallSilentWithTheirOwn() throws Exception {
        Household house = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        List<String> topic = new CopyOnWriteArrayList<>();
        try (Hub meter = TelegramOutput.tcpListen(0);
                Home home = Home.of(config(), new TcpGateway("127.0.0.1", meter.port()))) {
            home.start();
            await().atMost(LONG_ENOUGH).until(() -> meter.clients() == 1);
            try (MqttLink client = client()) {
                client.subscribe(
                        "bsmr/home/victron", (name, payload, retained) -> topic.add(payload));
                await().atMost(LONG_ENOUGH).until(client::isConnected);
                assertThat(get(http, "/api/v1/data").statusCode()).isEqualTo(503);
                assertThat(asked()).isNull();

                Reading[] said = new Reading[1];
                await().atMost(LONG_ENOUGH)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(
                                () -> {
                                    said[0] = house.next();
                                    String telegram =
                                            new String(
                                                    writer.write(said[0]),
                                                    StandardCharsets.ISO_8859_1);
                                    meter.write(writer.write(said[0]));
                                    await().atMost(LONG_ENOUGH)
                                            .until(
                                                    () ->
                                                            get(http, "/api/v1/telegram")
                                                                    .body()
                                                                    .equals(telegram));
                                    return !topic.isEmpty();
                                });
                int watts = said[0].netPower().orElseThrow().watts();
                assertThat(body(http, "/api/v1/data").path("active_power_w").asInt())
                        .isEqualTo(watts);
                assertThat(body(shelly, "/rpc/EM.GetStatus").path("total_act_power").asInt())
                        .isEqualTo(watts);
                assertThat(asked()).contains("\"total_act_power\":" + watts + ".001");
                assertThat(modbusTenths()).isEqualTo(watts * 10);
                JsonNode grid = JSON.readTree(topic.get(topic.size() - 1)).path("grid");
                assertThat(grid.path("power").asInt()).isEqualTo(watts);
                assertThat(grid.path("energy_forward").decimalValue())
                        .isEqualByComparingTo(
                                said[0].imported()
                                        .sum()
                                        .orElseThrow()
                                        .exactWattHours()
                                        .movePointLeft(3));
                assertThat(grid.path("L3").path("voltage").asDouble())
                        .isEqualTo(said[0].phases().get(2).voltage().volts());

                int told = topic.size();
                await().atMost(LONG_ENOUGH)
                        .until(() -> get(http, "/api/v1/data").statusCode() == 503);
                assertThat(get(shelly, "/rpc/EM.GetStatus").statusCode()).isEqualTo(503);
                assertThat(asked()).isNull();
                assertThat(modbusTenths()).as("exception 4").isEqualTo(-4);
                assertThat(topic).hasSize(told);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "homewizard: {bind: 0.0.0.0} | line 2: grid_meter.homewizard: grid_meter.homewizard.bind is"
                        + " 0.0.0.0, which lets others in, and nobody is asked for a password there: list in"
                        + " grid_meter.homewizard.allow who may connect",
                "shelly: {udp_ports: [1010, 70000]} | line 2: grid_meter.shelly: grid_meter.shelly.udp_ports has 70000",
                "shelly: {allow: [marstek]} | line 2: grid_meter.shelly: grid_meter.shelly.allow: 'marstek' is no address",
                "modbus: {unit: 0} | line 2: grid_meter.modbus: grid_meter.modbus.unit is 1 to 247, not 0",
                "modbus: {registers: em25} | line 2: grid_meter.modbus.registers: 'em25' is not one of em24, sdm630, sunspec",
                "homewizzard: {enabled: true} | did you mean 'homewizard'?",
            })
    void whatMakesNoSenseIsToldWithItsLine(String line, String told) throws Exception {
        Path file = directory.resolve("bsmr.yaml");
        Files.writeString(file, "grid_meter:\n  " + line + "\n");
        assertThatThrownBy(() -> HomeConfig.read(file)).hasMessageContaining(told);
    }

    @Test
    void twoOnOnePortAndATopicWithoutABrokerAreTold() throws Exception {
        Path file = directory.resolve("bsmr.yaml");
        Files.writeString(
                file, "grid_meter: {homewizard: {enabled: true}, shelly: {enabled: true}}\n");
        assertThatThrownBy(() -> HomeConfig.read(file))
                .hasMessageContaining(
                        "grid_meter.homewizard.port and grid_meter.shelly.port are the same, 80");
        Files.writeString(
                file, "mqtt: {broker: {enabled: false}}\ngrid_meter: {victron: {enabled: true}}\n");
        assertThatThrownBy(() -> HomeConfig.read(file))
                .hasMessageContaining("line 2: grid_meter.victron.enabled needs a broker");
    }

    /** Whoever told others through a broker tells nobody as long as there is no meter. */
    @Test
    void aFirstStartIsNoMeterYet() throws Exception {
        Path file = directory.resolve("bsmr.yaml");
        Files.writeString(
                file,
                """
                home_assistant: {enabled: true}
                notify: {mqtt: true}
                grid_meter: {homewizard: {enabled: true}, victron: {enabled: true}}
                """);
        HomeConfig first = HomeConfig.read(file).forFirstStart();
        assertThat(first.sinks().gridMeter().wanted()).isFalse();
        assertThat(first.sinks().mqtt().enabled()).isFalse();
    }

    private HomeConfig config() throws Exception {
        Path file = directory.resolve("bsmr.yaml");
        Files.writeString(
                file,
                """
                store: {file: %s}
                web: {enabled: false}
                mqtt: {broker: {port: %d}}
                grid_meter:
                  homewizard: {enabled: true, port: %d}
                  shelly: {enabled: true, port: %d, udp_ports: [%d]}
                  modbus: {enabled: true, port: %d}
                  victron: {enabled: true}
                """
                        .formatted(
                                directory.resolve("home.db"), broker, http, shelly, udp, modbus));
        return HomeConfig.read(file);
    }

    private MqttLink client() {
        MqttLink client = MqttLink.forWatching(MqttSettings.DEFAULT, "127.0.0.1", broker);
        client.start();
        return client;
    }

    private static JsonNode body(int port, String path) throws Exception {
        return JSON.readTree(get(port, path).body());
    }

    private static HttpResponse<String> get(int port, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /** What a battery hears; null when nothing comes. */
    private String asked() throws IOException {
        byte[] question =
                "{\"id\":1,\"method\":\"EM.GetStatus\",\"params\":{\"id\":0}}"
                        .getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket battery = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            battery.send(
                    new DatagramPacket(
                            question, question.length, InetAddress.getLoopbackAddress(), udp));
            battery.setSoTimeout(1000);
            DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
            battery.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    /** The power as the EM24 has it, low word first; below zero the exception. */
    private int modbusTenths() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), modbus)) {
            socket.getOutputStream().write(new byte[] {0, 1, 0, 0, 0, 6, 1, 3, 0, 0x28, 0, 2});
            byte[] head = socket.getInputStream().readNBytes(9);
            if ((head[7] & 0x80) != 0) {
                return -head[8];
            }
            byte[] words = socket.getInputStream().readNBytes(4);
            return ((words[2] & 0xFF) << 24)
                    | ((words[3] & 0xFF) << 16)
                    | ((words[0] & 0xFF) << 8)
                    | (words[1] & 0xFF);
        }
    }
}
