package be.bsmr.fleet.demo;

import be.bsmr.fleet.topics.Topics;
import be.bsmr.fleet.topology.FleetStreams;
import be.bsmr.fleet.topology.FleetTopology;
import be.bsmr.fleet.topology.Rhythm;
import be.bsmr.fleet.topology.StreamsSettings;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The counting of the demonstration, here or in a process of its own that can be killed. */
final class CountingProcess {

    /** The tenant of the demonstration. */
    static final Topics TOPICS = new Topics("demo");

    static final int PARTITIONS = 4;

    /** A share holds for two minutes, which are two seconds here. */
    private static final Duration COMMIT = Duration.ofMillis(200);

    private static final Rhythm RHYTHM = new Rhythm(Duration.ofMillis(500), Duration.ofSeconds(90));

    private CountingProcess() {}

    /** Kafka warns of each connection that breaks; here they are broken on purpose. */
    static void hush() {
        for (String name : List.of("org.apache.kafka", "kafka")) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                logger.setLevel(Level.ERROR);
            }
        }
        if (LoggerFactory.getLogger(FleetStreams.class) instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }

    /** Counts in this process. */
    static FleetStreams start(String brokers, Path folder, QuickClock clock) {
        return FleetStreams.start(
                FleetTopology.of(TOPICS, PARTITIONS, RHYTHM, clock),
                new StreamsSettings(
                        brokers,
                        TOPICS.tenant() + ".fleet",
                        "demo-1",
                        folder,
                        COMMIT,
                        1,
                        0,
                        Map.of()));
    }

    /** Counts in a process of its own, which says what it has to say where we do. */
    static Process startApart(String brokers, Path folder, QuickClock clock) throws IOException {
        Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m"));
        command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(CountingProcess.class.getName());
        command.addAll(
                List.of(
                        brokers,
                        folder.toString(),
                        clock.real().toString(),
                        clock.shown().toString(),
                        String.valueOf(clock.speed())));
        return new ProcessBuilder(command).inheritIO().start();
    }

    /**
     * @param args brokers, folder, and of the clock: real, shown, speed
     */
    public static void main(String[] args) throws InterruptedException {
        hush();
        QuickClock clock =
                new QuickClock(
                        Instant.parse(args[2]),
                        Instant.parse(args[3]),
                        Integer.parseInt(args[4]),
                        Clock.systemUTC());
        FleetStreams streams = start(args[0], Path.of(args[1]), clock);
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close, "stop"));
        // Whoever started us ends us; when that one is gone, so are we.
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        parent.onExit().join();
        System.exit(0);
    }
}
