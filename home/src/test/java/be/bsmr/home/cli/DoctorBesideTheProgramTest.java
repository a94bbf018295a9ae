package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.Programs;
import be.bsmr.home.source.PtyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bsmr run} reads a cable, and the doctor is asked about it. */
@Timeout(120)
class DoctorBesideTheProgramTest {

    @TempDir private Path folder;
    private final int port = FreePort.take();
    private PtyPair cable;
    private Process program;

    @BeforeEach
    void theProgramReadsTheMeter() throws IOException {
        cable = new PtyPair(folder);
        Files.writeString(
                folder.resolve("bsmr.yaml"),
                """
                source: serial:%s
                web: {port: %d}
                mqtt: {broker: {enabled: false}}
                """
                        .formatted(cable.ourEnd(), port));
        ProcessBuilder run = Programs.java(List.of(), Main.class, "run");
        // As under systemd, which is told first: the cable's library meanwhile closes its ports.
        run.environment().put("NOTIFY_SOCKET", folder.resolve("nobody").toString());
        program =
                run.directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said.txt").toFile())
                        .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> said().contains("opened serial:"));
    }

    @AfterEach
    void stop() {
        program.destroyForcibly();
        cable.close();
    }

    @Test
    void theDoctorNamesBsmrItselfAndWhereItsPageIs() throws Exception {
        Process doctor =
                Programs.java(
                                List.of(),
                                Main.class,
                                "doctor",
                                "--config",
                                "bsmr.yaml",
                                "--lang",
                                "nl")
                        .directory(folder.toFile())
                        .redirectError(Programs.LOG)
                        .start();
        String found =
                new String(doctor.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .replaceAll("\\s+", " ");
        assertThat(doctor.waitFor()).isEqualTo(Exit.FAILED);
        assertThat(found)
                .contains("BSMR zelf leest serial:" + cable.ourEnd())
                .contains("dat doet proces " + program.pid())
                .contains("zijn pagina “Meter”: http://127.0.0.1:" + port)
                .doesNotContain("fuser");
    }

    @Test
    void noCableWasPulledWhenTheProgramIsStopped() throws Exception {
        program.destroy();
        assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said())
                .contains("Dashboard: ", "bsmr: stopped")
                .doesNotContain("unplugged", "Ctrl-C");
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said.txt"));
    }
}
