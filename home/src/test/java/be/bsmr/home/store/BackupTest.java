package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.meter.Grid;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

    @TempDir private Path folder;
    private StoreSettings settings;
    private Path copy;

    @BeforeEach
    void settings() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(folder.resolve("usb"));
        settings = StoreSettings.of(folder.resolve("data/bsmr.db"), 10, 0);
        copy = folder.resolve("usb/copy.db");
    }

    @Test
    void copiesAStoreThatIsBeingWritten() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 1501);
            Backup made = Backup.of(settings.file(), copy);
            assertThat(made.quarters()).isEqualTo(house.finished.size());
            house.live(store, 500);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(copy.getParent())) {
            assertThat(files.toList()).as("one file").containsExactly(copy);
        }
        try (History history = History.open(copy)) {
            assertThat(history.recall(Instant.EPOCH))
                    .as("with the running quarter, up to the last commit")
                    .hasSizeBetween(1491, 1501);
            assertThat(history.peaks().months()).isNotEmpty();
        }
    }

    /** Of who may write to the folder of copies. */
    @Test
    void isNotWrittenThroughALinkInItsPlace() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 60);
        }
        Path victim = folder.resolve("victim");
        Files.createSymbolicLink(copy, victim);
        Files.createSymbolicLink(DatabaseFiles.next(copy, ".part"), victim);
        Backup.of(settings.file(), copy);
        assertThat(victim).doesNotExist();
        assertThat(Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)).isTrue();

        Files.writeString(victim, "mine");
        Path other = copy.resolveSibling("other.db");
        Files.createSymbolicLink(other, victim);
        assertThatThrownBy(() -> Backup.of(settings.file(), other))
                .hasMessageContaining("is there already");
        assertThat(victim).hasContent("mine");
    }

    /** How a register stood at the end of a quarter is told by the first reading of the next. */
    @Test
    void theNewestWholeQuarterHasItsExport() throws IOException {
        House house = House.inTheEvening();
        long quarter = House.EVENING.plusSeconds(600).getEpochSecond();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 1501);
            assertThat(exported(settings.file())).as("while it runs").containsKey(quarter);
            Backup.of(settings.file(), copy);
            house.live(store, 900);
        }
        assertThat(exported(copy)).as("in a copy").containsKey(quarter);
        assertThat(exported(settings.file()))
                .as("nor does it change when the next has ended")
                .containsAllEntriesOf(exported(copy));
    }

    private static Map<Long, Long> exported(Path file) throws IOException {
        try (Database database = Database.open(file)) {
            return database.read(
                    c ->
                            GrowthTable.exported(
                                    House.EVENING.plusSeconds(600),
                                    House.EVENING.plusSeconds(3600),
                                    c));
        }
    }

    @Test
    void saysThatADatabaseIsEmpty() throws IOException {
        fill(0);
        Backup made = Backup.of(settings.file(), copy);
        assertThat(made.quarters()).isZero();
        assertThat(made.newest()).isNull();
    }

    @Test
    void makesNoFolderWhereADiskMayBeMissing() throws IOException {
        fill(100);
        Path unplugged = folder.resolve("stick/copy.db");
        assertThatThrownBy(() -> Backup.of(settings.file(), unplugged))
                .hasMessageContaining("there is no folder " + unplugged.getParent());
        assertThat(unplugged.getParent()).doesNotExist();
    }

    @Test
    void neverWritesOverAFile() throws IOException {
        fill(100);
        Files.writeString(copy, "mine");
        assertThatThrownBy(() -> Backup.of(settings.file(), copy))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is there already");
        assertThat(Files.readString(copy)).isEqualTo("mine");
    }

    @Test
    void restoresAndKeepsWhatWasThere() throws IOException {
        fill(1000);
        Backup.of(settings.file(), copy);
        fill(2500);
        byte[] before = Files.readAllBytes(copy);
        Path aside = Backup.checked(copy).restore(settings.file(), NOW);
        assertThat(aside).hasFileName("bsmr.db.before-restore-20261123-180000");
        assertThat(Files.readAllBytes(copy)).as("the backup is left as it is").isEqualTo(before);
        assertThat(recalled(settings.file())).isEqualTo(1000);
        assertThat(recalled(aside)).isEqualTo(3500);
        fill(50);
        assertThat(recalled(settings.file())).as("and goes on").isEqualTo(1050);
    }

    @Test
    void restoresWhereThereIsNoDatabaseYet() throws IOException {
        fill(1000);
        Backup backup = Backup.of(settings.file(), copy);
        Path other = folder.resolve("new/house.db");
        assertThatThrownBy(() -> backup.restore(other, NOW))
                .hasMessageContaining("there is no folder " + other.getParent());
        Files.createDirectory(other.getParent());
        assertThat(backup.restore(other, NOW)).isNull();
        assertThat(recalled(other)).isEqualTo(1000);
    }

    @Test
    void doesNotRestoreUnderARunningProgram() throws IOException {
        fill(1000);
        Backup backup = Backup.of(settings.file(), copy);
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThatThrownBy(() -> backup.restore(settings.file(), NOW))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by");
            assertThat(store.history().recall(Instant.EPOCH)).hasSize(1000);
        }
    }

    @Test
    void refusesABackupThatIsNoneOrDamaged() throws IOException {
        fill(3000);
        Backup.of(settings.file(), copy);
        try (RandomAccessFile f = new RandomAccessFile(copy.toFile(), "rw")) {
            f.setLength(f.length() - 8192);
        }
        assertThatThrownBy(() -> Backup.checked(copy))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        Path text = Files.writeString(folder.resolve("text.db"), "no database at all, just words");
        assertThatThrownBy(() -> Backup.checked(text))
                .isInstanceOf(IOException.class)
                .hasMessage(text + " is no database; name a file that bsmr backup made");
        assertThatThrownBy(() -> Backup.checked(folder.resolve("nothing.db")))
                .hasMessageContaining("there is no file");
    }

    private int recalled(Path file) throws IOException {
        try (History history = History.open(file)) {
            return history.recall(Instant.EPOCH).size();
        }
    }

    /** As many more seconds, each of them later than those before. */
    private void fill(int seconds) throws IOException {
        Instant start = House.EVENING;
        if (Files.exists(settings.file())) {
            try (History history = History.open(settings.file())) {
                start = history.newest().orElse(start).plusSeconds(1);
            }
        }
        House house = new House(start, Grid.STAR_400);
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, seconds);
        }
    }
}
