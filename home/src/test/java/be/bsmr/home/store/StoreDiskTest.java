package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Disks that are full, and files that are not what they should be. */
class StoreDiskTest {

    @TempDir Path folder;
    private StoreSettings settings;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        settings = new StoreSettings(folder.resolve("bsmr.db"), 60, 0);
        log.start();
        ((Logger) LoggerFactory.getLogger(Store.class)).addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(Store.class)).detachAppender(log);
    }

    @Test
    void waitsForRoomOnAFullDisk() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock)) {
            house.live(store, 61);
            mostPages(store, 1);
            house.live(store, 1800);
            assertThat(store.health().trouble()).contains("full");
            assertThat(store.health().waiting()).isGreaterThan(1700);
            assertThat(errors()).as("said once").hasSize(1);
            assertThat(errors().get(0)).contains("bsmr.db").contains("make room");

            mostPages(store, 1_000_000);
            house.live(store, 61);
            assertThat(store.health().trouble()).isNull();
            assertThat(store.dropped()).isZero();
            assertThat(store.recall(House.EVENING))
                    .as("nothing is missing")
                    .extracting(r -> r.reading())
                    .startsWith(
                            house.reads.stream()
                                    .limit(1900)
                                    .map(r -> StoreTest.asStored(r.reading()))
                                    .toArray(be.bsmr.meter.Reading[]::new));
            assertThat(store.quarters(House.EVENING.minusSeconds(900), house.clock.instant()))
                    .as("quarters that ended meanwhile")
                    .hasSize(house.finished.size());
            assertThat(store.peaks()).isEqualTo(house.state.peaks());
        }
    }

    @Test
    void dropsTheOldestWhenADiskStaysFull() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock)) {
            house.live(store, 61);
            mostPages(store, 1);
            house.live(store, Store.MOST_WAITING + 500);
            assertThat(store.health().waiting()).isEqualTo(Store.MOST_WAITING);
            long dropped = store.dropped();
            assertThat(dropped).isBetween(440L, 501L);
            mostPages(store, 1_000_000);
            house.live(store, 61);
            long droppedInAll = store.dropped();
            assertThat(StoreTest.rows(store, "readings") + store.health().waiting())
                    .isEqualTo(house.reads.size() - droppedInAll);
            assertThat(store.newest().orElseThrow())
                    .as("the newest were kept")
                    .isAfter(house.clock.instant().minusSeconds(62));
        }
    }

    @Test
    void saysWhatIsLostWhenTheDiskIsFullToTheEnd() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock)) {
            house.live(store, 61);
            mostPages(store, 1);
            house.live(store, 400);
        }
        assertThat(errors()).hasSize(3);
        assertThat(errors().get(1)).contains("cannot save").contains("what the forecast");
        assertThat(errors().get(2)).contains("are lost");
    }

    @Test
    void refusesWhatIsNotADatabase() throws IOException {
        Files.writeString(settings.file(), "tdss;loper900;limiet\n1;2;3\n");
        assertLeftAsItIs("is not a database", "mv");
    }

    @Test
    void refusesADatabaseThatIsCutShort() throws Exception {
        fill();
        try (RandomAccessFile f = new RandomAccessFile(settings.file().toFile(), "rw")) {
            f.setLength(f.length() / 2);
        }
        assertLeftAsItIs("is damaged", "mv");
    }

    @Test
    void refusesADatabaseThatIsOverwritten() throws Exception {
        fill();
        try (RandomAccessFile f = new RandomAccessFile(settings.file().toFile(), "rw")) {
            f.seek(1024);
            f.write("x".repeat((int) f.length() - 1024).getBytes(StandardCharsets.US_ASCII));
        }
        assertLeftAsItIs("is damaged", "mv");
    }

    @Test
    void refusesTheDatabaseOfAnotherProgram() throws Exception {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + settings.file());
                Statement s = c.createStatement()) {
            s.execute("CREATE TABLE dsmr (id INTEGER)");
        }
        assertLeftAsItIs("another program", "store.file");
    }

    @Test
    void keepsQuartersAndPeaksOfTheFirstVersion() throws Exception {
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + settings.file(), null, null)
                .locations("classpath:db/migration")
                .target("1")
                .load()
                .migrate();
        Instant start = Instant.parse("2026-01-13T17:00:00Z");
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + settings.file());
                Statement s = c.createStatement()) {
            s.execute(
                    "INSERT INTO quarters VALUES (%d, 3240000, 10000, 2, 1)"
                            .formatted(start.getEpochSecond()));
            s.execute(
                    "INSERT INTO month_peaks VALUES (202512, 4557, 1766682000, 1),"
                            + " (202601, 3600, NULL, 2)");
        }
        try (Store store = Store.open(settings, Clock.systemUTC())) {
            assertThat(store.quarters(start, start.plusSeconds(900)))
                    .containsExactly(
                            new QuarterDemand(
                                    new QuarterHour(start),
                                    Energy.ofWattHours(900),
                                    1,
                                    Estimator.REGISTERS,
                                    true));
            assertThat(store.peaks().months().values())
                    .containsExactly(
                            new MonthPeak(
                                    YearMonth.of(2025, 12),
                                    new Power(4557),
                                    Instant.ofEpochSecond(1766682000),
                                    MonthPeak.Source.METER),
                            new MonthPeak(
                                    YearMonth.of(2026, 1),
                                    new Power(3600),
                                    null,
                                    MonthPeak.Source.COUNTED));
        }
    }

    @Test
    void refusesTheDatabaseOfANewerVersion() throws Exception {
        fill();
        Path migrations = Files.createDirectory(folder.resolve("newer"));
        Files.writeString(
                migrations.resolve("V9__more.sql"),
                "CREATE TABLE more (id INTEGER); PRAGMA user_version = 9;");
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + settings.file(), null, null)
                .locations("classpath:db/migration", "filesystem:" + migrations)
                .load()
                .migrate();
        assertLeftAsItIs("newer BSMR", "version is 9");
    }

    @Test
    void refusesAFolderInPlaceOfAFile() throws IOException {
        Files.createDirectory(settings.file());
        assertThatThrownBy(() -> Store.open(settings, Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bsmr.db is in the way");
    }

    @Test
    void saysWhenTheFolderCannotBeMade() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));
        assertThatThrownBy(
                        () ->
                                Store.open(
                                        new StoreSettings(file.resolve("bsmr.db"), 60, 0),
                                        Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("taken")
                .hasMessageContaining("store.file");
    }

    @Test
    void startsAgainWhenTheVeryFirstStartWasCutShort() throws Exception {
        // Flyway makes its own table before ours.
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + settings.file());
                Statement s = c.createStatement()) {
            s.execute("PRAGMA journal_mode = WAL");
        }
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + settings.file(), null, null)
                .locations("filesystem:" + empty)
                .load()
                .migrate();
        fill();
        try (Store store = Store.open(settings, Clock.systemUTC())) {
            assertThat(store.newest()).isPresent();
        }
    }

    @Test
    void isReadByOthersWhileItWrites() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + settings.file());
                Statement s = other.createStatement()) {
            house.live(store, 61);
            s.execute("BEGIN");
            assertThat(count(s)).isEqualTo(61);
            house.live(store, 60);
            assertThat(store.health().trouble()).isNull();
            assertThat(count(s)).as("its view stands still").isEqualTo(61);
            s.execute("COMMIT");
            assertThat(count(s)).isEqualTo(121);
        }
    }

    private void fill() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock)) {
            house.live(store, 1500);
        }
        assertThat(house.clock.instant()).isEqualTo(House.EVENING.plusSeconds(1499));
    }

    private void assertLeftAsItIs(String... says) throws IOException {
        byte[] before = Files.readAllBytes(settings.file());
        assertThatThrownBy(() -> Store.open(settings, Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(settings.file().toString())
                .hasMessageContainingAll(says);
        assertThat(Files.readAllBytes(settings.file())).isEqualTo(before);
    }

    private static long count(Statement s) throws SQLException {
        try (var r = s.executeQuery("SELECT count(*) FROM readings")) {
            return r.getLong(1);
        }
    }

    private static void mostPages(Store store, int pages) throws SQLException {
        try (Statement s = store.database().writer().createStatement()) {
            // Never less than the file has already: from there on it is a real SQLITE_FULL.
            s.execute("PRAGMA max_page_count = " + pages);
        }
    }

    private List<String> errors() {
        return log.list.stream()
                .filter(e -> e.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
