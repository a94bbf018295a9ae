package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.Command;
import be.bsmr.control.LoadState.Report;
import be.bsmr.home.mqtt.BrokerSettings;
import be.bsmr.home.mqtt.Certificates;
import be.bsmr.home.mqtt.ExternalBrokerSettings;
import be.bsmr.home.mqtt.Mosquitto;
import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.mqtt.Qos;
import be.bsmr.home.mqtt.TopicSettings;
import be.bsmr.home.relay.RetryTimes;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.LoadSettings;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.LoadObserved;
import be.bsmr.site.SiteInput.LoadReport;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices that bring a broker along, each played by a program behind a real Mosquitto: Niko's
 * controller with TLS and a password, Victron's GX device without.
 */
class LoadsOnTheirOwnBrokersTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(40);
    private static final String SOCKET = "61ce8b0a-4f64-4f4f-9d0c-3a5c1f2e7b10";
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir private Path directory;

    private final List<SiteInput> told = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** Where the part that we play is connected. */
    private final int inside = FreePort.take();

    /** Where BSMR is. */
    private final int outside = FreePort.take();

    private Certificates certificates;
    private volatile boolean on = true;
    private volatile int grid = 1000;
    private volatile int battery;

    @BeforeEach
    void prepare() throws Exception {
        certificates = new Certificates(directory);
    }

    // ---- Niko

    @Test
    void aSocketOfNikoIsSwitchedBelievedAndGivenBack() throws Exception {
        try (var broker = nikosBroker();
                MqttLink controller = controller();
                LoadSwitches loads = loads(niko())) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            assertThat(broker.said()).isNotEmpty();
            assertThat(heard).as("nothing, or what is so already").isSubsetOf("On");
            heard.clear();
            loads.obey(new Command.Shed("boiler", NOW));
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 2);
            assertThat(heard).containsExactly("Off");
            assertThat(controller.isConnected()).isTrue();
        }
        assertThat(heard).as("given back at the end").containsExactly("Off", "On");
    }

    @Test
    void aButtonOfNikoIsSeenAndASocketThatItDoesNotReachIsUnknown() throws Exception {
        try (var broker = nikosBroker();
                MqttLink controller = controller();
                LoadSwitches loads = loads(niko())) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            say(controller, false);
            await().atMost(LONG_ENOUGH).until(() -> told.contains(seen(false, null)));
            controller.publish(
                    "hobby/control/devices/evt",
                    ("{\"Method\":\"devices.status\",\"Params\":[{\"Devices\":[{\"Uuid\":\"%s\","
                                    + "\"Online\":\"False\"}]}]}")
                            .formatted(SOCKET),
                    false,
                    Qos.AT_LEAST_ONCE);
            await().atMost(LONG_ENOUGH)
                    .until(() -> told.stream().anyMatch(SiteInput.LoadContact.class::isInstance));
            assertThat(loads).isNotNull();
            assertThat(broker).isNotNull();
        }
    }

    @Test
    void saysWhatIsWrongWithTheTokenOfNiko() throws Exception {
        write("token", "another");
        try (var broker = nikosBroker();
                LoadSwitches loads = loads(niko("token"))) {
            await().atMost(LONG_ENOUGH)
                    .until(() -> told.contains(new LoadReport(NOW, "boiler", Report.FAILED, NOW)));
            assertThat(broker.said()).anyMatch(line -> line.contains("not authorised"));
            assertThat(loads).isNotNull();
        }
        assertThatThrownBy(() -> loads(niko("none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("write where the token lies");
        Files.setPosixFilePermissions(
                directory.resolve("token"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> loads(niko("token"))).hasMessageContaining("chmod 600");
        write("token", "one\ntwo");
        assertThatThrownBy(() -> loads(niko("token"))).hasMessageContaining("one line");
    }

    @Test
    void nikosBrokerGivesTheSocketBackWhenTheProgramIsKilled() throws Exception {
        try (var broker = nikosBroker();
                MqttLink controller = controller()) {
            Process program = program(niko());
            try {
                await().atMost(LONG_ENOUGH).until(() -> heard.contains("Off"));
                heard.clear();
            } finally {
                program.destroyForcibly().onExit().join();
            }
            await().atMost(LONG_ENOUGH).until(() -> heard.contains("On"));
            assertThat(controller.isConnected()).isTrue();
            assertThat(broker).isNotNull();
        }
    }

    private Mosquitto.Running nikosBroker() throws Exception {
        // Its certificate bears another name than the address that it is reached by.
        Path certificate = certificates.selfSigned("niko");
        Path passwords = directory.resolve("passwords");
        Process making =
                new ProcessBuilder(
                                Programs.path("mosquitto_passwd").toString(),
                                "-b",
                                "-c",
                                passwords.toString(),
                                "hobby",
                                "header.payload.signature")
                        .start();
        assertThat(making.waitFor()).isZero();
        return Mosquitto.broker(
                directory,
                "per_listener_settings true",
                "listener " + inside + " 127.0.0.1",
                "allow_anonymous true",
                "listener " + outside + " 127.0.0.1",
                "certfile " + certificate,
                "keyfile " + certificates.key("niko"),
                "password_file " + passwords);
    }

    private String niko() throws IOException {
        write("jwt", "header.payload.signature");
        return niko("jwt");
    }

    private void write(String token, String text) throws IOException {
        Path file = directory.resolve(token);
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String niko(String token) {
        return "loads: [{id: boiler, niko: {host: 127.0.0.1, port: %d, ca: %s, token_file: %s, uuid: %s}}]\n"
                .formatted(outside, certificates.file("niko"), directory.resolve(token), SOCKET);
    }

    /** Lists two devices, and switches the one that is ours. */
    private MqttLink controller() {
        MqttLink controller = link();
        controller.subscribe(
                "hobby/control/devices/cmd",
                (topic, payload, retained) -> {
                    JsonNode command = parsed(payload);
                    if (command.path("Method").asText().equals("devices.list")) {
                        publish(controller, "rsp", "devices.list");
                        return;
                    }
                    JsonNode device = command.at("/Params/0/Devices/0");
                    assertThat(command.path("Method").asText()).isEqualTo("devices.control");
                    assertThat(device.path("Uuid").asText()).isEqualTo(SOCKET);
                    String status = device.at("/Properties/0/Status").asText();
                    heard.add(status);
                    say(controller, status.equals("On"));
                });
        return controller;
    }

    private void say(MqttLink controller, boolean isOn) {
        on = isOn;
        publish(controller, "evt", "devices.status");
    }

    private void publish(MqttLink controller, String kind, String method) {
        String device =
                "{\"Uuid\":\"%s\",\"Online\":\"True\",\"Properties\":[{\"Status\":\"%s\"}]}";
        controller.publish(
                "hobby/control/devices/" + kind,
                "{\"Method\":\"%s\",\"Params\":[{\"Devices\":[%s,%s]}]}"
                        .formatted(
                                method,
                                device.formatted("another-device", "Off"),
                                device.formatted(SOCKET, on ? "On" : "Off")),
                false,
                Qos.AT_LEAST_ONCE);
    }

    // ---- Victron

    @Test
    void aBatteryOfVictronGivesByTheSetPointOfTheGrid() throws Exception {
        try (var broker = Mosquitto.broker(directory, plain(inside));
                MqttLink gx = gx();
                LoadSwitches loads = loads(victron(inside))) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            assertThat(heard).as("its owner's own set-point").containsOnly("50");
            assertThat(battery).as("so it feeds the house itself").isEqualTo(-950);
            heard.clear();
            loads.obey(new Command.Set("battery", NOW, -1500));
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 2);
            assertThat(heard).as("50 W, and 550 W less").containsOnly("-500");
            await().atMost(LONG_ENOUGH).until(() -> told.contains(seen(null, new Power(-1500))));
            loads.obey(new Command.Set("battery", NOW, 2000));
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 3);
            assertThat(grid).as("the house and the battery").isEqualTo(3000);
            assertThat(broker).isNotNull();
            assertThat(gx).isNotNull();
        }
        assertThat(heard.get(heard.size() - 1)).as("given back at the end").isEqualTo("50");
    }

    @Test
    void aGxDeviceThatForgotItsSetPointIsToldAgain() throws Exception {
        try (var broker = Mosquitto.broker(directory, plain(inside));
                MqttLink gx = gx();
                LoadSwitches loads = loads(victron(inside))) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            loads.obey(new Command.Set("battery", NOW, -1500));
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 2);
            heard.clear();
            setPoint(gx, 50);
            await().atMost(LONG_ENOUGH).until(() -> heard.contains("-500"));
            assertThat(broker).isNotNull();
            assertThat(loads).isNotNull();
        }
    }

    @Test
    void victronsBrokerGivesTheSetPointBackWhenTheProgramIsKilled() throws Exception {
        try (var broker = Mosquitto.broker(directory, plain(inside));
                MqttLink gx = gx()) {
            Process program = program(victron(inside));
            try {
                await().atMost(LONG_ENOUGH).until(() -> heard.contains("-500"));
                heard.clear();
            } finally {
                program.destroyForcibly().onExit().join();
            }
            await().atMost(LONG_ENOUGH).until(() -> heard.contains("50"));
            assertThat(gx.isConnected()).isTrue();
            assertThat(broker).isNotNull();
        }
    }

    private static String victron(int port) {
        return "loads: [{id: battery, modulating: {unit: watt, min: -3000, max: 3000}, victron: {host: 127.0.0.1, port: %d, portal: c0619ab12345}}]\n"
                .formatted(port);
    }

    private static String[] plain(int port) {
        return new String[] {"listener " + port + " 127.0.0.1", "allow_anonymous true"};
    }

    /** A house of 1 kW on two wires, with ESS, which says only what it is asked. */
    private MqttLink gx() {
        MqttLink gx = link();
        gx.subscribe(
                "R/c0619ab12345/#",
                (topic, payload, retained) -> {
                    switch (topic.substring("R/c0619ab12345/".length())) {
                        case "system/0/Ac/Grid" -> {
                            tell(gx, "system/0/Ac/Grid/L1/Power", String.valueOf(grid - 100));
                            tell(gx, "system/0/Ac/Grid/L2/Power", "100");
                            tell(gx, "system/0/Ac/Grid/L3/Power", "null");
                        }
                        case "system/0/Dc/Battery/Power" ->
                                tell(gx, "system/0/Dc/Battery/Power", String.valueOf(battery));
                        case "hub4/0/AcPowerSetpoint" ->
                                tell(gx, "hub4/0/AcPowerSetpoint", String.valueOf(grid));
                        default -> assertThat(topic).endsWith("keepalive");
                    }
                });
        gx.subscribe(
                "W/c0619ab12345/hub4/0/AcPowerSetpoint",
                (topic, payload, retained) -> {
                    heard.add(parsed(payload).path("value").asText());
                    setPoint(gx, parsed(payload).path("value").asInt());
                });
        return gx;
    }

    /** ESS keeps the grid there, by its battery. */
    private void setPoint(MqttLink gx, int watts) {
        int moved = battery + watts - grid;
        battery = moved;
        grid = watts;
        tell(gx, "hub4/0/AcPowerSetpoint", String.valueOf(watts));
    }

    private static void tell(MqttLink gx, String path, String value) {
        gx.publish("N/c0619ab12345/" + path, "{\"value\":" + value + "}", false, Qos.AT_LEAST_ONCE);
    }

    // ---- both

    private Process program(String yaml) throws IOException {
        Files.writeString(directory.resolve("killed.yaml"), yaml);
        return Programs.java(List.of(), Killed.class, directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(Programs.LOG)
                .start();
    }

    /** A program that sheds the boiler, or empties the battery, and hangs until it is killed. */
    static final class Killed {

        private Killed() {}

        public static void main(String[] args) throws Exception {
            LoadsOnTheirOwnBrokersTest test = new LoadsOnTheirOwnBrokersTest();
            test.directory = Path.of(args[0]);
            LoadSwitches loads = test.loads(Files.readString(Path.of(args[0], "killed.yaml")));
            loads.obey(new Command.Shed("boiler", NOW));
            loads.obey(new Command.Set("battery", NOW, -1500));
            Thread.currentThread().join();
        }
    }

    private MqttLink link() {
        MqttLink link = new MqttLink(inside(), null);
        link.start();
        assertThat(link.awaitConnected(LONG_ENOUGH)).isTrue();
        return link;
    }

    private MqttSettings inside() {
        return new MqttSettings(
                BrokerSettings.DEFAULT,
                ExternalBrokerSettings.at("127.0.0.1", inside),
                new TopicSettings("played", "part", ""));
    }

    private LoadSwitches loads(String yaml) throws Exception {
        LoadSwitches loads =
                new LoadSwitches(
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        told::add,
                        new RetryTimes(
                                Duration.ofSeconds(1),
                                Duration.ofMillis(200),
                                Duration.ofSeconds(2),
                                5,
                                Duration.ofMillis(300)),
                        Optional.empty());
        Path file = directory.resolve("loads.yaml");
        Files.writeString(file, yaml);
        for (LoadSettings load : HomeConfig.read(file).loadControl().loads()) {
            loads.add(load, List.of(), Optional.empty());
        }
        loads.control(true, true);
        return loads;
    }

    private static LoadObserved seen(@Nullable Boolean isOn, @Nullable Power power) {
        String load = power == null ? "boiler" : "battery";
        return new LoadObserved(NOW, load, isOn, power);
    }

    private long confirmed() {
        return told.stream()
                .filter(i -> i instanceof LoadReport r && r.report() == Report.CONFIRMED)
                .count();
    }

    private static JsonNode parsed(String payload) {
        try {
            return MAPPER.readTree(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
