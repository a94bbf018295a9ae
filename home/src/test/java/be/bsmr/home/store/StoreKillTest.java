package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.Programs;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StoreKillTest {

    /** More of them: {@code mvn test -pl core,home -Dtest=StoreKillTest -Dbsmr.kills=200 …}. */
    private static final int ROUNDS = Integer.getInteger("bsmr.kills", 5);

    @TempDir Path folder;

    /** The writer is a program of its own, and SIGKILL lets it say no goodbye. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void keepsWhatWasConfirmedThroughAKill() throws Exception {
        long seed = System.nanoTime();
        System.out.println("StoreKillTest seed " + seed);
        Random random = new Random(seed);
        Path file = folder.resolve("bsmr.db");
        long start = House.EVENING.getEpochSecond();
        for (int round = 0; round < ROUNDS; round++) {
            // Up to 3000: past many checkpoints and quarters.
            long confirmed = writeAndKill(file, start, 1 + random.nextInt(3000));
            try (Store store =
                    Store.open(
                            StoreSettings.of(file, 60, 0),
                            Clock.systemUTC(),
                            SiteSettings.BELGIUM)) {
                List<MeterRead> kept = store.history().recall(Instant.ofEpochSecond(start));
                assertThat(kept.size())
                        .as("seed %d round %d", seed, round)
                        .isGreaterThanOrEqualTo((int) (confirmed - start + 1));
                for (int i = 0; i < kept.size(); i++) {
                    assertThat(kept.get(i).measuredAt())
                            .as("no reading between is missing")
                            .isEqualTo(Instant.ofEpochSecond(start + i));
                }
                start = store.history().newest().orElseThrow().getEpochSecond() + 1;
            }
            assertThat(integrity(file)).isEqualTo("ok");
        }
        assertThat(start).isGreaterThan(House.EVENING.getEpochSecond() + ROUNDS);
    }

    /** Returns the second of the last reading that the writer said was stored. */
    private static long writeAndKill(Path file, long start, int commits)
            throws IOException, InterruptedException {
        Process writer =
                Programs.java(
                                List.of("-Xmx128m"),
                                KilledWriter.class,
                                file.toString(),
                                Long.toString(start))
                        .redirectError(Programs.LOG)
                        .start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader out = writer.inputReader(StandardCharsets.US_ASCII)) {
            int seen = 0;
            for (int c = out.read(); c >= 0; c = out.read()) {
                said.append((char) c);
                if (c == '\n' && ++seen == commits) {
                    // Of the handle: the process itself would close our end of the pipe, too.
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(writer.waitFor()).as("killed by SIGKILL").isEqualTo(128 + 9);
        List<String> whole =
                said.substring(0, said.lastIndexOf("\n"))
                        .lines()
                        .filter(l -> l.matches("\\d+"))
                        .toList();
        return Long.parseLong(whole.get(whole.size() - 1));
    }

    private static String integrity(Path file) throws Exception {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("PRAGMA integrity_check")) {
            return r.getString(1);
        }
    }
}
