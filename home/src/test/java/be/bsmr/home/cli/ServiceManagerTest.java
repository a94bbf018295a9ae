package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import be.bsmr.home.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager hears on a real socket, said by systemd's own program where it is. */
class ServiceManagerTest {

    @TempDir private Path folder;
    private Path socket;
    private Path heard;
    private Process listener;

    @BeforeEach
    void someoneListens() throws IOException {
        socket = folder.resolve("notify");
        heard = folder.resolve("heard");
        listener =
                new ProcessBuilder(
                                Programs.path("socat").toString(), "-u", "UNIX-RECV:" + socket, "-")
                        .redirectOutput(heard.toFile())
                        .redirectError(Programs.LOG)
                        .start();
        await().until(() -> Files.exists(socket));
    }

    @AfterEach
    void nobodyListens() {
        listener.destroyForcibly();
    }

    @Test
    void tellsThatItIsReadyAndThatItStops() throws IOException {
        try (ServiceManager manager = manager(Map.of("NOTIFY_SOCKET", socket.toString()))) {
            manager.ready();
            await().untilAsserted(() -> assertThat(heard).content().contains("READY=1"));
            manager.stopping();
            await().untilAsserted(() -> assertThat(heard).content().contains("STOPPING=1"));
            assertThat(heard).content().doesNotContain("WATCHDOG");
        }
    }

    @Test
    void tellsThatItLivesOnlyWhileItDoes() throws IOException {
        AtomicBoolean lives = new AtomicBoolean(true);
        Map<String, String> watched =
                Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "300000");
        try (ServiceManager manager = new ServiceManager(watched, messenger(), lives::get)) {
            manager.ready();
            await().untilAsserted(() -> assertThat(signs()).isGreaterThanOrEqualTo(3));
            lives.set(false);
            // One may be on its way.
            AtomicInteger last = new AtomicInteger();
            await().during(Duration.ofMillis(600))
                    .until(this::signs, now -> now == last.getAndSet(now));
            int before = signs();
            lives.set(true);
            await().untilAsserted(() -> assertThat(signs()).isGreaterThan(before));
        }
    }

    @Test
    void leavesToAnotherProcessWhatIsAskedOfThat() throws IOException {
        Map<String, String> ofAnother =
                Map.of(
                        "NOTIFY_SOCKET",
                        socket.toString(),
                        "WATCHDOG_USEC",
                        "1000",
                        "WATCHDOG_PID",
                        "1");
        try (ServiceManager manager = manager(ofAnother)) {
            manager.ready();
            manager.stopping();
            await().untilAsserted(() -> assertThat(heard).content().contains("STOPPING=1"));
            assertThat(signs()).isZero();
        }
    }

    @Test
    void saysOnceThatThereIsNothingToSayItWith() {
        try (LogLines log = new LogLines(ServiceManager.class);
                ServiceManager manager =
                        new ServiceManager(
                                Map.of("NOTIFY_SOCKET", socket.toString()),
                                folder.resolve("systemd-notify").toString(),
                                () -> true)) {
            manager.ready();
            manager.stopping();
            assertThat(log.lines()).singleElement().asString().contains("install the package");
        }
    }

    @Test
    void saysNothingWhereNobodyListens() {
        try (LogLines log = new LogLines(ServiceManager.class);
                ServiceManager manager =
                        new ServiceManager(
                                Map.of(), folder.resolve("none").toString(), () -> true)) {
            manager.ready();
            manager.stopping();
            assertThat(log.lines()).isEmpty();
        }
    }

    private ServiceManager manager(Map<String, String> environment) throws IOException {
        return new ServiceManager(environment, messenger(), () -> true);
    }

    /** systemd's own; a bare machine has none, and gets one of a line. */
    private String messenger() throws IOException {
        for (String directory : System.getenv("PATH").split(":", -1)) {
            Path real = Path.of(directory, "systemd-notify");
            if (Files.isExecutable(real)) {
                return real.toString();
            }
        }
        Path ours = folder.resolve("systemd-notify");
        Files.writeString(
                ours,
                "#!/bin/sh\nprintf '%s' \"$1\" | "
                        + Programs.path("socat")
                        + " -u - \"UNIX-SENDTO:$NOTIFY_SOCKET\"\n");
        Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwx------"));
        return ours.toString();
    }

    private int signs() throws IOException {
        return Files.readString(heard).split("WATCHDOG=1", -1).length - 1;
    }
}
