package be.bsmr.fleet.demo;

import be.bsmr.fleet.local.FasterClock;
import be.bsmr.fleet.local.LocalKafka;
import be.bsmr.fleet.local.LocalPostgres;
import be.bsmr.fleet.local.TopologyProcess;
import be.bsmr.fleet.sink.PostgresSettings;
import be.bsmr.fleet.sink.Sink;
import be.bsmr.fleet.sink.SinkSettings;
import be.bsmr.fleet.topics.TopicSetup;
import be.bsmr.fleet.topics.Topics;
import be.bsmr.fleet.topology.FleetStreams;
import be.bsmr.fleet.topology.FleetTopology;
import be.bsmr.fleet.topology.Rhythm;
import be.bsmr.fleet.topology.StreamsSettings;
import be.bsmr.fleet.web.FleetWeb;
import be.bsmr.fleet.web.FleetWebSettings;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.web.WebSettings;
import be.bsmr.site.SiteSettings;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.LoggerFactory;

/** A whole fleet in one process: broker, database, counting, page, and forty flats. */
public final class FleetDemo implements AutoCloseable {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(FleetDemo.class);

    private static final Topics TOPICS = new Topics("demo");
    private static final int PARTITIONS = 4;

    /** A share holds for two minutes, which are two seconds here. */
    private static final Duration COMMIT = Duration.ofMillis(200);

    private static final Rhythm RHYTHM = new Rhythm(Duration.ofMillis(500), Duration.ofSeconds(90));

    /** A killed process's transaction holds readers up for ten seconds, and it has to come back. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final FasterClock clock;
    private final Path folder;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final LocalKafka kafka;
    private final Tower tower;
    private final URI address;

    private FleetDemo(FasterClock clock, Path folder, int port, boolean apart)
            throws IOException, ConfigException {
        this.clock = clock;
        this.folder = folder;
        try {
            CompletableFuture<LocalPostgres> database =
                    CompletableFuture.supplyAsync(FleetDemo::postgres);
            kafka = keep(LocalKafka.start(folder.resolve("kafka")));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
                new TopicSetup(TOPICS, PARTITIONS, (short) 1).create(admin);
            }
            LocalPostgres started = keep(joined(database));
            PostgresSettings postgres =
                    new PostgresSettings(started.url(), started.user(), started.password());
            keep(
                    Sink.open(
                            new SinkSettings(
                                    Map.of("bootstrap.servers", kafka.address()), TOPICS, postgres),
                            clock));
            address = keep(page(postgres, port)).address();
            if (!apart) {
                FleetStreams unused =
                        keep(
                                FleetStreams.start(
                                        FleetTopology.of(TOPICS, PARTITIONS, RHYTHM, clock),
                                        streams(0)));
            }
            tower = keep(tower());
            tower.start();
        } catch (IOException | ConfigException | RuntimeException | Error e) {
            // An error, too: who is asked to stop in the first second cannot load Kafka's classes.
            close();
            throw e;
        }
    }

    /**
     * Starts all.
     *
     * @param port of the page; 0 = any that is free
     * @param apart whether the counting is left out, for {@link #kill}
     * @throws IOException when something does not start
     */
    public static FleetDemo start(FasterClock clock, int port, boolean apart)
            throws IOException, ConfigException {
        hush();
        return new FleetDemo(clock, Files.createTempDirectory("bsmr-fleet"), port, apart);
    }

