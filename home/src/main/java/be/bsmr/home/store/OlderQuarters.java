package be.bsmr.home.store;

import be.bsmr.home.words.PlainWords;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes quarters without their seconds into the database, as a {@link Store} has those whose
 * seconds it has forgotten: what each came to, how the registers stood when it began, and each hour
 * what hangs on the M-Bus; days and month peaks follow. What is known of a quarter stays.
 */
public final class OlderQuarters implements AutoCloseable {

    /** Two weeks: the days at the seams are reckoned twice. */
    private static final int AT_ONCE = 14 * 96;

    private static final long HOUR_SECONDS = 3600;

    private final Database database;
    private final StoreLock lock;
    private final ZoneId zone;
    private final Commit commit;
    private final int clock;
    private final List<ReadingRow> rows = new ArrayList<>();
    private final List<QuarterDemand> quarters = new ArrayList<>();
    private @Nullable ReadingRow last;

    private OlderQuarters(Database database, StoreLock lock, ZoneId zone) {
        this.database = database;
        this.lock = lock;
        this.zone = zone;
        commit = new Commit(database, zone);
        clock = database.read(MeterTable::clock);
    }

    /**
     * Opens the file, or makes it.
     *
     * @param zone whose days and months count
     * @throws FileRefused when a program keeps its readings there, or imports
     * @throws IOException when it cannot be used, with what to do about it
     */
    public static OlderQuarters open(Path file, ZoneId zone) throws IOException {
        DatabaseFiles.makeFolder(file);
        StoreLock lock = StoreLock.ofAll(file);
        try {
            Database database = Database.open(file);
            try {
                database.hurry();
                return new OlderQuarters(database, lock, zone);
            } catch (SQLException e) {
                database.close();
                throw new IOException("cannot use " + file + ": " + PlainWords.of(e), e);
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Takes a quarter, later than the one before.
     *
     * @param first the reading of its first second
     * @throws IOException when the database refuses
     */
    public void take(MeterRead first, QuarterDemand quarter) throws IOException {
        ReadingRow row = ReadingRow.of(first, clock, last);
        last = row;
        rows.add(row);
        quarters.add(quarter);
        if (quarters.size() == AT_ONCE) {
            finish();
        }
    }

    /**
     * Writes what is left.
     *
     * @throws IOException when the database refuses
     */
    public void finish() throws IOException {
        commit.importing(this::write);
        rows.clear();
        quarters.clear();
    }

    private void write(Connection c) throws SQLException {
        commit.registers(rows, c);
        commit.attached(
                rows.stream().filter(row -> row.measuredAt() % HOUR_SECONDS == 0).toList(), c);
        commit.recorded(quarters, c);
        PeakHistory stored = PeakTable.read(c);
        PeakHistory peaks = stored;
        for (QuarterDemand quarter : quarters) {
            peaks = peaks.with(quarter, zone);
        }
        PeakTable.write(stored, peaks, c);
    }

    @Override
    public void close() {
        database.close();
        lock.close();
    }
}
