package be.bsmr.fleet.cli;

import be.bsmr.fleet.bridge.Bridge;
import be.bsmr.fleet.bridge.BridgeSettings;
import be.bsmr.fleet.bridge.MqttServer;
import be.bsmr.fleet.bridge.Part;
import be.bsmr.fleet.bridge.Pseudonym;
import be.bsmr.fleet.settings.DatabaseSettings;
import be.bsmr.fleet.settings.FleetConfig;
import be.bsmr.fleet.settings.MqttServerSettings;
import be.bsmr.fleet.sink.PostgresSettings;
import be.bsmr.fleet.sink.Sink;
import be.bsmr.fleet.sink.SinkSettings;
import be.bsmr.fleet.topology.FleetStreams;
import be.bsmr.fleet.topology.FleetTopology;
import be.bsmr.fleet.topology.Rhythm;
import be.bsmr.fleet.topology.StreamsSettings;
import be.bsmr.fleet.web.FleetWeb;
import be.bsmr.fleet.web.FleetWebSettings;
import be.bsmr.home.config.ConfigException;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The parts of a fleet that run in this process, as the configuration wants them. */
final class Parts implements AutoCloseable {

    private static final long LOOK_S = 1;

    private final FleetConfig config;
    private final Clock clock = Clock.systemUTC();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<BooleanSupplier> failed = new ArrayList<>();

    Parts(FleetConfig config) {
        this.config = config;
    }

    void bridge() throws IOException {
        MqttServerSettings mqtt = config.mqtt();
        Part part = new Part(mqtt.part(), mqtt.parts());
        Bridge bridge =
                Bridge.open(
                        new BridgeSettings(
                                new MqttServer(
                                        mqtt.host(),
                                        mqtt.port(),
                                        mqtt.tls(),
                                        mqtt.ca(),
                                        mqtt.user(),
                                        mqtt.password()),
                                config.kafka().properties(),
                                config.topics(),
                                new Pseudonym(config.tenant().requireSecret()),
                                mqtt.instance(),
                                mqtt.shared() ? null : part,
                                part,
                                config.dongles().port() == 0 ? null : config.dongles()),
                        clock);
        running.push(bridge);
        failed.add(bridge::hasFailed);
    }

    void streams() throws IOException {
        var settings = config.streams();
        Map<String, String> security = new HashMap<>(config.kafka().properties());
        security.remove("bootstrap.servers");
        Path folder = Files.createTempDirectory("bsmr-streams");
        // Empty again when all has stopped: the stores are in memory.
        running.push(() -> Files.deleteIfExists(folder));
        FleetStreams streams =
                FleetStreams.start(
                        FleetTopology.of(
                                config.topics(), settings.partitions(), Rhythm.DEFAULT, clock),
                        new StreamsSettings(
                                config.kafka().servers(),
                                config.topics().tenant() + ".fleet",
                                settings.instance(),
                                folder,
                                Duration.ofSeconds(settings.commitS()),
                                settings.threads(),
                                settings.standbys(),
                                security));
        running.push(streams);
        failed.add(streams::hasFailed);
    }

    void page() throws IOException, ConfigException {
        PostgresSettings postgres = postgres(config.database());
        running.push(Sink.open(sink(config), clock));
        FleetWeb web =
                FleetWeb.open(
                        new FleetWebSettings(
                                config.page().web(),
                                config.page().users(),
                                config.topics().tenant(),
                                postgres,
                                SiteSettings.BELGIUM,
                                FleetWebSettings.SILENT_AFTER),
                        clock);
        running.push(web);
        System.out.println("Page: " + web.address() + "  (Ctrl-C stops)");
    }

    static SinkSettings sink(FleetConfig config) {
        return new SinkSettings(
                config.kafka().properties(), config.topics(), postgres(config.database()));
    }

    private static PostgresSettings postgres(DatabaseSettings database) {
        return new PostgresSettings(
                database.requireUrl(),
                database.user() == null ? "" : database.user(),
                database.password() == null ? "" : database.password());
    }

    /** Goes on until somebody presses Ctrl-C, or a part of it failed; then whether one did. */
    boolean untilEnded() {
        Thread stop =
                new Thread(
                        () -> {
                            close();
                            stopped.countDown();
                        },
                        "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            while (!stopped.await(LOOK_S, TimeUnit.SECONDS)) {
                if (failed.stream().anyMatch(BooleanSupplier::getAsBoolean)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** In reverse order. */
    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                System.err.println("bsmr: while stopping: " + e.getMessage());
            }
        }
    }
}
