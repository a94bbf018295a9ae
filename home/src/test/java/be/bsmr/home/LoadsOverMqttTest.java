package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.Command;
import be.bsmr.control.Contact;
import be.bsmr.control.LoadState.Report;
import be.bsmr.home.mqtt.BrokerSettings;
import be.bsmr.home.mqtt.EmbeddedBroker;
import be.bsmr.home.mqtt.ExternalBrokerSettings;
import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.mqtt.Qos;
import be.bsmr.home.mqtt.TopicSettings;
import be.bsmr.home.relay.RetryTimes;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.LoadSettings;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteInput.LoadContact;
import be.bsmr.site.SiteInput.LoadObserved;
import be.bsmr.site.SiteInput.LoadReport;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads that are told over a real broker, by devices that misbehave as real ones do. */
class LoadsOverMqttTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final String TASMOTA =
            "loads:\n  - id: boiler\n    mqtt: {preset: tasmota, device: boiler}\n";
    private static final String EVCC =
            """
            loads:
              - id: car
                modulating: {min: 6, max: 16}
                mqtt: {preset: evcc, device: "1", restore: pv}
            """;

    private static final String SG_READY =
            """
            loads:
              - id: boiler
                sg_ready:
                  free: 3
                  block: {mqtt: {preset: tasmota, device: pump, topic: cmnd/pump/POWER1,
                    state: {topic: stat/pump/POWER1}}}
                  boost: {mqtt: {preset: tasmota, device: pump, topic: cmnd/pump/POWER2,
                    state: {topic: stat/pump/POWER2}}}
            """;

    @TempDir private Path directory;

    private final List<SiteInput> told = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String stands = "ON";
    private int port;
    private EmbeddedBroker broker;
    private MqttLink device;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.take();
        broker = broker();
        device = new MqttLink(settings("device"), null);
        device.start();
        await().atMost(LONG_ENOUGH).until(device::isConnected);
    }

    @AfterEach
    void stop() {
        device.close();
        broker.close();
    }

    @Test
    void aTasmotaPlugIsShedBelievedAndGivenBack() throws Exception {
        tasmota(true);
        try (MqttLink ours = link();
                LoadSwitches loads = loads(ours, TASMOTA)) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            loads.obey(new Command.Shed("boiler", NOW));
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 2);
            assertThat(heard).containsSubsequence("ON", "OFF");
            await().atMost(LONG_ENOUGH)
                    .until(
                            () ->
                                    told.contains(
                                            new LoadObserved(
                                                    NOW, "boiler", null, new Power(2384))));
        }
        assertThat(heard.get(heard.size() - 1)).as("given back at the end").isEqualTo("ON");
    }

    /** One whose only switch is its own topic, which may have nobody who listens. */
    @Test
    void aLoadThatNothingAnswersForIsToldOnly() throws Exception {
        tasmota(true);
        try (MqttLink ours = link();
                LoadSwitches loads = loads(ours, TASMOTA + "  - id: post\n")) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 2);
            assertThat(told)
                    .contains(new LoadContact(NOW, "post", Contact.TOLD_ONLY))
                    .doesNotContain(new LoadContact(NOW, "boiler", Contact.TOLD_ONLY));
            assertThat(loads).isNotNull();
        }
    }

    @Test
    void aPlugThatAnswersWronglyOrNotAtAllIsGivenUp() throws Exception {
        tasmota(false);
        try (MqttLink ours = link();
                LoadSwitches loads = loads(ours, TASMOTA)) {
            await().atMost(LONG_ENOUGH).until(() -> told.contains(report(Report.FAILED)));
            device.publish("stat/boiler/POWER", "ON", false, Qos.AT_LEAST_ONCE);
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            told.clear();
            loads.obey(new Command.Shed("boiler", NOW));
            await().atMost(LONG_ENOUGH).until(() -> told.contains(report(Report.FAILED)));
        }
    }

    @Test
    void aSwitchByHandIsSeen() throws Exception {
        tasmota(true);
        try (MqttLink ours = link();
                LoadSwitches loads = loads(ours, TASMOTA)) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            stands = "OFF";
            device.publish("stat/boiler/POWER", "OFF", false, Qos.AT_LEAST_ONCE);
            await().atMost(LONG_ENOUGH)
                    .until(() -> told.stream().anyMatch(LoadsOverMqttTest::saysOff));
            assertThat(loads).isNotNull();
        }
    }

    /** As when the broker was away just then: what it says unasked is said once. */
    @Test
    void aSwitchByHandIsSeenWhenNobodyHeardThePlugSayIt() throws Exception {
        tasmota(true);
        try (MqttLink ours = link();
                LoadSwitches loads = loads(ours, TASMOTA)) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            stands = "OFF";
            await().atMost(LONG_ENOUGH)
                    .until(() -> told.stream().anyMatch(LoadsOverMqttTest::saysOff));
            assertThat(loads).isNotNull();
        }
    }

    @Test
    void aChargingPointIsSetPausedAndGoesBackToTheModeOfItsOwner() throws Exception {
        device.publish("evcc/loadpoints/1/mode", "minpv", true, Qos.AT_LEAST_ONCE);
        device.publish("evcc/loadpoints/1/maxCurrent", "16", true, Qos.AT_LEAST_ONCE);
        device.subscribe(
                "evcc/loadpoints/1/+/set",
                (topic, payload, retained) -> {
                    heard.add(topic.split("/", -1)[3] + " " + payload);
                    device.publish(
                            topic.substring(0, topic.length() - "/set".length()),
                            payload,
                            true,
                            Qos.AT_LEAST_ONCE);
                });
        try (MqttLink ours = link();
                LoadSwitches loads = loads(ours, EVCC)) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            assertThat(heard).as("it is as it should be already").isEmpty();
            loads.obey(new Command.Set("car", NOW, 9));
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 2);
            loads.obey(new Command.Shed("car", NOW));
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 3);
            loads.obey(new Command.Restore("car", NOW));
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 4);
            assertThat(heard)
                    .containsExactly("maxCurrent 9", "mode off", "mode pv", "maxCurrent 16");
        }
    }

    @Test
    void aHeatPumpBehindTwoRelaysIsBlockedAndLeftNormal() throws Exception {
        device.subscribe(
                "cmnd/pump/+",
                (topic, payload, retained) -> {
                    if (topic.endsWith("Backlog")) {
                        asked.add(payload);
                        device.publish("stat/pump/STATUS10", "{}", false, Qos.AT_LEAST_ONCE);
                    } else {
                        heard.add(topic.substring(topic.length() - 1) + " " + payload);
                        device.publish(
                                topic.replace("cmnd", "stat"), payload, false, Qos.AT_LEAST_ONCE);
                    }
                });
        try (MqttLink ours = link();
                LoadSwitches loads = loads(ours, SG_READY)) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            loads.obey(new Command.Shed("boiler", NOW));
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 2);
            assertThat(heard).endsWith("2 OFF", "1 ON");
            await().atMost(LONG_ENOUGH)
                    .untilAsserted(
                            () ->
                                    assertThat(asked)
                                            .contains("POWER1; STATUS 10", "POWER2; STATUS 10"));
        }
        // Whichever is said again because its answer was late.
        assertThat(List.of(last("1"), last("2")))
                .as("left as its fail-safe says")
                .containsExactly("1 OFF", "2 ON");
    }

    private String last(String contact) {
        return heard.stream()
                .filter(one -> one.startsWith(contact))
                .reduce((before, newest) -> newest)
                .orElseThrow();
    }

    @Test
    void aBrokerThatWasGoneIsToldAgainWhatWasWanted() throws Exception {
        tasmota(true);
        try (MqttLink ours = link();
                LoadSwitches loads = loads(ours, TASMOTA)) {
            await().atMost(LONG_ENOUGH).until(() -> confirmed() == 1);
            broker.close();
            await().atMost(LONG_ENOUGH).until(() -> !ours.isConnected());
            loads.obey(new Command.Shed("boiler", NOW));
            await().atMost(LONG_ENOUGH).until(() -> told.contains(report(Report.FAILED)));
            heard.clear();
            broker = broker();
            await().atMost(LONG_ENOUGH).until(() -> heard.contains("OFF") && confirmed() == 2);
        }
    }

    @Test
    void aPlugComesBackWhenTheProgramIsKilled() throws Exception {
        tasmota(true);
        Process program =
                Programs.java(List.of(), Killed.class, String.valueOf(port), directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(Programs.LOG)
                        .start();
        try {
            await().atMost(LONG_ENOUGH).until(() -> heard.contains("OFF"));
            heard.clear();
        } finally {
            program.destroyForcibly().onExit().join();
        }
        await().atMost(LONG_ENOUGH).until(() -> heard.contains("ON"));
    }

    /** A program that sheds the boiler and then hangs until it is killed. */
    static final class Killed {

        private Killed() {}

        public static void main(String[] args) throws Exception {
            LoadsOverMqttTest test = new LoadsOverMqttTest();
            test.port = Integer.parseInt(args[0]);
            test.directory = Path.of(args[1]);
            LoadSwitches loads = test.loads(test.link(), TASMOTA);
            loads.obey(new Command.Shed("boiler", NOW));
            Thread.currentThread().join();
        }
    }

    /**
     * @param obeys whether it says what it was told, or nothing
     */
    private void tasmota(boolean obeys) {
        device.subscribe(
                "cmnd/boiler/POWER",
                (topic, payload, retained) -> {
                    heard.add(payload);
                    stands = payload;
                    if (obeys) {
                        device.publish("stat/boiler/POWER", payload, false, Qos.AT_LEAST_ONCE);
                    }
                });
        device.subscribe(
                "cmnd/boiler/Backlog",
                (topic, payload, retained) -> {
                    assertThat(payload).isEqualTo("POWER; STATUS 10");
                    if (obeys) {
                        device.publish("stat/boiler/POWER", stands, false, Qos.AT_LEAST_ONCE);
                    }
                    device.publish(
                            "stat/boiler/STATUS10",
                            "{\"StatusSNS\":{\"ENERGY\":{\"Power\":2384}}}",
                            false,
                            Qos.AT_LEAST_ONCE);
                });
    }

    /** The program's own link. */
    private MqttLink link() {
        MqttLink link = new MqttLink(settings("home"), null);
        link.start();
        return link;
    }

    private LoadSwitches loads(MqttLink link, String yaml) throws Exception {
        LoadSwitches loads =
                new LoadSwitches(
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        told::add,
                        new RetryTimes(
                                Duration.ofMillis(300),
                                Duration.ofMillis(50),
                                Duration.ofSeconds(2),
                                3,
                                Duration.ofMillis(300)),
                        Optional.empty());
        Path file = directory.resolve("loads.yaml");
        Files.writeString(file, yaml);
        for (LoadSettings load : HomeConfig.read(file).loadControl().loads()) {
            loads.add(
                    load,
                    List.of(),
                    Optional.of(new LoadSwitches.Broker(settings("home"), null, link)));
        }
        loads.control(true, true);
        return loads;
    }

    private static boolean saysOff(SiteInput input) {
        return input instanceof LoadObserved seen && Boolean.FALSE.equals(seen.on());
    }

    private static LoadReport report(Report report) {
        return new LoadReport(NOW, "boiler", report, NOW);
    }

    private long confirmed() {
        return told.stream()
                .filter(i -> i instanceof LoadReport r && r.report() == Report.CONFIRMED)
                .count();
    }

    /** Stands for a broker of the house: it keeps what devices say of themselves. */
    private EmbeddedBroker broker() throws IOException {
        EmbeddedBroker fresh =
                new EmbeddedBroker(
                        new MqttSettings(
                                new BrokerSettings(
                                        true, "127.0.0.1", port, null, null, List.of(), List.of()),
                                ExternalBrokerSettings.NONE,
                                new TopicSettings("another", "evcc", "")),
                        directory);
        fresh.start();
        return fresh;
    }

    private MqttSettings settings(String site) {
        return new MqttSettings(
                BrokerSettings.DEFAULT,
                ExternalBrokerSettings.at("127.0.0.1", port),
                new TopicSettings(site, "bsmr", ""));
    }
}
