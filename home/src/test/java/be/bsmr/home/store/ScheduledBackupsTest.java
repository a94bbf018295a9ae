package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies by themselves; the real store writes meanwhile, and only time is moved by hand. */
class ScheduledBackupsTest {

    @TempDir private Path folder;
    private Path usb;
    private House house;
    private Store store;
    private ScheduledBackups backups;

    @BeforeEach
    void aHouse() throws IOException {
        usb = folder.resolve("usb");
        house = House.inTheEvening();
        StoreSettings settings =
                new StoreSettings(
                        folder.resolve("bsmr.db"),
                        10,
                        0,
                        0,
                        new BackupSettings(usb.toString(), 24, 2));
        store = Store.open(settings, house.clock, SiteSettings.BELGIUM);
        house.live(store, 700);
        backups = new ScheduledBackups(settings.file(), settings.backup(), house.clock);
    }

    @AfterEach
    void close() {
        backups.close();
        store.close();
    }

    @Test
    void copiesWhenOneIsDueAndKeepsTheNewest() throws IOException {
        Files.createDirectory(usb);
        Files.writeString(usb.resolve("holiday.jpg"), "mine");
        backups.look();
        assertThat(backups.health().trouble()).isNull();
        assertThat(backups.health().newest()).isEqualTo(house.clock.instant());
        Path first = copies().get(0);
        try (History history = History.open(first)) {
            assertThat(history.info().integrity()).isEqualTo("ok");
            assertThat(history.info().seconds()).isPositive();
        }
        house.clock.advance(Duration.ofHours(23));
        backups.look();
        assertThat(copies()).containsExactly(first);
        for (int day = 0; day < 2; day++) {
            house.clock.advance(Duration.ofHours(24));
            backups.look();
        }
        assertThat(copies()).as("the newest two").hasSize(2).doesNotContain(first);
        assertThat(usb.resolve("holiday.jpg")).exists();
    }

    @Test
    void aRestartNeitherRepeatsNorForgetsOne() throws IOException {
        Files.createDirectory(usb);
        backups.look();
        try (ScheduledBackups next =
                new ScheduledBackups(
                        folder.resolve("bsmr.db"),
                        new BackupSettings(usb.toString(), 24, 2),
                        house.clock)) {
            house.clock.advance(Duration.ofHours(1));
            next.look();
            assertThat(copies()).hasSize(1);
            assertThat(next.health().newest())
                    .isEqualTo(house.clock.instant().minus(Duration.ofHours(1)));
        }
    }

    @Test
    void aDiskThatIsNotThereIsToldAndTriedAgain() throws IOException {
        backups.look();
        assertThat(backups.health().trouble()).contains("there is no folder", "mkdir");
        assertThat(backups.health().newest()).isNull();
        Files.createDirectory(usb);
        backups.look();
        assertThat(backups.health().trouble()).isNull();
        assertThat(copies()).hasSize(1);
    }

    @Test
    void aCopyFromTheFutureHoldsUpNothing() throws IOException {
        Files.createDirectory(usb);
        Files.writeString(usb.resolve("bsmr-20990101-000000.db"), "another clock");
        backups.look();
        assertThat(copies()).hasSize(2);
        backups.look();
        assertThat(copies()).as("once").hasSize(2);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new BackupSettings("usb", 0, 7))
                .hasMessageContaining("every_hours is 1 to 720");
        assertThatThrownBy(() -> new BackupSettings("usb", 24, 0))
                .hasMessageContaining("keep is 1 to 1000");
        assertThatThrownBy(() -> new StoreSettings(Path.of("a.db"), 10, 0, 30, BackupSettings.NONE))
                .hasMessageContaining("keep_quarter_days is 400");
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(usb)) {
            return files.filter(f -> f.toString().endsWith(".db")).sorted().toList();
        }
    }
}
