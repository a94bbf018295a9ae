package be.bsmr.home.gridmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.home.config.OpenDoor;
import be.bsmr.home.gridmeter.GridMeterSettings.ShellySettings;
import be.bsmr.meter.Grid;
import be.bsmr.meter.PhaseReading;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What batteries, chargers and evcc ask a Shelly Pro 3EM, over HTTP and in datagrams. */
class ShellyTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String QUESTION =
            "{\"id\":7,\"src\":\"hmg-50-acd929\",\"method\":\"EM.GetStatus\",\"params\":{\"id\":0}}";

    /** An answer on the same machine takes a hundredth of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final List<String> WIRES = List.of("a", "b", "c");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void isFoundAsAShellyPro3Em() throws Exception {
        HttpPort port = http(MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING));
        JsonNode device = JSON.readTree(get(port, "/shelly").body());
        assertThat(device.path("id").asText()).matches("shellypro3em-[0-9a-f]{12}");
        assertThat(device.path("mac").asText()).matches("[0-9A-F]{12}");
        assertThat(device.path("model").asText()).isEqualTo("SPEM-003CEBEU");
        assertThat(device.path("gen").asInt()).isEqualTo(2);
        assertThat(device.path("app").asText()).isEqualTo("Pro3EM");
        assertThat(device.path("auth_en").asBoolean(true)).isFalse();
        assertThat(device.path("profile").asText()).isEqualTo("triphase");
        assertThat(get(port, "/rpc/Shelly.GetDeviceInfo").body())
                .isEqualTo(get(port, "/shelly").body());
    }

    /** As evcc does: which methods there are, then the two it wants. */
    @ParameterizedTest
    @EnumSource(Grid.class)
    void saysPowersAndEnergiesByTheMethodsItLists(Grid grid) throws Exception {
        MeteredHouse house = MeteredHouse.of(grid, MeteredHouse.NOON);
        HttpPort port = http(house);
        house.speaksUntilItExports();
        JsonNode methods = JSON.readTree(post(port, "/rpc/Shelly.ListMethods", "{}").body());
        assertThat(methods.path("methods"))
                .extracting(JsonNode::asText)
                .contains("EM.GetStatus", "EMData.GetStatus");
        for (JsonNode method : methods.path("methods")) {
            assertThat(get(port, "/rpc/" + method.asText()).statusCode())
                    .as(method.asText())
                    .isEqualTo(200);
        }

        JsonNode em = JSON.readTree(post(port, "/rpc/EM.GetStatus", "{\"id\":0}").body());
        assertThat(em.path("total_act_power").asInt())
                .isEqualTo(house.last().netPower().orElseThrow().watts())
                .isNegative();
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            PhaseReading phase =
                    i < house.last().phases().size()
                            ? house.last().phases().get(i)
                            : PhaseReading.NONE;
            String wire = WIRES.get(i);
            sum += em.path(wire + "_act_power").asDouble();
            if (phase.voltage() == null || phase.voltage().isZero()) {
                assertThat(em.path(wire + "_act_power").asDouble()).isZero();
                assertThat(em.path(wire + "_current").isNull()).isTrue();
                assertThat(em.path(wire + "_voltage").isNull()).isTrue();
            } else {
                int watts = phase.importPower().watts() - phase.exportPower().watts();
                assertThat(em.path(wire + "_act_power").asInt()).isEqualTo(watts);
                assertThat(em.path(wire + "_voltage").asDouble())
                        .isEqualTo(phase.voltage().volts());
                assertThat(em.path(wire + "_current").asDouble())
                        .isEqualTo(Math.signum(watts) * phase.current().amperes());
                assertThat(Math.abs(em.path(wire + "_pf").asDouble())).isLessThanOrEqualTo(1);
            }
        }
        assertThat(sum).isEqualTo(em.path("total_act_power").asDouble());

        JsonNode energy = JSON.readTree(get(port, "/rpc/EMData.GetStatus?id=0").body());
        assertThat(energy.path("total_act").decimalValue())
                .isEqualByComparingTo(house.last().imported().sum().orElseThrow().exactWattHours());
        assertThat(energy.path("total_act_ret").decimalValue())
                .isEqualByComparingTo(house.last().exported().sum().orElseThrow().exactWattHours());
    }

    /** A whole number stops a Marstek battery from reading on. */
    @Test
    void everyMeasuredNumberHasADecimalPoint() throws Exception {
        MeteredHouse house = MeteredHouse.bare(Grid.SINGLE_PHASE, MeteredHouse.EVENING);
        HttpPort port = http(house);
        house.speaks(1);
        String em = get(port, "/rpc/EM.GetStatus?id=0").body();
        assertThat(em)
                .contains("\"b_act_power\":0.0,")
                .matches("\\{\"id\":0,(\"[a-z_]+\":(null|-?\\d+\\.\\d+|\\[\\]),?)+\\}");
        assertThat(get(port, "/rpc/EMData.GetStatus?id=0").body())
                .matches("\\{\"id\":0,(\"[a-z_]+\":(null|-?\\d+\\.\\d+),?)+\\}");
    }

    @Test
    void answersACallInTheFrameThatItCameIn() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        HttpPort port = http(house);
        house.speaks(1);
        JsonNode answer = JSON.readTree(post(port, "/rpc", QUESTION).body());
        assertThat(answer.path("id").asInt()).isEqualTo(7);
        assertThat(answer.path("dst").asText()).isEqualTo("hmg-50-acd929");
        assertThat(answer.path("src").asText()).startsWith("shellypro3em-");
        assertThat(answer.path("result").has("total_act_power")).isTrue();

        HttpResponse<String> unknown =
                post(port, "/rpc", "{\"id\":1,\"method\":\"Switch.Set\",\"params\":{\"on\":true}}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(unknown.body()).at("/error/message").asText())
                .isEqualTo("No handler for Switch.Set");
    }

    @Test
    void thereIsOneComponentAndNoOtherIsAnsweredFor() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        Shelly shelly = new Shelly(new Serial("02005e102030"), now(house));
        HttpPort port = opened(HttpPort.listening("x", OpenDoor.here(0), new ShellyHttp(shelly)));
        ShellyUdp udp = opened(ShellyUdp.listening(shelly, OpenDoor.here(0), 0));
        house.speaks(1);
        String other = QUESTION.replace("\"params\":{\"id\":0}", "\"params\":{\"id\":7}");
        assertThat(get(port, "/rpc/EM.GetStatus").statusCode()).isEqualTo(200);
        assertThat(get(port, "/rpc/EM.GetStatus?id=7").statusCode()).isEqualTo(404);
        assertThat(post(port, "/rpc/EM.GetStatus", "{\"id\":7}").statusCode()).isEqualTo(404);
        assertThat(post(port, "/rpc", other).body())
                .contains("\"error\"", "Argument 'id', value 7 not found!");
        assertThat(asked(udp, other)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,2]", "{\"method\":7}", "null"})
    void whatIsNoCallIsRefused(String body) throws Exception {
        HttpPort port = http(MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING));
        assertThat(post(port, "/rpc", body).statusCode()).isEqualTo(400);
        assertThat(get(port, "/settings").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(Grid.class)
    void answersADatagramByteByByte(Grid grid) throws Exception {
        MeteredHouse house = MeteredHouse.bare(grid, MeteredHouse.EVENING);
        ShellyUdp udp = udp(house);
        house.speaks(3);
        int watts = house.last().netPower().orElseThrow().watts();
        String phases =
                switch (grid) {
                    case SINGLE_PHASE ->
                            "\"a_act_power\":"
                                    + tenths(watts)
                                    + ",\"b_act_power\":0.001,"
                                    + "\"c_act_power\":0.001";
                    case DELTA_230 ->
                            "\"a_act_power\":"
                                    + tenths(watts(house, 0))
                                    + ",\"b_act_power\":0.001,"
                                    + "\"c_act_power\":"
                                    + tenths(watts(house, 2));
                    case STAR_400 ->
                            "\"a_act_power\":"
                                    + tenths(watts(house, 0))
                                    + ",\"b_act_power\":"
                                    + tenths(watts(house, 1))
                                    + ",\"c_act_power\":"
                                    + tenths(watts(house, 2));
                };
        assertThat(asked(udp, QUESTION))
                .isEqualTo(
                        "{\"id\":7,\"src\":\"shellypro3em-02005e102030\",\"dst\":\"hmg-50-acd929\","
                                + "\"result\":{"
                                + phases
                                + ",\"total_act_power\":"
                                + watts
                                + ".001}}");
    }

    @Test
    void whatIsNoQuestionGetsNoAnswer() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        ShellyUdp udp = udp(house);
        house.speaks(1);
        assertThat(asked(udp, "hello")).isNull();
        assertThat(asked(udp, "{\"id\":1,\"method\":\"Shelly.Reboot\"}")).isNull();
        assertThat(asked(udp, QUESTION)).as("it listens on").isNotNull();
    }

    @Test
    void whoIsNotOnTheListHearsNothing() throws Exception {
        Optional<InetAddress> network = MeteredHouse.ownAddress();
        assumeTrue(network.isPresent(), "this machine has no network");
        InetAddress own = network.get();
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        Shelly shelly = new Shelly(new Serial("02005e102030"), now(house));
        house.speaks(1);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger refusals = (Logger) LoggerFactory.getLogger(Refusals.class);
        refusals.addAppender(log);
        open.add(() -> refusals.detachAppender(log));
        OpenDoor strict = new OpenDoor(own.getHostAddress(), 0, List.of("203.0.113.8"));
        assertThat(asked(own, opened(ShellyUdp.listening(shelly, strict, 0)).port(), QUESTION))
                .isNull();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        own.getHostAddress()
                                + " may not read the meter: it is not in grid_meter.shelly.allow."
                                + " Others are sent away without a line here");
        OpenDoor kind = new OpenDoor(own.getHostAddress(), 0, List.of(own.getHostAddress()));
        assertThat(asked(own, opened(ShellyUdp.listening(shelly, kind, 0)).port(), QUESTION))
                .contains("total_act_power");
    }

    @Test
    void aSilentMeterSaysNothingUntilItSpeaksAgain() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        MeterNow now = now(house);
        Shelly shelly = new Shelly(new Serial("02005e102030"), now);
        HttpPort port = opened(HttpPort.listening("x", OpenDoor.here(0), new ShellyHttp(shelly)));
        ShellyUdp udp = opened(ShellyUdp.listening(shelly, OpenDoor.here(0), 0));
        assertThat(asked(udp, QUESTION)).as("before the first").isNull();
        house.speaks(5);
        assertThat(asked(udp, QUESTION)).isNotNull();
        house.isSilentFor(MeterNow.OLD.plusSeconds(1));
        assertThat(asked(udp, QUESTION)).isNull();
        assertThat(get(port, "/rpc/EM.GetStatus?id=0").statusCode()).isEqualTo(503);
        assertThat(get(port, "/rpc/EMData.GetStatus?id=0").statusCode()).isEqualTo(503);
        assertThat(get(port, "/rpc/Shelly.GetStatus").body()).doesNotContain("act_power");
        assertThat(post(port, "/rpc", QUESTION).statusCode()).isEqualTo(503);
        assertThat(get(port, "/shelly").statusCode()).isEqualTo(200);
        house.speaks(1);
        assertThat(asked(udp, QUESTION)).isNotNull();
        assertThat(get(port, "/rpc/EM.GetStatus?id=0").statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhichKeyToChangeWhenAPortIsTaken() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Shelly shelly =
                    new Shelly(
                            new Serial("02005e102030"),
                            now(MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING)));
            assertThatThrownBy(
                            () ->
                                    ShellyUdp.listening(
                                            shelly, OpenDoor.here(0), taken.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("grid_meter.shelly.udp_ports")
                    .hasMessageContaining("in use");
        }
    }

    private static MeterNow now(MeteredHouse house) {
        MeterNow now = new MeterNow(MeteredHouse.json(), house.access().clock());
        house.tells(now::hear);
        return now;
    }

    private HttpPort http(MeteredHouse house) throws IOException {
        Shelly shelly = new Shelly(new Serial("02005e102030"), now(house));
        return opened(
                HttpPort.listening(ShellySettings.KEY, OpenDoor.here(0), new ShellyHttp(shelly)));
    }

    private ShellyUdp udp(MeteredHouse house) throws IOException {
        Shelly shelly = new Shelly(new Serial("02005e102030"), now(house));
        return opened(ShellyUdp.listening(shelly, OpenDoor.here(0), 0));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private static String asked(ShellyUdp udp, String question) throws IOException {
        return asked(InetAddress.getLoopbackAddress(), udp.port(), question);
    }

    /** The answer to a datagram; null when none comes. */
    private static String asked(InetAddress from, int port, String question) throws IOException {
        try (DatagramSocket battery = new DatagramSocket(0, from)) {
            byte[] bytes = question.getBytes(StandardCharsets.UTF_8);
            battery.send(new DatagramPacket(bytes, bytes.length, from, port));
            battery.setSoTimeout((int) PATIENCE.toMillis());
            DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
            battery.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    private static int watts(MeteredHouse house, int wire) {
        PhaseReading phase = house.last().phases().get(wire);
        return phase.importPower().watts() - phase.exportPower().watts();
    }

    private static String tenths(int watts) {
        return watts == 0 ? "0.001" : watts + ".0";
    }

    private HttpResponse<String> get(HttpPort port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(HttpPort port, String path, String body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }
}
