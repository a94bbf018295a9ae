package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.unit.Power;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the JDK's own HTTP server, which answers as the devices do. */
class HttpActuatorTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");
    private static final Command SHED = new Command.Shed("x", NOW);
    private static final Command RESTORE = new Command.Restore("x", NOW);
    private static final Actuation AMPERES =
            new Actuation.Modulating(Actuation.Unit.AMPERE, 6, 16, 1, 690, true);

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String answer = "{}";
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    String user = exchange.getRequestHeaders().getFirst("Authorization");
                    requests.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + (body.isEmpty() ? "" : " " + body)
                                    + (user == null ? "" : " " + user));
                    byte[] reply = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, reply.length);
                    exchange.getResponseBody().write(reply);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aShellyIsShedForFiveMinutesAtATimeAndAskedHowItStands() throws IOException {
        Actuator shelly = new HttpActuator(preset("shelly"), new Actuation.OnOff());
        shelly.order(SHED);
        assertThat(requests).containsExactly("GET /rpc/Switch.Set?id=0&on=false&toggle_after=300");
        answer = "{\"id\":0,\"output\":false,\"apower\":0.0}";
        assertThat(shelly.isDone(SHED)).isTrue();
        assertThat(shelly.isDone(RESTORE)).isFalse();
        answer = "{\"id\":0,\"output\":true,\"apower\":2384.6}";
        assertThat(shelly.isDone(SHED)).as("it says that it is on").isFalse();
        assertThat(shelly.look()).isEqualTo(new Sight(true, null, new Power(2385)));
    }

    @Test
    void aGoeChargerIsPausedAndSet() throws IOException {
        Actuator charger = new HttpActuator(preset("goe"), AMPERES);
        charger.order(SHED);
        charger.order(new Command.Set("x", NOW, 10));
        assertThat(requests)
                .containsExactly("GET /api/set?frc=1", "GET /api/set?frc=0", "GET /api/set?amp=10");
        answer = "{\"frc\":0,\"amp\":10}";
        assertThat(charger.isDone(new Command.Set("x", NOW, 10))).isTrue();
        requests.clear();
        charger.order(new Command.Set("x", NOW, 8));
        charger.order(RESTORE);
        assertThat(requests)
                .as("it is seen to be on")
                .containsExactly("GET /api/set?amp=8", "GET /api/set?amp=16");
        answer = "{\"frc\":0,\"amp\":8,\"nrg\":[230,230,230,0,8,8,8,1840,1840,1840,0,5520]}";
        assertThat(charger.isDone(new Command.Set("x", NOW, 8))).isTrue();
        assertThat(charger.isDone(RESTORE)).as("it is not at its highest").isFalse();
        assertThat(charger.isDone(SHED)).isFalse();
        assertThat(charger.look()).isEqualTo(new Sight(true, 8, new Power(5520)));
    }

    @Test
    void sendsWhateverTheOwnerWrites() throws IOException {
        Actuator load =
                new HttpActuator(
                        settings(
                                "PUT http://ADDRESS/state {\"on\":false}",
                                "PUT http://ADDRESS/state {\"on\":true}",
                                "POST http://ADDRESS/limit {\"a\":{value}}"),
                        AMPERES);
        load.order(SHED);
        assertThat(load.isDone(SHED)).as("its reply is its word").isTrue();
        load.order(new Command.Set("x", NOW, 7));
        assertThat(requests)
                .containsExactly(
                        "PUT /state {\"on\":false} Basic bWU6c2VjcmV0",
                        "PUT /state {\"on\":true} Basic bWU6c2VjcmV0",
                        "POST /limit {\"a\":7} Basic bWU6c2VjcmV0");
    }

    @Test
    void aRefusalIsNotDone() {
        status = 500;
        Actuator shelly = new HttpActuator(preset("shelly"), new Actuation.OnOff());
        assertThatThrownBy(() -> shelly.order(SHED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answers 500");
    }

    @Test
    void aDeviceThatIsGoneIsAnError() {
        Actuator shelly = new HttpActuator(preset("shelly"), new Actuation.OnOff());
        server.stop(0);
        assertThatThrownBy(() -> shelly.order(SHED)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> preset("sonoff"))
                .withMessage("preset 'sonoff' is unknown; write shelly or goe");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("off", "on", "http://h/{value}"))
                .withMessageContaining("shed is a request such as http://192.168.1.60/on");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("http://h/0", "http://h/1", "http://h/set"))
                .withMessageContaining("set needs {value}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("http://h/0", null, null))
                .withMessageContaining("write both");
        assertThat(settings("http://h/0", "http://h/1", null).toString()).doesNotContain("secret");
    }

    private HttpActuatorSettings preset(String name) {
        return new HttpActuatorSettings(
                name,
                address(),
                new HttpActuatorSettings.Requests(null, null, null),
                new HttpActuatorSettings.Answer(null, null, null, null, null),
                new HttpActuatorSettings.Login(null, null),
                null);
    }

    private HttpActuatorSettings settings(String shed, String restore, String set) {
        return new HttpActuatorSettings(
                null,
                null,
                new HttpActuatorSettings.Requests(at(shed), at(restore), at(set)),
                new HttpActuatorSettings.Answer(null, null, null, null, null),
                new HttpActuatorSettings.Login("me", "secret"),
                null);
    }

    private String at(String request) {
        return request == null ? null : request.replace("ADDRESS", address());
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }
}
