package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
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
import java.nio.file.StandardCopyOption;
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
        settings = StoreSettings.of(folder.resolve("bsmr.db"), 60, 0);
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
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 61);
            mostPages(store, 1);
            house.live(store, 3600);
            assertThat(store.health().trouble()).contains("full");
            assertThat(store.health().waiting()).as("the journal takes them").isLessThan(61);
            assertThat(errors()).as("said once").hasSize(1);
            assertThat(errors().get(0)).contains("bsmr.db").contains("make room");

            mostPages(store, 1_000_000);
            house.live(store, 61);
            assertThat(store.health().trouble()).isNull();
            assertThat(store.dropped()).isZero();
            assertThat(store.history().recall(House.EVENING))
                    .as("nothing is missing")
                    .extracting(r -> r.reading())
                    .startsWith(
                            house.reads.stream()
                                    .limit(3700)
                                    .map(r -> StoreTest.asStored(r.reading()))
                                    .toArray(be.bsmr.meter.Reading[]::new));
            assertThat(
                            store.history()
                                    .quarters(
                                            House.EVENING.minusSeconds(900), house.clock.instant()))
                    .as("quarters that ended meanwhile")
                    .hasSize(house.finished.size());
            assertThat(store.history().peaks()).isEqualTo(house.state.metering().peaks());
        }
    }

    @Test
    void keepsInTheJournalWhatHasNoRoomInTheMemory() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 61);
            mostPages(store, 1);
            house.live(store, Store.MOST_WAITING + 500);
            assertThat(store.dropped()).isZero();
            mostPages(store, 1_000_000);
            house.live(store, 61);
            assertThat(StoreTest.seconds(store)).isGreaterThan(Store.MOST_WAITING + 61);
        }
        try (History history = History.open(settings.file())) {
            assertThat(history.recall(House.EVENING)).hasSize(house.reads.size());
        }
    }

    @Test
    void dropsTheOldestWhenTheJournalIsFullToo() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM, 16)) {
            house.live(store, 61);
            mostPages(store, 1);
            house.live(store, 3600 + Store.MOST_WAITING);
            assertThat(store.health().waiting()).isEqualTo(Store.MOST_WAITING);
            assertThat(store.dropped()).isPositive();
        }
        assertThat(errors().get(errors().size() - 1))
                .contains(Store.MOST_WAITING + " readings")
                .contains("are lost");
    }

    @Test
    void losesNothingWhenTheDiskIsFullToTheEnd() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 61);
            mostPages(store, 1);
            house.live(store, 3000);
        }
        assertThat(errors()).hasSize(2);
        assertThat(errors().get(1)).contains("cannot save").contains("what the forecast");
        try (History history = History.open(settings.file())) {
            assertThat(history.recall(House.EVENING)).as("also from the journal").hasSize(3061);
        }
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThat(StoreTest.seconds(store)).as("now that there is room").isEqualTo(3061);
        }
    }

    @Test
    void beginsAnewWhenItsFilesAreDeleted() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 1000);
            for (String end : List.of("", "-wal", "-shm", "-seconds", "-lock")) {
                Files.deleteIfExists(DatabaseFiles.next(settings.file(), end));
            }
            house.live(store, 1000);
            assertThat(store.health().trouble()).isNull();
        }
        assertThat(errors()).as("said once").hasSize(1);
        assertThat(errors().get(0)).contains("was deleted or replaced", "bsmr restore");
        try (History history = History.open(settings.file())) {
            assertThat(history.recall(House.EVENING))
                    .as("all but the quarters that were deleted")
                    .hasSize(1400);
            assertThat(history.peaks()).isEqualTo(house.state.metering().peaks());
            assertThat(history.quarters(House.EVENING, house.clock.instant())).hasSize(1);
        }
    }

    @Test
    void goesOnWithTheDatabaseThatTookItsPlace() throws Exception {
        fill();
        Path copy = Backup.of(settings.file(), folder.resolve("copy.db")).file();
        House house = new House(House.EVENING.plusSeconds(5000), Grid.STAR_400);
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 500);
            Files.move(copy, settings.file(), StandardCopyOption.REPLACE_EXISTING);
            house.live(store, 100);
            assertThat(store.health().trouble()).isNull();
        }
        try (History history = History.open(settings.file())) {
            assertThat(history.recall(House.EVENING))
                    .as("what it had, and all but the quarter that ended in the other")
                    .hasSize(1500 + 500);
        }
        assertThat(integrity()).isEqualTo("ok");
    }

    @Test
    void takesAllBackWhateverGoesWrongHalfway() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            assertThatThrownBy(
                            () ->
                                    store.database()
                                            .write(
                                                    c -> {
                                                        throw new OutOfMemoryError("as a test");
                                                    }))
                    .isInstanceOf(OutOfMemoryError.class);
            house.live(store, 1000);
            assertThat(store.health().trouble()).isNull();
        }
    }

    private String integrity() throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + settings.file());
                Statement s = c.createStatement();
                var r = s.executeQuery("PRAGMA integrity_check")) {
            return r.getString(1);
        }
    }

    @Test
    void refusesWhatIsNotADatabase() throws IOException {
        Files.writeString(settings.file(), "tdss;loper900;limiet\n1;2;3\n");
        assertLeftAsItIs("is not a database", "store.file");
        assertThat(DatabaseFiles.next(settings.file(), "-lock")).doesNotExist();
    }

    @Test
    void movesADatabaseAsideThatIsCutShort() throws Exception {
        fill();
        try (RandomAccessFile f = new RandomAccessFile(settings.file().toFile(), "rw")) {
            f.setLength(f.length() / 2);
        }
        assertMovedAside();
    }

    @Test
    void movesADatabaseAsideThatIsOverwritten() throws Exception {
        fill();
        try (RandomAccessFile f = new RandomAccessFile(settings.file().toFile(), "rw")) {
            f.seek(1024);
            f.write("x".repeat((int) f.length() - 1024).getBytes(StandardCharsets.US_ASCII));
        }
        assertMovedAside();
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
        try (Store store = Store.open(settings, Clock.systemUTC(), SiteSettings.BELGIUM)) {
            assertThat(store.history().quarters(start, start.plusSeconds(900)))
                    .containsExactly(
                            new QuarterDemand(
                                    new QuarterHour(start),
                                    Energy.ofWattHours(900),
                                    1,
                                    Estimator.REGISTERS,
                                    true));
            assertThat(store.history().peaks().months().values())
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
    void packsTheReadingsOfVersionFive() throws Exception {
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + settings.file(), null, null)
                .locations("classpath:db/migration")
                .target("5")
                .load()
                .migrate();
        long start = House.EVENING.getEpochSecond();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + settings.file());
                Statement s = c.createStatement()) {
            s.execute("INSERT INTO meter (id, clock, header) VALUES (1, 0, 'FLU5')");
            s.execute(
                    "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)"
                            + " INSERT INTO readings (measured_at, meter, import_power_w,"
                            + " import_t1_wh, voltage_l1_cv) SELECT "
                            + start
                            + " + i, 1, 500 + i % 7, 1000 + i / 7,"
                            + " CASE WHEN i % 3 > 0 THEN 23000 + i % 11 END FROM n");
        }
        try (History history = History.open(settings.file())) {
            List<SiteInput.MeterRead> reads = history.recall(Instant.EPOCH);
            assertThat(reads).hasSize(2000);
            for (int i = 0; i < reads.size(); i++) {
                Reading r = reads.get(i).reading();
                assertThat(r.measuredAt()).isEqualTo(House.EVENING.plusSeconds(i));
                assertThat(r.importPower()).isEqualTo(new Power(500 + i % 7));
                assertThat(r.imported().sum()).contains(Energy.ofWattHours(1000 + i / 7));
                assertThat(r.phases().isEmpty()).isEqualTo(i % 3 == 0);
            }
        }
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + settings.file())) {
            long quarter = House.EVENING.getEpochSecond() + 600;
            assertThat(GrowthTable.energies(quarter, quarter + 900, c).get(0))
                    .as("what the registers grew from its first reading to the next quarter's")
                    .isEqualTo(1500 / 7 - 600 / 7);
        }
    }

    @Test
    void refusesTheDatabaseOfANewerVersion() throws Exception {
        fill();
        Path migrations = Files.createDirectory(folder.resolve("newer"));
        Files.writeString(
                migrations.resolve("V99__more.sql"),
                "CREATE TABLE more (id INTEGER); PRAGMA user_version = 99;");
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + settings.file(), null, null)
                .locations("classpath:db/migration", "filesystem:" + migrations)
                .javaMigrations(new V6_1__Pack_the_readings())
                .load()
                .migrate();
        assertLeftAsItIs("newer BSMR", "version is 99");
    }

    @Test
    void refusesAFolderInPlaceOfAFile() throws IOException {
        Files.createDirectory(settings.file());
        assertThatThrownBy(() -> Store.open(settings, Clock.systemUTC(), SiteSettings.BELGIUM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bsmr.db is in the way");
    }

    @Test
    void saysWhenTheFolderIsNone() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));
        assertThatThrownBy(
                        () ->
                                Store.open(
                                        StoreSettings.of(file.resolve("bsmr.db"), 60, 0),
                                        Clock.systemUTC(),
                                        SiteSettings.BELGIUM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no folder " + file);
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
        try (Store store = Store.open(settings, Clock.systemUTC(), SiteSettings.BELGIUM)) {
            assertThat(store.history().newest()).isPresent();
        }
    }

    @Test
    void isReadByOthersWhileItWrites() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + settings.file());
                Statement s = other.createStatement()) {
            house.live(store, 61);
            house.live(store, 900);
            s.execute("BEGIN");
            assertThat(count(s)).isEqualTo(600);
            house.live(store, 900);
            assertThat(store.health().trouble()).isNull();
            assertThat(count(s)).as("its view stands still").isEqualTo(600);
            s.execute("COMMIT");
            assertThat(count(s)).isEqualTo(1500);
        }
    }

    @Test
    void isReadByAnotherProgramUpToItsLastCommit() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM);
                History other = History.open(settings.file())) {
            house.live(store, 1000);
            assertThat(other.newest()).contains(House.EVENING.plusSeconds(960));
            assertThat(other.recall(House.EVENING)).hasSize(961);
        }
    }

    @Test
    void refusesToWriteWhatAnotherProgramWrites() throws Exception {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 1);
            assertThatThrownBy(() -> Store.open(settings, Clock.systemUTC(), SiteSettings.BELGIUM))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by this very program");
        }
    }

    private void fill() throws IOException {
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 1500);
        }
        assertThat(house.clock.instant()).isEqualTo(House.EVENING.plusSeconds(1499));
    }

    private void assertMovedAside() throws IOException {
        byte[] before = Files.readAllBytes(settings.file());
        House house = House.inTheEvening();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            house.live(store, 100);
            assertThat(store.health().trouble()).isNull();
        }
        assertThat(errors()).hasSize(1);
        assertThat(errors().get(0))
                .contains("is damaged", "bsmr restore", "damaged-20260113-165000");
        assertThat(Files.readAllBytes(folder.resolve("bsmr.db.damaged-20260113-165000")))
                .as("kept as it was")
                .isEqualTo(before);
        try (History history = History.open(settings.file())) {
            assertThat(history.recall(Instant.EPOCH)).as("a new one").hasSize(100);
        }
    }

    private void assertLeftAsItIs(String... says) throws IOException {
        byte[] before = Files.readAllBytes(settings.file());
        assertThatThrownBy(() -> Store.open(settings, Clock.systemUTC(), SiteSettings.BELGIUM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(settings.file().toString())
                .hasMessageContainingAll(says);
        assertThat(Files.readAllBytes(settings.file())).isEqualTo(before);
    }

    private static long count(Statement s) throws SQLException {
        try (var r = s.executeQuery("SELECT coalesce(sum(readings), 0) FROM seconds")) {
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
