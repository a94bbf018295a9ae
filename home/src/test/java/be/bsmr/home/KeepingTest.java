package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.control.Decision;
import be.bsmr.home.cli.Main;
import be.bsmr.home.mqtt.BrokerSettings;
import be.bsmr.home.mqtt.ExternalBrokerSettings;
import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.mqtt.Qos;
import be.bsmr.home.mqtt.TopicSettings;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.Hub;
import be.bsmr.home.source.StandardInput;
import be.bsmr.home.source.TcpGateway;
import be.bsmr.home.source.TelegramOutput;
import be.bsmr.home.store.History;
import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.MonthPeak;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program, and a disk that is slow, held by others, or not there: what is lost. */
@Timeout(120)
class KeepingTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    /** Longer: {@code mvn test -pl core,home -Dtest=KeepingTest -Dbsmr.held=36 …}. */
    private static final int HELD_SECONDS = Integer.getInteger("bsmr.held", 7);

    private static final Instant EVENING = Instant.parse("2026-01-13T17:00:00Z");

    @TempDir private Path folder;
    private final Household house = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);
    private final TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
    private final List<Decision> decisions = new CopyOnWriteArrayList<>();
    private final AtomicLong newReading = new AtomicLong();

    /** Thousands of telegrams a second, and a quarter every tenth of a second. */
    @Test
    void keepsAllOfAFeedThatIsFasterThanTheDisk() throws Exception {
        int seconds = 2 * 3600;
        Home home = listened(Home.of(config(), new StandardInput(feed(seconds))));
        try (home) {
            home.start();
            home.stopped().get(60, TimeUnit.SECONDS);
        }
        assertThat(home.notKept()).isEmpty();
        assertKept(seconds, seconds / 900 - 1);
    }

    /** A foreign program that holds the database for longer than SQLite waits. */
    @Test
    void losesNothingWhileAnotherProgramHoldsTheDatabase() throws Exception {
        int seconds = 2 * 3600;
        Home home = listened(Home.of(config(), new StandardInput(feed(seconds))));
        try (home) {
            home.start();
            try (Connection other =
                            DriverManager.getConnection("jdbc:sqlite:" + config().store().file());
                    Statement s = other.createStatement()) {
                s.execute("PRAGMA busy_timeout = 5000");
                s.execute("BEGIN IMMEDIATE");
                await().atMost(LONG_ENOUGH).until(() -> newReading.get() > 1000);
                Instant until = Instant.now().plusSeconds(HELD_SECONDS);
                await().atMost(LONG_ENOUGH).until(() -> Instant.now().isAfter(until));
                s.execute("ROLLBACK");
            }
            home.stopped().get(60, TimeUnit.SECONDS);
        }
        assertThat(home.notKept()).isEmpty();
        assertKept(seconds, seconds / 900 - 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hundredsOfRequestsASecondAreAFewDecisions(boolean byMqtt) throws Exception {
        int port = FreePort.take();
        HomeConfig config =
                config().with("mqtt.broker.port", port)
                        .with("web.port", 0)
                        .withLoad(Household.BOILER, "Boiler", 2400);
        Home home;
        Instant begun = Instant.now();
        try (Hub meter = TelegramOutput.tcpListen(0)) {
            home = listened(Home.of(config, new TcpGateway("127.0.0.1", meter.port())));
            try (home) {
                home.start();
                await().atMost(LONG_ENOUGH).until(() -> meter.clients() == 1);
                for (int i = 0; i < 950; i++) {
                    meter.write(writer.write(house.next()));
                }
                if (byMqtt) {
                    requestOverMqtt(port, () -> forced() > 0);
                } else {
                    requestOverHttp(home);
                }
                await().atMost(LONG_ENOUGH).until(() -> newReading.get() == 950);
                await().atMost(LONG_ENOUGH).until(() -> forced() > 0);
            }
        }
        long lasted = Duration.between(begun, Instant.now()).toSeconds();
        assertThat(forced()).isBetween(1L, lasted + 2);
        assertThat(home.notKept()).isEmpty();
        assertKept(950, 1);
    }

    /** How often the boiler was switched because somebody asked. */
    private long forced() {
        return decisions.stream()
                .filter(
                        d ->
                                d.what() == Decision.What.LOAD_FORCED_ON
                                        || d.what() == Decision.What.LOAD_FORCED_OFF)
                .count();
    }

    /** A finished quarter goes to the database, its seconds to the journal: that is enough. */
    @Test
    @Timeout(300)
    void aKillWhileTheDatabaseIsHeldCostsNoQuarter() throws Exception {
        Path file = config().store().file();
        int seconds = 950;
        try (Hub meter = TelegramOutput.tcpListen(0)) {
            Process program = program(meter.port());
            try {
                await().atMost(LONG_ENOUGH).until(() -> meter.clients() == 1);
                write(meter, seconds);
                await().atMost(LONG_ENOUGH).until(() -> Files.exists(file) && kept() >= 901);
                try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                        Statement s = other.createStatement()) {
                    s.execute("PRAGMA busy_timeout = 5000");
                    s.execute("BEGIN IMMEDIATE");
                    try (History history = History.open(file)) {
                        write(meter, 1850);
                        seconds += 1850;
                        int until = seconds;
                        await().atMost(LONG_ENOUGH)
                                .until(() -> history.recall(EVENING).size() == until);
                    }
                    program.destroyForcibly().waitFor();
                    s.execute("ROLLBACK");
                }
            } finally {
                program.destroyForcibly().waitFor();
            }
            try (History history = History.open(file)) {
                assertThat(history.recall(EVENING)).hasSize(seconds);
                assertThat(history.quarters(EVENING, EVENING.plusSeconds(seconds)))
                        .as("in the database before the kill")
                        .hasSize(1);
            }
            Process again = program(meter.port());
            try {
                await().atMost(LONG_ENOUGH).until(() -> meter.clients() == 1);
                try (History history = History.open(file)) {
                    List<QuarterDemand> quarters =
                            history.quarters(EVENING, EVENING.plusSeconds(seconds));
                    assertThat(quarters).hasSize(seconds / 900);
                    assertThat(quarters.subList(1, quarters.size()))
                            .allMatch(QuarterDemand::complete);
                    assertThat(
                                    history.peaks()
                                            .of(YearMonth.of(2026, 1), MonthPeak.Source.COUNTED)
                                            .orElseThrow()
                                            .demand())
                            .isEqualTo(
                                    quarters.stream()
                                            .filter(QuarterDemand::complete)
                                            .map(QuarterDemand::demand)
                                            .max(Comparator.naturalOrder())
                                            .orElseThrow());
                }
            } finally {
                again.destroyForcibly().waitFor();
            }
        }
    }

    /** As a stick that is plugged in, or a card that is mounted writable again, after the start. */
    @Test
    void goesOnByItselfWhenTheDiskIsBack() throws Exception {
        Path disk = folder.resolve("usb");
        HomeConfig config = config().with("store.file", disk.resolve("home.db"));
        Home home;
        try (Hub meter = TelegramOutput.tcpListen(0)) {
            home = listened(Home.of(config, new TcpGateway("127.0.0.1", meter.port())));
            home.retryingDisk(Duration.ofMillis(100));
            try (home) {
                home.start();
                await().atMost(LONG_ENOUGH).until(() -> meter.clients() == 1);
                for (int i = 0; i < 950; i++) {
                    meter.write(writer.write(house.next()));
                }
                await().atMost(LONG_ENOUGH).until(() -> newReading.get() == 950);
                URI state = home.dashboard().orElseThrow().resolve("api/state");
                assertThat(get(state)).contains("there is no folder");
                Files.createDirectory(disk);
                await().atMost(LONG_ENOUGH).until(() -> Files.exists(disk.resolve("home.db")));
                await().atMost(LONG_ENOUGH).until(() -> !get(state).contains("no folder"));
            }
        }
        assertThat(home.notKept()).isEmpty();
        try (History history = History.open(config.store().file())) {
            assertThat(history.recall(EVENING)).hasSize(950);
            assertThat(history.quarters(EVENING, EVENING.plusSeconds(900))).hasSize(1);
        }
    }

    @Test
    void controlsOnAndBeginsANewDatabaseWhenItsOwnIsDeleted() throws Exception {
        try (Hub meter = TelegramOutput.tcpListen(0)) {
            Home home = listened(Home.of(config(), new TcpGateway("127.0.0.1", meter.port())));
            try (home) {
                home.start();
                await().atMost(LONG_ENOUGH).until(() -> meter.clients() == 1);
                for (int i = 0; i < 950; i++) {
                    meter.write(writer.write(house.next()));
                }
                await().atMost(LONG_ENOUGH).until(() -> kept() >= 901);
                for (String end : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(folder.resolve("home.db" + end));
                }
                for (int i = 0; i < 900; i++) {
                    meter.write(writer.write(house.next()));
                }
                await().atMost(LONG_ENOUGH).until(() -> newReading.get() == 1850);
            }
            assertThat(home.notKept()).isEmpty();
        }
        try (History history = History.open(config().store().file())) {
            assertThat(history.recall(EVENING)).hasSize(950);
        }
    }

    private static void requestOverHttp(Home home) throws Exception {
        URI mode =
                home.dashboard().orElseThrow().resolve("api/loads/" + Household.BOILER + "/mode");
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < 300; i += 10) {
            List<CompletableFuture<HttpResponse<Void>>> answers =
                    Stream.of("off", "on", "off", "on", "off", "on", "off", "on", "off", "on")
                            .map(wish -> asked(client, mode, wish))
                            .toList();
            assertThat(answers).allMatch(answer -> answer.join().statusCode() == 202);
        }
        // Of all that wait together the last one counts: it must change something.
        assertThat(asked(client, mode, "off").join().statusCode()).isEqualTo(202);
    }

    private static CompletableFuture<HttpResponse<Void>> asked(
            HttpClient client, URI mode, String wish) {
        return client.sendAsync(
                HttpRequest.newBuilder(mode)
                        .header("X-BSMR", "1")
                        .POST(BodyPublishers.ofString(wish))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    /**
     * @param heard whether the house has heard one: its own link may be the later one
     */
    private static void requestOverMqtt(int port, BooleanSupplier heard) {
        MqttSettings there =
                new MqttSettings(
                        BrokerSettings.DEFAULT,
                        ExternalBrokerSettings.at("127.0.0.1", port),
                        new TopicSettings("elsewhere", "bsmr", ""));
        AtomicLong passed = new AtomicLong();
        try (MqttLink link = new MqttLink(there, null)) {
            link.subscribe(
                    "bsmr/other/passed", (topic, payload, retained) -> passed.incrementAndGet());
            link.start();
            await().atMost(LONG_ENOUGH).until(link::isConnected);
            String mode = "bsmr/home/load/" + Household.BOILER + "/mode/set";
            await().atMost(LONG_ENOUGH)
                    .until(
                            () -> {
                                link.publish(mode, "off", false, Qos.AT_LEAST_ONCE);
                                return heard.getAsBoolean();
                            });
            for (int i = 1; i <= 300; i++) {
                link.publish(mode, i % 2 == 0 ? "off" : "on", false, Qos.AT_LEAST_ONCE);
            }
            await().atMost(LONG_ENOUGH)
                    .until(
                            () -> {
                                link.publish("bsmr/other/passed", "1", false, Qos.AT_LEAST_ONCE);
                                return passed.get() > 0;
                            });
        }
    }

    private Process program(int meter) throws IOException {
        Path file = folder.resolve("bsmr.yaml");
        Files.writeString(
                file,
                "web: {enabled: false}\nmqtt: {broker: {enabled: false}}\nstore: {file: "
                        + config().store().file()
                        + ", commit_seconds: 1}\n");
        return Programs.java(
                        List.of("-Xmx96m"),
                        Main.class,
                        "run",
                        "--source",
                        "tcp:127.0.0.1:" + meter,
                        "--config",
                        file.toString())
                .redirectOutput(Programs.LOG)
                .redirectError(Programs.LOG)
                .start();
    }

    private void write(Hub meter, int seconds) {
        for (int i = 0; i < seconds; i++) {
            meter.write(writer.write(house.next()));
        }
    }

    private int kept() throws Exception {
        try (History history = History.open(config().store().file())) {
            return history.quarters(EVENING, EVENING.plusSeconds(900)).size() * 901;
        }
    }

    private void assertKept(int seconds, int quarters) throws Exception {
        try (History history = History.open(config().store().file())) {
            assertThat(history.recall(EVENING)).hasSize(seconds);
            assertThat(history.quarters(EVENING, EVENING.plusSeconds(seconds)))
                    .hasSizeGreaterThanOrEqualTo(quarters);
        }
    }

    private ByteArrayInputStream feed(int seconds) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < seconds; i++) {
            bytes.writeBytes(writer.write(house.next()));
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private Home listened(Home home) {
        return home.tellingAlso(
                (SiteStep step) -> {
                    decisions.addAll(step.decisions());
                    newReading.addAndGet(step.newReading() ? 1 : 0);
                });
    }

    private HomeConfig config() {
        return HomeConfig.DEFAULT
                .with("store.file", folder.resolve("home.db"))
                .with("mqtt.broker.port", 0)
                .with("web.port", 0);
    }

    private static String get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
