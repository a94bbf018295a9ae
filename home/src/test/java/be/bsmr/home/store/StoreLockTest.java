package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.home.Programs;
import be.bsmr.home.series.OutputFolder;
import be.bsmr.meter.Grid;
import be.bsmr.site.SiteSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreLockTest {

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("bsmr.db");
    }

    /** The other is a program of its own, and SIGKILL lets it say no goodbye. */
    @Test
    void oneProgramAtATimeKeepsReadings() throws Exception {
        Path copy;
        try (Store store = open(file)) {
            new House(House.EVENING, Grid.STAR_400).live(store, 10);
        }
        copy = Backup.of(file, folder.resolve("copy.db")).file();
        Process other =
                Programs.java(List.of("-Xmx128m"), LockHolder.class, file.toString())
                        .redirectError(Programs.LOG)
                        .start();
        try (BufferedReader out = other.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("held");
            String holder = "in use by process " + other.pid() + " (bsmr " + file + ")";
            refuses(() -> open(file), holder);
            refuses(() -> open(file), holder);
            assertThat(holdersOf(DatabaseFiles.next(file, "-lock"))).containsExactly(other.pid());
            refuses(() -> Backup.checked(copy).restore(file, Instant.EPOCH), holder);
            refuses(() -> Imports.ofRecording(file, SiteSettings.BELGIUM, false, true), holder);
            // Beside it one may read, copy, import, and look what an import would do.
            Imports.ofRecording(file, SiteSettings.BELGIUM, false, false).close();
            Imports.ofRecording(file, SiteSettings.BELGIUM, true, true).close();
            Backup.of(file, folder.resolve("another.db"));
        } finally {
            other.toHandle().destroyForcibly();
            other.waitFor();
        }
        open(file).close();
        Backup.checked(copy).restore(file, Instant.EPOCH);
    }

    @Test
    void anImportKeepsOthersFromReplacingWhatItWritesTo() throws IOException {
        open(file).close();
        Backup copy = Backup.of(file, folder.resolve("copy.db"));
        try (RecordedReadings importing =
                Imports.ofRecording(file, SiteSettings.BELGIUM, false, false)) {
            assertThat(importing.forecaster()).isNotNull();
            refuses(() -> copy.restore(file, Instant.EPOCH), "one import at a time");
            refuses(() -> Imports.ofRecording(file, SiteSettings.BELGIUM, false, false), "import");
            open(file).close();
        }
        copy.restore(file, Instant.EPOCH);
    }

    @Test
    void throughALinkedFolderItIsTheSameDatabase() throws IOException {
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), folder);
        try (Store store = open(file)) {
            assertThat(store.missing()).isEmpty();
            refuses(() -> open(linked.resolve("bsmr.db")), "this very program");
        }
    }

    /** Who may write in the folder could have us overwrite what only we may write. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-seconds", "-lock", "-wal", "-shm"})
    void writesThroughNoLink(String end) throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "as it was");
        Path link = Files.createSymbolicLink(folder.resolve("bsmr.db" + end), victim);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(FileRefused.class)
                .hasMessageContaining(link.getFileName() + " is a link")
                .hasMessageContaining("remove it");
        assertThat(victim).hasContent("as it was");
        Files.delete(link);
        open(file).close();
    }

    /** Whose lock file was deleted does not write on beside the next one. */
    @Test
    void aDeletedLockIsTakenAgain() throws Exception {
        House house = House.inTheEvening();
        try (Store store =
                Store.open(StoreSettings.of(file, 10, 0), house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 20);
            Path lock = DatabaseFiles.next(file, "-lock");
            Files.delete(lock);
            house.live(store, 20);
            assertThat(holdersOf(lock)).contains(ProcessHandle.current().pid());
            assertThat(store.health().trouble()).isNull();
        }
    }

    /** The processes that the kernel knows to lock a file. */
    private static List<Long> holdersOf(Path file) throws IOException {
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        try (Stream<String> locks = Files.lines(Path.of("/proc/locks"))) {
            return locks.filter(l -> l.contains(inode))
                    .map(l -> Long.parseLong(l.strip().split(" +", -1)[4]))
                    .toList();
        }
    }

    @Test
    void makesNoFolderWhereADiskMayBeMissing() {
        Path unplugged = folder.resolve("usb/bsmr.db");
        assertThatThrownBy(() -> open(unplugged))
                .isInstanceOf(OutputFolder.Missing.class)
                .hasMessageContaining("there is no folder " + unplugged.getParent())
                .hasMessageContaining("mkdir");
        assertThat(unplugged.getParent()).doesNotExist();
    }

    private static Store open(Path file) throws IOException {
        return Store.open(StoreSettings.of(file, 10, 0), Clock.systemUTC(), SiteSettings.BELGIUM);
    }

    private static void refuses(ThrowingCallable second, String because) {
        assertThatThrownBy(second)
                .isInstanceOf(FileRefused.class)
                .hasMessageContaining("is in use by")
                .hasMessageContaining(because);
    }
}
