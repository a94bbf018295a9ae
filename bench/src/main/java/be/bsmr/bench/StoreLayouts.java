package be.bsmr.bench;

import be.bsmr.meter.Grid;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Energy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why the store's file is laid out as it is: bytes written a day by page size, size of the log at a
 * checkpoint, and kind of table, for table {@code readings} alone at one commit a minute. Argument:
 * folder on the disk to measure (the working directory; not a RAM disk).
 */
public final class StoreLayouts {

    private static final String MIGRATION = "/db/migration/V1__readings_quarters_and_peaks.sql";
    private static final Instant START = Instant.parse("2026-01-13T12:00:00Z");
    private static final int DAY_SECONDS = 86_400;

    private StoreLayouts() {}

    public static void main(String[] args) throws IOException, SQLException {
        Path parent = Path.of(args.length > 0 ? args[0] : ".");
        Household house = new Household(5, START, SiteSettings.BELGIUM, Grid.STAR_400);
        List<Reading> day = new ArrayList<>(DAY_SECONDS);
        for (int s = 0; s < DAY_SECONDS; s++) {
            day.add(house.next());
        }
        String table = readingsTable();
        for (boolean rowid : new boolean[] {true, false}) {
            for (int pageBytes : new int[] {512, 1024, 2048, 4096, 8192}) {
                for (int logKilobytes : new int[] {250, 1000, 4000}) {
                    measure(parent, day, table, rowid, pageBytes, logKilobytes);
                }
            }
        }
    }

    private static void measure(
            Path parent,
            List<Reading> day,
            String table,
            boolean rowid,
            int pageBytes,
            int logKilobytes)
            throws IOException, SQLException {
        Path folder = Files.createTempDirectory(parent, "layouts");
        Path file = folder.resolve("layout.db");
        DiskCounter before;
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            s.execute("PRAGMA page_size = " + pageBytes);
            s.execute("PRAGMA journal_mode = WAL");
            s.execute("PRAGMA synchronous = NORMAL");
            s.execute("PRAGMA wal_autocheckpoint = " + logKilobytes * 1000 / pageBytes);
            s.execute(
                    rowid
                            ? table
                            : table.replace("INTEGER PRIMARY", "INTEGER NOT NULL PRIMARY")
                                    + ", WITHOUT ROWID");
            try (FileChannel log =
                            FileChannel.open(Path.of(file + "-wal"), StandardOpenOption.WRITE);
                    PreparedStatement insert =
                            c.prepareStatement(
                                    "INSERT INTO readings VALUES (?" + ", ?".repeat(23) + ")")) {
                log.force(true);
                before = DiskCounter.now();
                for (int i = 0; i < day.size(); i += 60) {
                    s.execute("BEGIN");
                    for (Reading r : day.subList(i, i + 60)) {
                        bind(insert, r);
                        insert.executeUpdate();
                    }
                    s.execute("COMMIT");
                    log.force(true);
                }
            }
        }
        DiskCounter written = DiskCounter.now().since(before);
        System.out.printf(
                Locale.ROOT,
                "%-13s page %4d B, checkpoint at %4d kB: %5.1f MB a day to the disk, file %.1f MB%n",
                rowid ? "rowid" : "WITHOUT ROWID",
                pageBytes,
                logKilobytes,
                written.disk() / 1e6,
                Files.size(file) / 1e6);
        Files.delete(file);
        Files.delete(folder);
    }

    /** In the order of the columns. */
    private static void bind(PreparedStatement insert, Reading r) throws SQLException {
        List<@Nullable Long> values = new ArrayList<>();
        values.add(r.measuredAt() == null ? 0 : r.measuredAt().getEpochSecond());
        values.add(1L);
        values.add(r.activeTariff() == null ? null : r.activeTariff().longValue());
        values.add(r.importPower() == null ? null : (long) r.importPower().watts());
        values.add(r.exportPower() == null ? null : (long) r.exportPower().watts());
        values.add(r.demand().running() == null ? null : (long) r.demand().running().watts());
        for (var registers : List.of(r.imported(), r.exported())) {
            values.add(registers.tariff(1).map(Energy::wattHours).orElse(null));
            values.add(registers.tariff(2).map(Energy::wattHours).orElse(null));
            values.add(null);
        }
        for (PhaseReading p : r.phases()) {
            values.add(p.voltage() == null ? null : p.voltage().millivolts() / 10L);
        }
        for (PhaseReading p : r.phases()) {
            values.add(p.current() == null ? null : (long) p.current().milliamperes());
        }
        for (PhaseReading p : r.phases()) {
            values.add(p.importPower() == null ? null : (long) p.importPower().watts());
        }
        for (PhaseReading p : r.phases()) {
            values.add(p.exportPower() == null ? null : (long) p.exportPower().watts());
        }
        for (int i = 0; i < values.size(); i++) {
            insert.setObject(i + 1, values.get(i));
        }
    }

    /** The real one, from the migration. */
    private static String readingsTable() throws IOException {
        try (InputStream in = StoreLayouts.class.getResourceAsStream(MIGRATION)) {
            if (in == null) {
                throw new IOException("no " + MIGRATION + " on the class path");
            }
            String sql =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replaceAll("--[^\n]*", "");
            int start = sql.indexOf("CREATE TABLE readings");
            return sql.substring(start, sql.indexOf(';', start));
        }
    }
}