    /** Kafka warns of each connection that breaks; here they are broken on purpose. */
    private static void hush() {
        for (String name : List.of("org.apache.kafka", "kafka")) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                logger.setLevel(Level.ERROR);
            }
        }
        // Tells each record of a transaction that was broken off before it is sent again.
        if (LoggerFactory.getLogger("kafka.server.ReplicaManager") instanceof Logger logger) {
            logger.setLevel(Level.OFF);
        }
        if (LoggerFactory.getLogger(FleetStreams.class) instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }

    private StreamsSettings streams(int number) {
        return new StreamsSettings(
                kafka.address(),
                TOPICS.tenant() + ".fleet",
                "demo-1",
                folder.resolve("streams-" + number),
                COMMIT,
                1,
                0,
                Map.of());
    }

    private static LocalPostgres postgres() {
        try {
            return LocalPostgres.start();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static LocalPostgres joined(CompletableFuture<LocalPostgres> database)
            throws IOException {
        try {
            return database.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        }
    }

    private FleetWeb page(PostgresSettings postgres, int port) throws IOException, ConfigException {
        return FleetWeb.open(
                new FleetWebSettings(
                        ConfigFile.with(WebSettings.DEFAULT, Map.of("port", port)),
                        folder.resolve("users.yaml"),
                        TOPICS.tenant(),
                        postgres,
                        SiteSettings.BELGIUM,
                        FleetWebSettings.SILENT_AFTER),
                clock);
    }

    private Tower tower() {
        Map<String, Object> sends =
                Map.of("bootstrap.servers", kafka.address(), "compression.type", "zstd");
        KafkaProducer<String, byte[]> producer =
                keep(new KafkaProducer<>(sends, new StringSerializer(), new ByteArraySerializer()));
        return new Tower(TOPICS, producer, keep(consumer("tower", "latest")), clock);
    }

    private KafkaConsumer<String, byte[]> consumer(String group, String from) {
        Map<String, Object> reads = new HashMap<>();
        reads.put("bootstrap.servers", kafka.address());
        reads.put("group.id", TOPICS.tenant() + "." + group);
        reads.put("isolation.level", "read_committed");
        reads.put("auto.offset.reset", from);
        return new KafkaConsumer<>(reads, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private <T extends AutoCloseable> T keep(T one) {
        running.push(one);
        return one;
    }

    /**
     * Says how much this machine counts.
     *
     * @param meters how many there are, 1 or more
     */
    public static void measure(int meters) throws IOException {
        hush();
        Path folder = Files.createTempDirectory("bsmr-meters");
        try (LocalKafka kafka = LocalKafka.start(folder.resolve("kafka"));
                ManyMeters many = new ManyMeters(kafka, folder)) {
            double unused = many.counted("meters", meters, 1, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            delete(folder);
        }
    }

    /** Where the page is. */
    public URI address() {
        return address;
    }

    /**
     * Counts in a process of its own and kills it, again and again, and says each time how many
     * quarters there are, how many are missing and how many there twice.
     *
     * @param times how often; 0 = until interrupted
     * @param every how long it is let live
     * @return whether none was ever missing or there twice
     */
    public boolean kill(int times, Duration every, PrintStream out) throws IOException {
        boolean good = true;
        try (QuarterCheck check =
                new QuarterCheck(consumer("check", "earliest"), TOPICS.quarters())) {
            TopologyProcess counting = startCounting(0);
            try {
                for (int i = 1; times == 0 || i <= times; i++) {
                    TimeUnit.MILLISECONDS.sleep(every.toMillis());
                    counting.kill();
                    var ended = tower.ended();
                    counting = startCounting(i);
                    QuarterCheck.Outcome outcome = check.of(ended, PATIENCE);
                    good &= outcome.missing() == 0 && outcome.doubled() == 0;
                    out.printf(
                            "after kill %d: %d quarters, %d missing, %d doubled%n",
                            i, outcome.quarters(), outcome.missing(), outcome.doubled());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                counting.kill();
            }
        }
        return good;
    }

    private TopologyProcess startCounting(int number) throws IOException {
        return TopologyProcess.start(
                streams(number),
                TOPICS,
                PARTITIONS,
                RHYTHM,
                clock,
                List.of("-XX:TieredStopAtLevel=1", "-Xmx192m"));
    }

    /** Ends all, and deletes what it left. */
    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                log.warn("while stopping: {}", e.getMessage());
            }
        }
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            log.warn("cannot delete {}: {}", folder, e.getMessage());
        }
    }
}
