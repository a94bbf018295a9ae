package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.Command;
import be.bsmr.control.Decision;
import be.bsmr.control.LoadState;
import be.bsmr.home.guard.Mailbox;
import be.bsmr.home.guard.OneThread;
import be.bsmr.home.relay.Actuator;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.Hub;
import be.bsmr.home.source.SimulatedMeter;
import be.bsmr.home.source.TcpGateway;
import be.bsmr.home.source.TelegramOutput;
import be.bsmr.home.store.History;
import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program: real socket in, real broker, real database file, real HTTP out. */
class HomeTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final Instant EVENING = Instant.parse("2026-01-13T16:50:00Z");

    @TempDir private Path directory;

    private final List<SiteStep> steps = new CopyOnWriteArrayList<>();
    private final AtomicReference<SiteState> state = new AtomicReference<>();

    @Test
    void takesATelegramFromTheSocketToDashboardDiskAndMemory() throws Exception {
        Household house = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.DELTA_230);
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        HomeConfig config = config();
        try (Hub meter = TelegramOutput.tcpListen(0);
                Home home = listened(Home.of(config, new TcpGateway("127.0.0.1", meter.port())))) {
            home.start();
            await().atMost(LONG_ENOUGH).until(() -> meter.clients() == 1);
            for (int i = 0; i < 700; i++) {
                meter.write(writer.write(house.next()));
            }
            await().atMost(LONG_ENOUGH).until(() -> newReading() == 700);
            URI api = home.dashboard().orElseThrow().resolve("api/state");
            await().atMost(LONG_ENOUGH)
                    .until(() -> get(api).path("link").path("accepted").asInt() == 700);
            JsonNode shown = get(api);
            assertThat(shown.at("/reading/grid").asText()).isEqualTo("3x230");
            assertThat(shown.at("/quarter/start").asText()).isEqualTo("2026-01-13T18:00:00+01:00");
            // Sent faster than life: of a burst the drawing keeps at least the newest minute.
            assertThat(shown.at("/points/elapsed_s").size()).isBetween(60, 100);
        }
        try (History history = History.open(config.store().file())) {
            assertThat(history.newest()).contains(EVENING.plusSeconds(699));
            assertThat(history.recall(EVENING)).hasSize(700);
            assertThat(history.quarters(EVENING.minusSeconds(3600), EVENING.plusSeconds(3600)))
                    .singleElement()
                    .satisfies(
                            q ->
                                    assertThat(q.complete())
                                            .as("1.4.0 knows the whole quarter")
                                            .isTrue());
        }
    }

    /** The card gives up, the loads need control all the same. */
    @Test
    void goesOnWithoutADisk() throws Exception {
        // As on a card that is mounted read-only, nobody makes a file there, not even root.
        HomeConfig config = config().with("store.file", Path.of("/proc/bsmr.db"));
        OldMeter meter = new OldMeter(EVENING);
        runFor(config, meter, 700);
        assertThat(steps).anyMatch(s -> s.finished().isPresent());
    }

    /** Nobody knows what a thread that died does not do any more. */
    @Test
    void aThreadThatDiesEndsTheProgramAndLeavesTheLoadsSafe() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Actuator broken =
                new Actuator() {
                    @Override
                    public void order(Command command) {
                        said.add(command.getClass().getSimpleName());
                        if (said.size() == 1) {
                            throw new AssertionError("a defect");
                        }
                    }

                    @Override
                    public boolean isDone(Command command) {
                        return said.size() > 1;
                    }

                    @Override
                    public void close() {}
                };
        HomeConfig config = config().withLoad(Household.BOILER, "Boiler", 2400);
        try (Home home = Home.of(config, house()).switching(Household.BOILER, broken)) {
            home.start();
            assertThatThrownBy(() -> home.stopped().get(60, TimeUnit.SECONDS))
                    .hasRootCauseMessage("a defect");
        }
        assertThat(said).as("given back by another thread").hasSizeGreaterThan(1);
    }

    /** Where no thread dies of it by itself, or only a sink's. */
    @ParameterizedTest
    @ValueSource(strings = {"a mailbox", "an executor", "an executor, again and again"})
    void anErrorThatNobodyWouldHearOfEndsTheProgram(String where) throws Exception {
        Error defect = new StackOverflowError("a defect");
        Runnable fails =
                () -> {
                    throw defect;
                };
        try (Home home = Home.of(config(), house())) {
            home.start();
            Mailbox<String> box = new Mailbox<>("a sink", 1, message -> fails.run());
            OneThread executor = new OneThread("a task");
            switch (where) {
                case "a mailbox" -> box.put("a message");
                case "an executor" -> executor.execute(fails);
                default -> {
                    var unused = executor.scheduleWithFixedDelay(fails, 0, 1, TimeUnit.SECONDS);
                }
            }
            assertThatThrownBy(() -> home.stopped().get(60, TimeUnit.SECONDS)).hasCause(defect);
            box.close();
            executor.shutdownNow();
        }
    }

    @Test
    void saysHowItsPartsDo() throws Exception {
        try (Home home = Home.of(config(), house())) {
            home.start();
            URI healthz = home.dashboard().orElseThrow().resolve("healthz");
            await().atMost(LONG_ENOUGH)
                    .until(() -> get(healthz).path("status").asText().equals("ok"));
            JsonNode health = get(healthz);
            for (String part : List.of("site", "store", "meter", "broker")) {
                assertThat(health.at("/" + part + "/ok").asBoolean()).as(part).isTrue();
            }
            await().atMost(LONG_ENOUGH)
                    .until(() -> get(healthz).at("/broker/age_s").canConvertToInt());
            assertThat(health.at("/site/age_s").asInt()).isLessThan(5);
        }
    }

    private static Home ended(Home home) throws Exception {
        try (home) {
            home.start();
        }
        return home;
    }

    @Test
    void saysWhetherAllIsKept() throws Exception {
        Home kept = ended(Home.of(config(), gateway(1)));
        assertThat(kept.keeps()).isTrue();
        assertThat(kept.notKept()).isEmpty();
        Home lost =
                ended(Home.of(config().with("store.file", Path.of("/proc/bsmr.db")), gateway(1)));
        assertThat(lost.notKept()).hasValueSatisfying(w -> assertThat(w).contains("/proc"));
        assertThat(Home.withoutStore(config(), gateway(1)).keeps()).isFalse();
    }

    /** A file of somebody else is a wrong configuration. */
    @Test
    void refusesAFileThatIsNotOurs() throws Exception {
        Path theirs = Files.writeString(directory.resolve("list.csv"), "Van Datum;Van Tijdstip\n");
        OldMeter meter = new OldMeter(EVENING);
        assertThatThrownBy(() -> runFor(config().with("store.file", theirs), meter, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("store.file");
    }

    @Test
    void continuesTheQuarterAfterARestart() throws Exception {
        HomeConfig config = config();
        // An older meter without demand register: only its registers know what happened meanwhile.
        OldMeter meter = new OldMeter(EVENING);
        runFor(config, meter, 900); // into the quarter of 17:00 UTC by 300 s
        meter.skip(120);
        steps.clear();
        runFor(config, meter, 600);
        QuarterDemand quarter =
                steps.stream().flatMap(s -> s.finished().stream()).findFirst().orElseThrow();
        assertThat(quarter.quarter().start()).isEqualTo(Instant.parse("2026-01-13T17:00:00Z"));
        assertThat(quarter.complete()).isTrue();
        assertThat(quarter.imported().wattHours())
                .isEqualTo(meter.registerAt(1500) - meter.registerAt(600));
        assertThat(quarter.coverage()).isBetween(0.8, 0.9);
    }

    @Test
    void shedsTheBoilerBeforeTheTargetIsPassedAndGivesItBack() throws Exception {
        SimulatedMeter meter =
                new SimulatedMeter(
                        new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400),
                        SiteSettings.BELGIUM,
                        2000);
        List<Boolean> switched = new CopyOnWriteArrayList<>();
        Actuator relay =
                new Actuator() {
                    private Command told;

                    @Override
                    public void order(Command command) {
                        switched.add(command instanceof Command.Shed);
                        meter.allow(
                                Household.BOILER,
                                command instanceof Command.Shed
                                        ? Allowance.OFF
                                        : Allowance.UNCONTROLLED);
                        told = command;
                    }

                    @Override
                    public boolean isDone(Command command) {
                        return Actuator.same(told, command);
                    }

                    @Override
                    public void close() {}
                };
        HomeConfig config = config().withLoad(Household.BOILER, "Boiler", 2400);
        try (Home home = listened(Home.of(config, meter)).switching(Household.BOILER, relay)) {
            home.start();
            await().atMost(LONG_ENOUGH)
                    .until(() -> commands().anyMatch(c -> c instanceof Command.Shed));
            await().atMost(LONG_ENOUGH).until(() -> switched.contains(true));
            await().atMost(LONG_ENOUGH)
                    .until(
                            () ->
                                    state.get().control().loads().get(0).response().report()
                                            == LoadState.Report.CONFIRMED);
            await().atMost(LONG_ENOUGH)
                    .until(() -> commands().anyMatch(c -> c instanceof Command.Restore));
        }
        assertThat(switched.get(0))
                .as("restored at the start, whatever an earlier run left")
                .isFalse();
        assertThat(switched.get(switched.size() - 1)).as("restored at the end").isFalse();
    }

    @Test
    void saysWhichKeyToChangeWhenAPortIsTakenAndLeavesNothingRunning() throws Exception {
        try (ServerSocket taken =
                new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            HomeConfig config = configOn(taken.getLocalPort());
            SimulatedMeter meter =
                    new SimulatedMeter(
                            new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400),
                            SiteSettings.BELGIUM,
                            1);
            try (Home home = Home.of(config, meter)) {
                assertThatThrownBy(home::start)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("web.port");
            }
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("site", "meter");
    }

    @Test
    void handsItsTelegramsOnToOtherPrograms() throws Exception {
        int port = FreePort.take();
        HomeConfig config =
                config(
                        "hub: {enabled: true, port: "
                                + port
                                + "}\nmqtt: {broker: {enabled: false}}");
        SimulatedMeter meter =
                new SimulatedMeter(
                        new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400),
                        SiteSettings.BELGIUM,
                        20);
        try (Home home = Home.of(config, meter)) {
            home.start();
            try (Home other = listened(Home.withoutStore(config(), gateway(port)))) {
                other.start();
                await().atMost(LONG_ENOUGH).until(() -> newReading() >= 20);
                assertThat(state.get().metering().link().rejected()).isZero();
                assertThat(state.get().metering().link().strayBytes()).isZero();
            }
            try (Home second = Home.withoutStore(config, meter)) {
                assertThatThrownBy(second::start)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("hub.port")
                        .hasMessageContaining("in use");
            }
        }
    }

    @Test
    void theSecondOnOneBrokerLooksOnUntilTheFirstLeaves() throws Exception {
        int port = FreePort.take();
        String load = "loads: [{id: boiler, power_w: 2400}]\n";
        HomeConfig first = config(load).with("mqtt.broker.port", port).with("web.port", 0);
        HomeConfig second = config(load + "mqtt: {host: 127.0.0.1, port: " + port + "}");
        Home one = Home.withoutStore(first, house());
        try (one;
                Home other = listened(Home.withoutStore(second, house()))) {
            one.start();
            other.start();
            await().atMost(LONG_ENOUGH).until(() -> decided(Decision.What.ANOTHER_STEERS));
            assertThat(state.get().control().mayControl()).isFalse();
            one.close();
            await().atMost(LONG_ENOUGH).until(() -> decided(Decision.What.STEERS_AGAIN));
        }
    }

    private static SimulatedMeter house() {
        return new SimulatedMeter(
                new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400),
                SiteSettings.BELGIUM,
                20);
    }

    private boolean decided(Decision.What what) {
        return steps.stream().flatMap(s -> s.decisions().stream()).anyMatch(d -> d.what() == what);
    }

    private static ByteSource gateway(int port) {
        return new TcpGateway("127.0.0.1", port);
    }

    private HomeConfig config(String yaml) throws Exception {
        Path file = directory.resolve("bsmr.yaml");
        Files.writeString(file, yaml);
        return HomeConfig.read(file)
                .with("store.file", directory.resolve("other.db"))
                .with("mqtt.broker.port", 0)
                .with("web.port", 0);
    }

    private void runFor(HomeConfig config, OldMeter meter, int seconds) throws Exception {
        long before = newReading();
        try (Hub output = TelegramOutput.tcpListen(0);
                Home home = listened(Home.of(config, new TcpGateway("127.0.0.1", output.port())))) {
            home.start();
            await().atMost(LONG_ENOUGH).until(() -> output.clients() == 1);
            for (int i = 0; i < seconds; i++) {
                output.write(meter.next());
            }
            await().atMost(LONG_ENOUGH).until(() -> newReading() == before + seconds);
        }
    }

    private Home listened(Home home) {
        return home.tellingAlso(
                step -> {
                    steps.add(step);
                    state.set(step.state());
                });
    }

    private long newReading() {
        return steps.stream().filter(SiteStep::newReading).count();
    }

    private java.util.stream.Stream<Command> commands() {
        return steps.stream().flatMap(s -> s.commands().stream());
    }

    private HomeConfig config() {
        return HomeConfig.DEFAULT
                .with("store.file", directory.resolve("home.db"))
                .with("mqtt.broker.port", 0)
                .with("web.port", 0);
    }

    private HomeConfig configOn(int webPort) {
        return config().with("mqtt.broker.port", 0).with("web.port", webPort);
    }

    private static JsonNode get(URI uri) throws Exception {
        HttpResponse<String> response =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString());
        return new JsonMapper().readTree(response.body());
    }
}
