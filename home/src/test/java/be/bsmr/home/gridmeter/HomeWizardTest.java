package be.bsmr.home.gridmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.home.config.OpenDoor;
import be.bsmr.home.gridmeter.GridMeterSettings.HomeWizardSettings;
import be.bsmr.meter.Grid;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.unit.Energy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clients of a HomeWizard P1 meter read (api-documentation.homewizard.com, API v1), asked as
 * they ask.
 */
class HomeWizardTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** Of the documentation, for a meter in Belgium. */
    private static final Set<String> ALWAYS =
            Set.of(
                    "wifi_ssid",
                    "meter_model",
                    "smr_version",
                    "unique_id",
                    "active_tariff",
                    "total_power_import_kwh",
                    "total_power_import_t1_kwh",
                    "total_power_import_t2_kwh",
                    "active_power_w",
                    "active_power_average_w",
                    "montly_power_peak_w",
                    "montly_power_peak_timestamp",
                    "external");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void isFoundAsAP1MeterUnderOurOwnName() throws Exception {
        HttpPort port = served(MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING));
        JsonNode identity = JSON.readTree(get(port, "/api").body());
        // evcc looks at the type and the version, Home Assistant wants all five.
        assertThat(identity.path("product_type").asText()).isEqualTo("HWE-P1");
        assertThat(identity.path("api_version").asText()).isEqualTo("v1");
        assertThat(identity.path("product_name").asText()).isEqualTo("BSMR");
        assertThat(identity.path("serial").asText()).matches("[0-9a-f]{12}");
        assertThat(identity.path("firmware_version").asText()).isNotBlank();
        assertThat(JSON.readTree(get(port, "/api/v1/system").body()))
                .isEqualTo(JSON.readTree("{\"cloud_enabled\":false}"));
        assertThat(get(port, "/api/v1/state").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(Grid.class)
    void saysWhatTheMeterSays(Grid grid) throws Exception {
        MeteredHouse house = MeteredHouse.of(grid, MeteredHouse.NOON);
        HttpPort port = served(house);
        house.speaksUntilItExports();
        JsonNode data = JSON.readTree(get(port, "/api/v1/data").body());
        Reading reading = house.last();

        assertThat(data.path("active_power_w").asInt())
                .isEqualTo(reading.netPower().orElseThrow().watts())
                .as("the sun shines")
                .isNegative();
        assertThat(data.path("total_power_import_t1_kwh").decimalValue())
                .isEqualByComparingTo(kilowattHours(reading.imported().t1()));
        assertThat(data.path("total_power_import_kwh").decimalValue())
                .isEqualByComparingTo(kilowattHours(reading.imported().sum().orElseThrow()));
        assertThat(data.path("total_power_export_t2_kwh").decimalValue())
                .isEqualByComparingTo(kilowattHours(reading.exported().t2()));
        assertThat(data.path("active_power_average_w").asInt())
                .isEqualTo(reading.demand().running().watts());
        assertThat(data.path("montly_power_peak_w").asInt())
                .isEqualTo(reading.demand().monthPeak().demand().watts());
        assertThat(data.path("montly_power_peak_timestamp").asText()).matches("2606\\d{8}");
        assertThat(data.path("unique_id").asText())
                .as("1SIM2200000001 as its telegram has it")
                .isEqualTo("3153494D32323030303030303031");
        assertThat(data.path("smr_version").asInt()).isEqualTo(50);
        assertThat(keys(data)).containsAll(ALWAYS);

        for (int wire = 1; wire <= reading.phases().size(); wire++) {
            PhaseReading phase = reading.phases().get(wire - 1);
            if (phase.voltage().isZero()) {
                continue;
            }
            int watts = phase.importPower().watts() - phase.exportPower().watts();
            assertThat(data.path("active_power_l" + wire + "_w").asInt()).isEqualTo(watts);
            assertThat(data.path("active_voltage_l" + wire + "_v").asDouble())
                    .isEqualTo(phase.voltage().volts());
            assertThat(data.path("active_current_l" + wire + "_a").asDouble())
                    .as("the current has the sign of the wire's power")
                    .isEqualTo(Math.signum(watts) * phase.current().amperes());
        }
    }

    @Test
    void gasAndWaterStandInTheList() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.SINGLE_PHASE, MeteredHouse.EVENING);
        HttpPort port = served(house);
        house.speaks(3);
        JsonNode data = JSON.readTree(get(port, "/api/v1/data").body());
        assertThat(data.path("external"))
                .extracting(m -> m.path("type").asText())
                .containsExactlyInAnyOrder("gas_meter", "water_meter");
        for (JsonNode meter : data.path("external")) {
            assertThat(meter.path("value").asDouble()).isPositive();
            assertThat(meter.path("unit").asText()).isEqualTo("m3");
            assertThat(meter.path("timestamp").asText()).matches("2601\\d{8}");
            assertThat(meter.path("unique_id").asText()).matches("([0-9A-F]{2})+");
        }
        assertThat(data.path("total_gas_m3").asDouble()).isPositive();
        assertThat(data.path("gas_timestamp").asText()).matches("260113\\d{6}");
    }

    @Test
    void nothingIsSaidOfTheSecondWireWithoutANeutral() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.DELTA_230, MeteredHouse.EVENING);
        HttpPort port = served(house);
        house.speaks(3);
        JsonNode data = JSON.readTree(get(port, "/api/v1/data").body());
        assertThat(keys(data))
                .contains("active_power_l1_w", "active_power_l3_w", "active_current_l3_a")
                .noneMatch(key -> key.contains("_l2_"));
        assertThat(data.path("active_power_l1_w").asInt() + data.path("active_power_l3_w").asInt())
                .isEqualTo(data.path("active_power_w").asInt());
    }

    @ParameterizedTest
    @EnumSource(Grid.class)
    void whatTheHouseDoesNotHaveIsLeftOut(Grid grid) throws Exception {
        MeteredHouse house = MeteredHouse.bare(grid, MeteredHouse.EVENING);
        HttpPort port = served(house);
        house.speaks(3);
        JsonNode data = JSON.readTree(get(port, "/api/v1/data").body());
        assertThat(keys(data))
                .containsAll(ALWAYS)
                .noneMatch(key -> key.contains("export") || key.contains("gas"));
        assertThat(data.path("external")).isEmpty();
        assertThat(data.path("active_power_w").asInt()).isPositive();
        assertThat(keys(data).contains("active_power_l3_w")).isEqualTo(grid != Grid.SINGLE_PHASE);
        assertThat(data)
                .as("nobody invents what a Belgian meter does not tell")
                .noneMatch(JsonNode::isNull);
        assertThat(keys(data)).doesNotContain("active_frequency_hz", "wifi_strength");
    }

    @Test
    void aSilentMeterIsNoMeterUntilItSpeaksAgain() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        HttpPort port = served(house);
        assertThat(get(port, "/api/v1/data").statusCode()).as("before the first").isEqualTo(503);
        house.speaks(10);
        assertThat(get(port, "/api/v1/data").statusCode()).isEqualTo(200);
        house.isSilentFor(MeterNow.OLD);
        assertThat(get(port, "/api/v1/data").statusCode()).as("a little late").isEqualTo(200);
        house.isSilentFor(Duration.ofSeconds(1));
        assertThat(get(port, "/api/v1/data").statusCode()).isEqualTo(503);
        assertThat(get(port, "/api/v1/telegram").statusCode()).isEqualTo(503);
        assertThat(get(port, "/api/v1/data").body()).doesNotContain("active_power_w");
        assertThat(get(port, "/api").statusCode()).as("it is still there").isEqualTo(200);
        house.speaks(1);
        assertThat(get(port, "/api/v1/data").statusCode()).isEqualTo(200);
    }

    @Test
    void theTelegramIsTheMetersOwn() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        HttpPort port = served(house);
        house.speaks(1);
        HttpResponse<String> told = get(port, "/api/v1/telegram");
        assertThat(told.body()).isEqualTo("/FLU5\\253000000_A\r\n!1A2B\r\n");
        assertThat(told.headers().firstValue("Content-Type")).contains("text/plain");
    }

    /** Devices have small HTTP clients: nothing is sent in pieces, and all in one connection. */
    @Test
    void speaksPlainHttpByteByByte() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        HttpPort port = served(house);
        house.speaks(1);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream()
                        .write(ascii("GET /api/v1/data HTTP/1.1\r\nHost: 192.168.1.9\r\n\r\n"));
                String head = headOf(socket);
                assertThat(head)
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .containsIgnoringCase("\r\ncontent-type: application/json\r\n")
                        .doesNotContainIgnoringCase("chunked");
                int length =
                        Integer.parseInt(head.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
                String body =
                        new String(
                                socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
                assertThat(JSON.readTree(body).path("active_power_w").asInt())
                        .isEqualTo(house.last().netPower().orElseThrow().watts());
            }
        }
    }

    @Test
    void putsAndStrangeAddressesDoNothing() throws Exception {
        HttpPort port = served(MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING));
        HttpRequest put =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port.port() + "/api/v1/identify"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build();
        assertThat(client.send(put, BodyHandlers.ofString()).body())
                .isEqualTo("{\"identify\":\"ok\"}");
        HttpRequest post =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port.port() + "/api/v1/data"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        assertThat(get(port, "/").statusCode()).isEqualTo(404);
    }

    @Test
    void whoIsNotOnTheListIsSentAwayUnread() throws Exception {
        Optional<InetAddress> network = MeteredHouse.ownAddress();
        assumeTrue(network.isPresent(), "this machine has no network");
        InetAddress own = network.get();
        HttpPort strict = port(own, "203.0.113.8");
        try (Socket stranger = new Socket(own, strict.port())) {
            assertThat(stranger.getInputStream().read()).as("closed at once").isEqualTo(-1);
        }
        HttpPort kind = port(own, own.getHostAddress());
        try (Socket guest = new Socket(own, kind.port())) {
            guest.getOutputStream().write(ascii("GET /api HTTP/1.1\r\nHost: x\r\n\r\n"));
            assertThat(headOf(guest)).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void saysWhichKeyToChangeWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                            () ->
                                    HttpPort.listening(
                                            HomeWizardSettings.KEY,
                                            OpenDoor.here(taken.getLocalPort()),
                                            exchange -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("grid_meter.homewizard.port")
                    .hasMessageContaining("in use");
        }
    }

    private HttpPort port(InetAddress bind, String allowed) throws IOException {
        OpenDoor door = new OpenDoor(bind.getHostAddress(), 0, List.of(allowed));
        MeterNow now = new MeterNow(MeteredHouse.json(), InstantSource.system());
        HttpPort port =
                HttpPort.listening(
                        HomeWizardSettings.KEY,
                        door,
                        new HomeWizard(Serial.ofThisMachine(), now, Optional::empty));
        open.add(port);
        return port;
    }

    private HttpPort served(MeteredHouse house) throws IOException {
        MeterNow now = new MeterNow(MeteredHouse.json(), house.access().clock());
        house.tells(now::hear);
        HttpPort port =
                HttpPort.listening(
                        HomeWizardSettings.KEY,
                        OpenDoor.here(0),
                        new HomeWizard(
                                Serial.ofThisMachine(),
                                now,
                                () -> Optional.of("/FLU5\\253000000_A\r\n!1A2B\r\n")));
        open.add(port);
        return port;
    }

    private HttpResponse<String> get(HttpPort port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /** Up to the empty line. */
    private static String headOf(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the answer ends in its head: " + head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static BigDecimal kilowattHours(Energy energy) {
        return energy.exactWattHours().movePointLeft(3);
    }

    private static Set<String> keys(JsonNode node) {
        Set<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
