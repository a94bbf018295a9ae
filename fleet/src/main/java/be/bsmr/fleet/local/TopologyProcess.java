package be.bsmr.fleet.local;

import be.bsmr.fleet.topics.Topics;
import be.bsmr.fleet.topology.FleetStreams;
import be.bsmr.fleet.topology.FleetTopology;
import be.bsmr.fleet.topology.Rhythm;
import be.bsmr.fleet.topology.StreamsSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance of the topology in a process of its own, which can be killed as a power cut would
 * kill it. It ends by itself when the one that started it does.
 */
public final class TopologyProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopologyProcess.class);

    private static final String RUNNING = "running";
    private static final String SECURITY = "security.";

    private final Process process;
    private final CompletableFuture<Boolean> running = new CompletableFuture<>();

    private TopologyProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param partitions of the tenant's topics
     * @param jvm further options, such as {@code -Xmx256m}
     */
    public static TopologyProcess start(
            StreamsSettings settings,
            Topics topics,
            int partitions,
            Rhythm rhythm,
            FasterClock clock,
            List<String> jvm)
            throws IOException {
        Properties all = new Properties();
        all.put("brokers", settings.brokers());
        all.put("application", settings.application());
        all.put("instance", settings.instance());
        all.put("folder", settings.folder().toString());
        all.put("commit", settings.commit().toString());
        all.put("threads", String.valueOf(settings.threads()));
        all.put("standbys", String.valueOf(settings.standbys()));
        settings.security().forEach((key, value) -> all.put(SECURITY + key, value));
        all.put("tenant", topics.tenant());
        all.put("partitions", String.valueOf(partitions));
        all.put("every", rhythm.every().toString());
        all.put("patience", rhythm.patience().toString());
        all.put("begun", clock.begun().toString());
        all.put("from", clock.from().toString());
        all.put("speed", String.valueOf(clock.speed()));
        Path file = written(all, settings.folder());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(jvm);
        // What is unpacked for compression stays there after a kill.
        command.add("-Djava.io.tmpdir=" + settings.folder());
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        TopologyProcess.class.getName(),
                        file.toString()));
        TopologyProcess started =
                new TopologyProcess(
                        new ProcessBuilder(command)
                                .redirectError(settings.folder().resolve("log").toFile())
                                .start());
        Thread reader = new Thread(started::listen, "topology-" + settings.instance());
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    /** Readable by its owner only: passwords may be in it. */
    private static Path written(Properties all, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("instance.properties");
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(file)) {
            all.store(out, null);
        }
        return file;
    }

    private void listen() {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.equals(RUNNING)) {
                    running.complete(true);
                }
            }
        } catch (IOException e) {
            log.debug("the topology says no more", e);
        }
        running.complete(false);
    }

    /** Whether it found its place among the others, at least once. */
    public boolean isRunning() {
        return process.isAlive() && running.getNow(false);
    }

    /** How much time its threads have had on processors; zero when the system does not tell. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    public long pid() {
        return process.pid();
    }

    /** As a power cut would. */
    public void kill() {
        process.destroyForcibly();
        await(10);
    }

    /** Lets it say what it has counted, and leave its meters to the others. */
    @Override
    public void close() {
        process.destroy();
        if (!await(40)) {
            kill();
        }
    }

    private boolean await(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * @param args the file that {@link #start} wrote
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        Properties all = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            all.load(in);
        }
        Files.delete(file);
        Map<String, String> security = new HashMap<>();
        for (String key : all.stringPropertyNames()) {
            if (key.startsWith(SECURITY)) {
                security.put(key.substring(SECURITY.length()), all.getProperty(key));
            }
        }
        StreamsSettings settings =
                new StreamsSettings(
                        all.getProperty("brokers"),
                        all.getProperty("application"),
                        all.getProperty("instance"),
                        Path.of(all.getProperty("folder")),
                        Duration.parse(all.getProperty("commit")),
                        Integer.parseInt(all.getProperty("threads")),
                        Integer.parseInt(all.getProperty("standbys")),
                        security);
        FasterClock clock =
                new FasterClock(
                        InstantSource.system(),
                        Instant.parse(all.getProperty("begun")),
                        Instant.parse(all.getProperty("from")),
                        Integer.parseInt(all.getProperty("speed")));
        FleetStreams streams =
                FleetStreams.start(
                        FleetTopology.of(
                                new Topics(all.getProperty("tenant")),
                                Integer.parseInt(all.getProperty("partitions")),
                                new Rhythm(
                                        Duration.parse(all.getProperty("every")),
                                        Duration.parse(all.getProperty("patience"))),
                                clock),
                        settings);
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close, "closing"));
        Thread parent = new Thread(TopologyProcess::awaitTheEnd, "parent");
        parent.setDaemon(true);
        parent.start();
        while (!streams.isRunning() && !streams.hasFailed()) {
            pause();
        }
        System.out.println(RUNNING);
        while (!streams.hasFailed()) {
            pause();
        }
        System.exit(1);
    }

    /** Nobody writes there; it ends when the one that started this process does. */
    private static void awaitTheEnd() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.exit(0);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
