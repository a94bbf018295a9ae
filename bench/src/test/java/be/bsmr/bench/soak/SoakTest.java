package be.bsmr.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.cli.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hours of {@code bench/soak} in which clocks are changed, three times, with every fault. */
class SoakTest {

    private static final int SECONDS = (int) Duration.ofHours(2).toSeconds();
    private static final double SPEED = 3000;

    @TempDir private Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatIsKeptIsTrueWhateverGoesWrong(long seed) throws Exception {
        Report report = Soak.run(folder, program(), Soak.start(seed, SPEED), SECONDS);
        assertThat(report.complaints().all())
                .as("%s%s", report.text(), Files.readString(folder.resolve("log")))
                .isEmpty();
        assertThat(report.verdict().right()).as(report.text()).isPositive();
    }

    /** As it is started on a Pi. */
    private static List<String> program() {
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-Xss512k",
                "-XX:MaxNewSize=8m",
                "-XX:TieredStopAtLevel=1",
                "-Dio.netty.noPreferDirect=true",
                "-cp",
                classes,
                Main.class.getName());
    }
}
