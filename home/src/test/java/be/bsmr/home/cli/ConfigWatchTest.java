package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.HomeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

    private static final Duration OFTEN = Duration.ofMillis(10);

    @TempDir private Path directory;

    private final List<HomeConfig> changes = new CopyOnWriteArrayList<>();

    @Test
    void aChangedFileIsTakenAndABrokenOneIsNot() throws Exception {
        Path file = write("goal_w: 3000\n", 0);
        HomeConfig now = HomeConfig.read(file);
        try (ConfigWatch watch = new ConfigWatch(file, now, OFTEN, changes::add)) {
            assertThat(watch).isNotNull();
            write("goal_w: 3000\n", 1);
            await().during(Duration.ofMillis(100)).until(changes::isEmpty);
            write("gaol_w: 3500\n", 2);
            await().during(Duration.ofMillis(100)).until(changes::isEmpty);
            write("goal_w: 3500\n", 3);
            await().until(() -> changes.size() == 1);
            assertThat(changes.get(0).site().target().goal().watts()).isEqualTo(3500);
        }
    }

    /** Each writing is a second later: some file systems count in whole ones. */
    private Path write(String text, int second) throws Exception {
        Path file = directory.resolve("bsmr.yaml");
        Files.writeString(file, text);
        Instant stamp = Instant.parse("2026-01-13T17:00:00Z").plusSeconds(second);
        return Files.setLastModifiedTime(file, FileTime.from(stamp));
    }
}
