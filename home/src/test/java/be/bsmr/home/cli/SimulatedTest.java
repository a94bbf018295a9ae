package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.LineEnds;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the simulated house begins. */
class SimulatedTest {

    private HomeConfig config = HomeConfig.DEFAULT;
    private Path directory = Path.of("");

    @BeforeEach
    void keepsADatabaseOfItsOwn(@TempDir Path directory) {
        this.directory = directory;
        config = HomeConfig.DEFAULT.with("store.file", directory.resolve("demo.db"));
    }

    @Test
    void goesOnInTheDaysToComeWhenItHadRunAhead() throws Exception {
        Instant ahead = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(3));
        Reading last = keep(ahead, 100);
        Reading next = begin(null);
        assertThat(next.measuredAt()).isEqualTo(ahead.plusSeconds(100));
        assertThat(next.imported().sum()).isEqualTo(last.imported().sum());
    }

    @Test
    void beginsNowWithWhatItDrewWhileItStoodStill() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(3));
        Reading last = keep(before, 100);
        Reading next = begin(null);
        assertThat(next.measuredAt()).isAfter(before.plus(Duration.ofDays(2)));
        assertThat(next.imported().sum().orElseThrow())
                .isGreaterThan(last.imported().sum().orElseThrow());
    }

    @Test
    void beginsWhereItIsTold() throws Exception {
        keep(Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(3)), 10);
        assertThat(begin("2026-01-13T18:00:00+01:00").measuredAt())
                .isEqualTo(Instant.parse("2026-01-13T17:00:00Z"));
    }

    private Reading begin(@org.jspecify.annotations.Nullable String start) throws Fault {
        return Simulated.house(config, 1, start, share -> {}).next();
    }

    /** The last reading of an earlier run. */
    private Reading keep(Instant from, int seconds) throws IOException {
        Household house = new Household(1, from, SiteSettings.BELGIUM, Grid.STAR_400);
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Reading last = house.next();
        bytes.writeBytes(writer.write(last));
        for (int i = 1; i < seconds; i++) {
            last = house.next();
            bytes.writeBytes(writer.write(last));
        }
        Path file = directory.resolve("before.txt");
        Files.write(file, bytes.toByteArray());
        RecordingImport.of(
                file,
                config.site(),
                config.store().file(),
                new RecordingImport.ImportOptions(false, false, false, LineEnds.keep, step -> {}),
                share -> {});
        return last;
    }
}
