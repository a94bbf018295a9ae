package be.bsmr.home.store;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;

import be.bsmr.home.store.Commit.Group;
import be.bsmr.home.store.Imports.Verdict;
import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.meter.MeterId;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.site.MeteringStep;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the telegrams of a recording into the database beside what is there: what is known stays.
 * Some hours at a time, so that a recording of years needs no more memory than one of a day, and
 * one that breaks off is kept up to there; taken again, it goes on. A thread of its own packs and
 * writes some hours while the next are taken.
 */
public final class RecordedReadings implements AutoCloseable {

    /** Four hours. */
    private static final int QUARTERS_AT_ONCE = 16;

    private final Path file;
    private final Database database;
    private final @Nullable StoreLock lock;
    private final boolean dry;
    private final int clock;

    /** What a program has not moved to the database yet. */
    private final List<Block> journal;

    private final Commit commit;

    private Map<Group, QuarterSeconds> groups = new HashMap<>();

    /** The one that was looked up last, and by which meter; null when it is to be looked up. */
    private @Nullable QuarterSeconds current;

    private int currentMeter;
    private List<ReadingRow> mbusRows = new ArrayList<>();
    private List<QuarterDemand> quarters = new ArrayList<>();
    private final RecordedPeaks peaks;
    private @Nullable ReadingRow lastRow;
    private int lastMeter;

