package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.Hub;
import be.bsmr.home.source.TcpGateway;
import be.bsmr.home.source.TelegramOutput;
import be.bsmr.home.store.History;
import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteStep;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The whole program on a disk of its own that is mounted read-only, full, or that the kernel gives
 * up. Only root may mount one.
 */
@Timeout(60)
class FailingDiskTest {

    private static final Instant EVENING = Instant.parse("2026-01-13T17:00:00Z");

    @TempDir private Path folder;
    private Path disk;
    private boolean mounted;
    private final Household house = new Household(5, EVENING, SiteSettings.BELGIUM, Grid.STAR_400);
    private final TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
    private final AtomicLong newReading = new AtomicLong();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() throws IOException {
        disk = Files.createDirectory(folder.resolve("disk"));
        log.start();
        ((Logger) LoggerFactory.getLogger("be.bsmr.home")).addAppender(log);
    }

    @AfterEach
    void unmount() throws Exception {
        ((Logger) LoggerFactory.getLogger("be.bsmr.home")).detachAppender(log);
        if (mounted) {
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void readOnlyAtTheStart() throws Exception {
        mount("-t", "tmpfs", "-o", "size=40m", "tmpfs");
        mustRun("mount", "-o", "remount,ro", disk.toString());
        runs(
                (home, meter) -> {
                    reads(meter, 950);
                    soon().until(() -> trouble(home).contains("Read-only"));
                    mustRun("mount", "-o", "remount,rw", disk.toString());
                    soon().until(() -> trouble(home).isEmpty());
                    reads(meter, 50);
                });
        assertKept(1000);
    }

    /** While BSMR runs nobody can mount its disk read-only, but the kernel does, after an error. */
    @Test
    void givenUpByTheKernel() throws Exception {
        Path image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(24 << 20);
        }
        assumeTrue(run("mkfs.ext4", "-q", image.toString()).isEmpty(), "this needs mkfs.ext4");
        mount("-o", "loop,errors=remount-ro", image.toString());
        Path device = Path.of(mustRun("findmnt", "-no", "SOURCE", disk.toString()));
        Files.createDirectory(disk.resolve("data"));
        runs(
                (home, meter) -> {
                    reads(meter, 950);
                    soon().until(() -> stored() == 950);
                    Files.writeString(
                            Path.of("/sys/fs/ext4")
                                    .resolve(device.getFileName())
                                    .resolve("trigger_fs_error"),
                            "as a test");
                    reads(meter, 900);
                    soon().until(() -> !trouble(home).isEmpty());
                    // Lets go of the files in the old one: only then another can be mounted.
                    mustRun("umount", "-l", disk.toString());
                    soon().until(() -> trouble(home).contains("no folder"));
                    mustRun(
                            "mount",
                            "-o",
                            "loop,errors=remount-ro",
                            image.toString(),
                            disk.toString());
                    soon().until(() -> trouble(home).isEmpty());
                    reads(meter, 50);
                });
        assertKept(1900);
    }

    @Test
    void full() throws Exception {
        mount("-t", "tmpfs", "-o", "size=8m", "tmpfs");
        runs(
                (home, meter) -> {
                    reads(meter, 950);
                    soon().until(() -> stored() == 950);
                    Path rest = disk.resolve("rest");
                    fill(rest);
                    // The files have some room left within their pages.
                    while (!trouble(home).contains("full") && newReading.get() < 9000) {
                        reads(meter, 100);
                    }
                    assertThat(trouble(home)).contains("full");
                    reads(meter, 900);
                    Files.delete(rest);
                    soon().until(() -> trouble(home).isEmpty());
                    reads(meter, 50);
                });
        assertKept((int) newReading.get());
    }

    @FunctionalInterface
    private interface Happening {
        void with(Home home, Hub meter) throws Exception;
    }

    /** The program, from its start to its end, in which all must be kept. */
    private void runs(Happening happening) throws Exception {
        Path config = folder.resolve("bsmr.yaml");
        Files.writeString(
                config,
                "web: {port: 0}\nmqtt: {broker: {enabled: false}}\nstore: {file: "
                        + file()
                        + ", commit_seconds: 1}\n");
        try (Hub meter = TelegramOutput.tcpListen(0)) {
            Home home =
                    Home.of(HomeConfig.read(config), new TcpGateway("127.0.0.1", meter.port()))
                            .tellingAlso(
                                    (SiteStep step) ->
                                            newReading.addAndGet(step.newReading() ? 1 : 0));
            home.retryingDisk(Duration.ofMillis(100));
            try (home) {
                home.start();
                soon().until(() -> meter.clients() == 1);
                happening.with(home, meter);
            }
            assertThat(home.notKept()).isEmpty();
        }
    }

    /** Whatever the disk does: the site reads on. */
    private void reads(Hub meter, int seconds) {
        long until = newReading.get() + seconds;
        for (int i = 0; i < seconds; i++) {
            meter.write(writer.write(house.next()));
        }
        soon().until(() -> newReading.get() == until);
    }

    private void assertKept(int seconds) throws Exception {
        try (History history = History.open(file())) {
            assertThat(history.recall(EVENING)).hasSize(seconds);
            assertThat(history.quarters(EVENING, EVENING.plusSeconds(seconds)))
                    .hasSize(seconds / 900);
        }
        assertThat(
                        log.list.stream()
                                .filter(e -> e.getLevel() == Level.ERROR)
                                .map(ILoggingEvent::getFormattedMessage))
                .as("told once")
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(4);
    }

    private int stored() throws Exception {
        try (History history = History.open(file())) {
            return history.recall(EVENING).size();
        }
    }

    /** What the page says of the disk. */
    private static String trouble(Home home) throws Exception {
        URI healthz = home.dashboard().orElseThrow().resolve("healthz");
        String said =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(healthz).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        return new JsonMapper().readTree(said).at("/store/trouble").asText("");
    }

    private Path file() {
        Path data = disk.resolve("data");
        return (Files.isDirectory(data) ? data : disk).resolve("bsmr.db");
    }

    /** Until not a byte more has room. */
    private static void fill(Path rest) throws IOException {
        byte[] zeros = new byte[4096];
        try (OutputStream out = Files.newOutputStream(rest)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
    }

    private void mount(String... what) throws Exception {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(what));
        command.add(disk.toString());
        String problem = run(command.toArray(String[]::new));
        assumeTrue(problem.isEmpty(), "this needs root, who may mount a disk: " + problem);
        mounted = true;
    }

    private static String mustRun(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    /** Why it did not work; empty when it did. */
    private static String run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : "it said: " + said;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
