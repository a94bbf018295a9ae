package be.bsmr.home.store;

import be.bsmr.home.words.PlainWords;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes quarters without their seconds into the database, as a {@link Store} has those whose
 * seconds it has forgotten: what each came to, how the registers stood when it began, and each hour
 * what hangs on the M-Bus; days and month peaks follow. What is known of a quarter stays. A thread
 * of its own writes some weeks while the next are taken.
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
    private List<ReadingRow> rows = new ArrayList<>();
    private List<QuarterDemand> quarters = new ArrayList<>();
    private @Nullable ReadingRow last;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "older-quarters"));
    private Future<?> written = CompletableFuture.completedFuture(null);

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
            write();
        }
    }

    /**
     * Writes what is left.
     *
     * @throws IOException when the database refuses
     */
    public void finish() throws IOException {
        write();
        await();
    }

    private void write() throws IOException {
        await();
        List<ReadingRow> some = rows;
        List<QuarterDemand> theirs = quarters;
        rows = new ArrayList<>();
        quarters = new ArrayList<>();
        written =
                writer.submit(
                        () -> {
                            commit.importing(c -> write(some, theirs, c));
                            return null;
                        });
    }

    /** Until what was handed to the writer is written. */
    private void await() throws IOException {
        try {
            written.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : Commit.refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("writing was interrupted");
        }
    }

    private void write(List<ReadingRow> some, List<QuarterDemand> theirs, Connection c)
            throws SQLException {
        commit.registers(some, c);
        commit.attached(
                some.stream().filter(row -> row.measuredAt() % HOUR_SECONDS == 0).toList(), c);
        commit.recorded(theirs, c);
        PeakHistory stored = PeakTable.read(c);
        PeakHistory peaks = stored;
        for (QuarterDemand quarter : theirs) {
            peaks = peaks.with(quarter, zone);
        }
        PeakTable.write(stored, peaks, c);
    }

    /** What was not {@linkplain #finish finished} may be lost. */
    @Override
    public void close() {
        // Closing the database waits for nobody: what is being written comes first.
        writer.shutdown();
        try {
            if (!writer.awaitTermination(1, TimeUnit.MINUTES)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
        lock.close();
    }
}