    /** Those that a meter has, one of each setting of its clock, by the one that is used. */
    private final Map<Integer, Set<Integer>> numbers = new HashMap<>();

    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "recording-writer"));
    private Future<?> written = CompletableFuture.completedFuture(null);
    private Set<Group> beingWritten = Set.of();

    /**
     * @param lock closed with this; null when nothing is to be written
     * @throws IOException when the journal cannot be read
     */
    RecordedReadings(Path file, Database database, ZoneId zone, @Nullable StoreLock lock)
            throws IOException {
        this.file = file;
        this.database = database;
        this.lock = lock;
        commit = new Commit(database, zone);
        dry = lock == null;
        journal = WriteAheadLog.read(WriteAheadLog.of(file));
        clock = database.read(MeterTable::clock);
        History history = new History(file, database);
        peaks = new RecordedPeaks(history.peaks(), history.newest().orElse(null), zone);
    }

    /** The forecaster with what it learned before; one that knows nothing when there is none. */
    public Forecaster forecaster() {
        return database.read(ForecastTable::read)
                .flatMap(Forecaster::remembering)
                .orElse(Forecaster.EMPTY);
    }

    /**
     * Keeps what the recording taught.
     *
     * @throws IOException when the database refuses
     */
    public void keep(Forecaster forecaster) throws IOException {
        await();
        byte[] memory = forecaster.memory();
        if (!dry) {
            commit.importing(c -> ForecastTable.write(memory, c));
        }
    }

    /**
     * Takes what one input led to.
     *
     * @return what becomes of its telegram; nothing when it brought none that counts
     * @throws IOException when the database refuses
     */
    public Optional<Verdict> take(MeteringStep step) throws IOException {
        step.finished().ifPresent(quarters::add);
        MeterRead last = step.metering().last();
        if (step.newReading() && last != null) {
            peaks.heard(step.metering().peaks(), last.measuredAt());
        }
        return step.newReading() && step.input() instanceof MeterRead read
                ? Optional.of(keep(read))
                : Optional.empty();
    }

    /**
     * Takes a telegram by its time alone, whatever was taken before.
     *
     * @throws IOException when the database refuses
     */
    public Verdict keep(MeterRead read) throws IOException {
        ReadingRow row = ReadingRow.of(read, clock, lastRow);
        if (lastRow == null || !row.speaker().equals(lastRow.speaker())) {
            lastMeter = meterOf(row);
        }
        if (lastRow == null || !row.mbus().equals(lastRow.mbus())) {
            mbusRows.add(row);
        }
        lastRow = row;
        QuarterSeconds seconds = current;
        if (seconds == null || seconds.quarter() != row.quarter() || currentMeter != lastMeter) {
            seconds = secondsOf(new Group(lastMeter, row.quarter()));
            current = seconds;
            currentMeter = lastMeter;
        }
        return seconds.take(row.measuredAt(), row.values());
    }

    private QuarterSeconds secondsOf(Group group) throws IOException {
        QuarterSeconds seconds = groups.get(group);
        if (seconds == null) {
            if (groups.size() >= QUARTERS_AT_ONCE) {
                write();
            }
            seconds = known(group);
            groups.put(group, seconds);
        }
        return seconds;
    }

    /** What follows is not later than what was taken: it is told from its first telegram on. */
    public void goesBack() {
        lastRow = null;
    }

    /** Another meter than {@code meter} that telegrams are stored of; none when it is known. */
    public Optional<MeterId> another(MeterId meter) {
        List<MeterId> known = new ArrayList<>();
        for (Speaker speaker : database.read(MeterTable::speakers).values()) {
            MeterId id = speaker.identity().meter();
            if (id != null) {
                known.add(id);
            }
        }
        return known.contains(meter) ? Optional.empty() : known.stream().findFirst();
    }

    /** The readings of {@code [from, to]} that are stored now, oldest first. */
    public List<MeterRead> stored(Instant from, Instant to) {
        return new History(file, database).readings(from, to);
    }

    /** Takes a quarter that was counted from what is stored: {@link #finish} then. */
    public void add(QuarterDemand quarter) {
        quarters.add(quarter);
    }

    /**
     * It is of another meter than those that are known: what that one remembers is beside theirs.
     */
    public void areOfAnotherMeter() {
        peaks.areOfAnotherMeter();
    }

    /** The months that count otherwise with what was taken; to be asked after {@link #finish}. */
    public List<Imports.Month> months() {
        return peaks.changed();
    }

    /** The months of which the recording says otherwise than what is known, and stays. */
    public List<Imports.Contradicted> contradicted() {
        return peaks.contradicted();
    }

    /** Its number; none yet when nothing is to be written. */
    private int meterOf(ReadingRow row) throws IOException {
        int id = dry ? 0 : numberOf(row.speaker());
        Set<Integer> same = new HashSet<>();
        database.read(MeterTable::speakers)
                .forEach(
                        (number, speaker) -> {
                            if (speaker.isSameAs(row.speaker())) {
                                same.add(number);
                            }
                        });
        int meter = dry ? same.stream().max(naturalOrder()).orElse(0) : id;
        numbers.put(meter, same);
        return meter;
    }

    private int numberOf(Speaker speaker) throws IOException {
        await();
        try {
            return commit.numberOf(speaker);
        } catch (SQLException e) {
            throw Commit.refused(e);
        }
    }

    /** What is known of a meter's quarter, whatever its clock was; what is new goes there, too. */
    private QuarterSeconds known(Group group) throws IOException {
        if (beingWritten.contains(group)) {
            await();
        }
        Set<Integer> same = numbers.getOrDefault(group.meter(), Set.of());
        List<Block> blocks = new ArrayList<>(journal);
        blocks.removeIf(block -> block.quarter() != group.quarter());
        blocks.addAll(database.read(c -> SecondsTable.read(group.quarter(), group.quarter(), c)));
        blocks.removeIf(block -> !same.contains(block.meter()));
        blocks.sort(comparingInt(Block::meter));
        int meter = group.meter();
        Map<Long, long[]> known = new HashMap<>();
        for (Block block : blocks) {
            known.putAll(seconds(block));
            meter = block.meter();
        }
        return new QuarterSeconds(meter, group.quarter(), known);
    }

    private static Map<Long, long[]> seconds(Block block) {
        try {
            return block.seconds();
        } catch (DataFormatException e) {
            // Damaged: what the recording has of it is better.
            return Map.of();
        }
    }

    /**
     * Writes what is left, unless it was only to be tried.
     *
     * @throws IOException when the database refuses
     */
    public void finish() throws IOException {
        write();
        await();
    }

    private void write() throws IOException {
        await();
        Batch batch = new Batch(groups, mbusRows, quarters, peaks.taken());
        groups = new HashMap<>();
        current = null;
        mbusRows = new ArrayList<>();
        quarters = new ArrayList<>();
        beingWritten = dry ? Set.of() : batch.groups.keySet();
        written =
                writer.submit(
                        () -> {
                            if (dry) {
                                attempt(batch);
                            } else {
                                commit.importing(c -> write(batch, c));
                            }
                            return null;
                        });
    }

    /** Says what would become of the quarters, and leaves no trace. */
    private void attempt(Batch batch) throws IOException {
        if (batch.quarters.isEmpty()) {
            return;
        }
        try {
            commit.importing(
                    c -> {
                        count(batch.quarters, c);
                        throw new Imports.Undone();
                    });
        } catch (Imports.Undone e) {
            // As it was to be.
        }
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
        beingWritten = Set.of();
    }

    private record Batch(
            Map<Group, QuarterSeconds> groups,
            List<ReadingRow> mbusRows,
            List<QuarterDemand> quarters,
            List<MonthPeak> peaks) {}

    private void write(Batch batch, Connection c) throws SQLException {
        for (QuarterSeconds seconds : batch.groups.values()) {
            SortedMap<Long, long[]> fresh = seconds.fresh();
            if (!fresh.isEmpty()) {
                commit.seconds(seconds.meter(), seconds.quarter(), fresh, c);
            }
        }
        commit.attached(batch.mbusRows, c);
        count(batch.quarters, c);
        PeakHistory stored = PeakTable.read(c);
        PeakTable.write(stored, peaks.into(stored, batch.peaks), c);
    }

    /** Of a quarter that is known better, the recording tells no peak. */
    private void count(List<QuarterDemand> some, Connection c) throws SQLException {
        commit.recorded(some, c);
        for (QuarterDemand quarter : some) {
            Instant start = quarter.quarter().start();
            for (QuarterDemand kept : QuarterTable.read(start, start.plusSeconds(1), c)) {
                if (kept.complete() && kept.imported().equals(quarter.imported())) {
                    peaks.counted(quarter);
                }
            }
        }
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(1, TimeUnit.MINUTES)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
        if (lock != null) {
            lock.close();
        }
    }
}
