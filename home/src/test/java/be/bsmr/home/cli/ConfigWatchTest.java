package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.LogLines;
import be.bsmr.home.settings.HomeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(40);

    @TempDir private Path directory;

    private final List<HomeConfig> changes = new CopyOnWriteArrayList<>();

    @Test
    void aChangedFileIsTakenAndABrokenOneIsNot() throws Exception {
        Path file = write("goal_w: 3000\n", 0);
        HomeConfig now = HomeConfig.read(file);
        try (LogLines log = new LogLines(ConfigWatch.class);
                ConfigWatch watch = new ConfigWatch(file, now, OFTEN, changes::add)) {
            assertThat(watch).isNotNull();
            write("goal_w: 3000\n", 1);
            await().atMost(LONG_ENOUGH)
                    .until(() -> log.lines().toString().contains("nothing in it has changed"));
            write("gaol_w: 3500\n", 2);
            await().atMost(LONG_ENOUGH).until(() -> log.lines().size() == 2);
            assertThat(changes).isEmpty();
            write("goal_w: 3500\n", 3);
            await().atMost(LONG_ENOUGH).until(() -> changes.size() == 1);
            assertThat(changes.get(0).site().aim().target().goal().watts()).isEqualTo(3500);
        }
    }

    /** Whoever can write the file can stop the program; by mistake nobody should. */
    @Test
    void goesOnWatchingWhateverIsWrittenInBetween() throws Exception {
        Path file = write("goal_w: 3000\n", 0);
        List<String> bad =
                List.of(
                        "a: &a [*a]\n",
                        "a: &a {b: *a}\n",
                        laughs(),
                        "[".repeat(100_000),
                        "{a: ".repeat(30) + "}".repeat(30),
                        "- ".repeat(5000),
                        "? ".repeat(5000),
                        "source: " + "x".repeat(5_000_000),
                        "goal_w: " + "9".repeat(900_000),
                        "goal_w: 1e999999999\n",
                        "x".repeat(900_000) + ": 1\n",
                        "!!java.net.URL [http://127.0.0.1]\n",
                        "%YAML 9.9\n---\n...\n",
                        "goal_w: 3000\n# \0",
                        "\t\t\n: :\n");
        HomeConfig now = HomeConfig.read(file);
        try (LogLines log = new LogLines(ConfigWatch.class);
                ConfigWatch watch = new ConfigWatch(file, now, OFTEN, changes::add)) {
            assertThat(watch).isNotNull();
            int second = 0;
            for (String text : bad) {
                write(text, ++second);
                int said = second;
                await().atMost(LONG_ENOUGH).until(() -> log.lines().size() == said);
            }
            int lines = bad.size();
            // The last looks like a file; reading it waits for what the kernel says next.
            for (String odd : List.of("/dev/zero", "/proc/kmsg")) {
                int said = ++lines;
                Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(odd));
                Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
                await().atMost(LONG_ENOUGH).until(() -> log.lines().size() == said);
            }
            Files.delete(file);
            assertThat(log.lines())
                    .allMatch(l -> l.startsWith(file + ""))
                    .allMatch(l -> l.endsWith("; the configuration from before goes on"))
                    .allMatch(l -> l.length() < 1200)
                    .noneMatch(l -> l.contains("cannot be read"));
            write("goal_w: 3500\n", ++second);
            await().atMost(LONG_ENOUGH).until(() -> changes.size() == 1);
        }
    }

    /** Nine lines that are a billion words. */
    private static String laughs() {
        StringBuilder text = new StringBuilder("a0: &a0 ha\n");
        for (int i = 1; i <= 9; i++) {
            text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        return text.toString();
    }

    /** Each writing is a second later: some file systems count in whole ones. */
    private Path write(String text, int second) throws Exception {
        Path file = directory.resolve("bsmr.yaml");
        Path written = Files.writeString(directory.resolve("written"), text);
        Instant stamp = Instant.parse("2026-01-13T17:00:00Z").plusSeconds(second);
        var unused = Files.setLastModifiedTime(written, FileTime.from(stamp));
        // At once: nobody looks at half of it, or while it is not there.
        return Files.move(
                written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
