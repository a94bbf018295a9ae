package be.bsmr.home.store;

import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.site.SiteInput.MeterRead;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Readings that are not in the database yet. The journal has all but the newest of them, so that a
 * kill costs no more than those; of too many, the oldest are left to the journal alone, or lost
 * where it does not have them.
 */
final class WaitingReadings {

    /** What the operator reads is the store's, whichever of its parts says it. */
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    /** Two hours at one a second. */
    static final int MOST = 7200;

    private final StoreFiles files;
    private final Commit commit;
    private final Deque<ReadingRow> rows = new ArrayDeque<>();

    /** So many of the newest are not in the journal either. */
    private int unsafe;

    /** Readings that had to leave the memory and are in the journal only. */
    private long spilled;

    /** Those whose M-Bus channels, or whose meter, were news. */
    private final BoundedRows<ReadingRow> attached = new BoundedRows<>(MOST);

    private int meterClock;
    private @Nullable Long newest;
    private @Nullable ReadingRow last;
    private long stored;
    private long dropped;
    private @Nullable Instant storedUntil;

    /**
     * @param newest the newest reading that is stored, of the present setting of the meter's clock
     */
    WaitingReadings(StoreFiles files, Commit commit, Optional<Instant> newest) {
        this.files = files;
        this.commit = commit;
        this.newest = newest.map(Instant::getEpochSecond).orElse(null);
        meterClock = files.database().read(MeterTable::clock);
    }

    /** Takes what an earlier run left in the journal; returns the first of it. */
    Optional<Instant> recover() {
        Map<Integer, Speaker> speakers = files.database().read(MeterTable::speakers);
        for (Block block : files.journal().found()) {
            try {
                Speaker speaker = speakers.get(block.meter());
                if (speaker == null) {
                    throw new DataFormatException("they are of a meter that is not in it");
                }
                SortedMap<Long, long[]> seconds = block.seconds();
                if (!seconds.isEmpty()
                        && seconds.lastKey() - block.quarter() >= SecondsTable.QUARTER) {
                    throw new DataFormatException("they are of more than a quarter-hour");
                }
                seconds.forEach((at, v) -> rows.add(ReadingRow.recovered(at, speaker, v)));
            } catch (DataFormatException e) {
                log.warn(
                        "seconds in the journal of {} are left out: {}",
                        files.file(),
                        e.getMessage());
            }
        }
        if (!rows.isEmpty()) {
            log.info("{} readings of before were in the journal", rows.size());
        }
        return rows.stream()
                .map(r -> Instant.ofEpochSecond(r.measuredAt()))
                .min(Instant::compareTo);
    }

    void add(MeterRead read) {
        long second = read.measuredAt().getEpochSecond();
        if (newest != null && second < newest) {
            meterClock++;
            log.info("the meter's clock was set back to {}", read.measuredAt());
        }
        newest = second;
        ReadingRow row = ReadingRow.of(read, meterClock, last);
        if (last == null
                || !row.mbus().equals(last.mbus())
                || !row.speaker().equals(last.speaker())) {
            attached.add(row);
        }
        last = row;
        if (rows.size() == MOST) {
            rows.removeFirst();
            if (unsafe == MOST) {
                unsafe--;
                dropped++;
            } else {
                spilled++;
            }
        }
        rows.addLast(row);
        unsafe++;
    }

    /** The newest second that was read, seconds since 1970; null before the first. */
    @Nullable Long newest() {
        return newest;
    }

    /** Whether they are of more than the running quarter. */
    boolean haveEnded() {
        return !rows.isEmpty() && rows.getFirst().quarter() != rows.getLast().quarter();
    }

    /** Those that a cut of the power would cost. */
    int unsafe() {
        return unsafe;
    }

    int count() {
        return rows.size();
    }

    /** How many are of quarters before the newest. */
    int ended() {
        List<ReadingRow> waiting = new ArrayList<>(rows);
        int end = waiting.size();
        while (end > 0 && waiting.get(end - 1).quarter() == rows.getLast().quarter()) {
            end--;
        }
        return end;
    }

    /** Whether something else hangs on the M-Bus, or another meter spoke. */
    boolean haveOthersAttached() {
        return !attached.isEmpty();
    }

    /** Writes the oldest {@code count} of them into the database, in a transaction of a commit. */
    void write(int count, Connection c) throws SQLException, IOException {
        List<ReadingRow> all = List.copyOf(rows);
        if (spilled > 0) {
            for (Block block : files.journal().blocks()) {
                commit.block(block, c);
            }
        }
        for (var e : commit.groups(all.subList(0, count), c).entrySet()) {
            commit.seconds(e.getKey().meter(), e.getKey().quarter(), e.getValue(), c);
        }
        if (count > 0) {
            // How the registers stood when those quarters ended is said by what follows.
            commit.registers(all.subList(count, all.size()), c);
        }
        commit.attached(attached.waiting(), c);
    }

    /** The oldest {@code count} are in the database now; what is left is to be appended again. */
    void written(int count) {
        attached.clear();
        if (count == 0) {
            return;
        }
        long until = 0;
        for (int i = 0; i < count; i++) {
            until = rows.removeFirst().measuredAt();
        }
        int newly = Math.max(0, unsafe - rows.size());
        unsafe = Math.min(unsafe, rows.size());
        count(newly, until);
        spilled = 0;
        files.journal().restart();
    }

    /**
     * Puts the newest {@code count} into the journal, or that there are none.
     *
     * @return false when it is full: they wait on
     */
    boolean append(int count) throws SQLException, IOException {
        List<ReadingRow> fresh = new ArrayList<>(rows).subList(rows.size() - count, rows.size());
        for (ReadingRow row : fresh) {
            commit.numberOf(row.speaker());
        }
        List<Block> blocks = new ArrayList<>();
        commit.groups(fresh, files.database().writer())
                .forEach((g, seconds) -> blocks.add(Block.of(g.meter(), g.quarter(), seconds)));
        if (!files.journal().append(blocks)) {
            return false;
        }
        count(unsafe, unsafe == 0 ? 0 : rows.getLast().measuredAt());
        unsafe = 0;
        return true;
    }

    private void count(int newly, long until) {
        stored += newly;
        storedUntil = newly == 0 ? storedUntil : Instant.ofEpochSecond(until);
    }

    /** The database is another one: what hangs on the M-Bus is to be told it. */
    void databaseIsNew() {
        if (last != null) {
            attached.add(last);
        }
        meterClock = Math.max(meterClock, files.database().read(MeterTable::clock));
    }

    /**
     * The journal is another one: none of them is in it.
     *
     * @param spilledAreLost whether what had left the memory is gone, too
     */
    void journalIsNew(boolean spilledAreLost) {
        stored = Math.max(0, stored - (rows.size() - unsafe));
        dropped += spilledAreLost ? spilled : 0;
        spilled = 0;
        unsafe = rows.size();
    }

    /** Rows of the M-Bus that gave way because the database refused them for too long. */
    long gaveWay() {
        return attached.gaveWay();
    }

    /** How it goes with them, beside a trouble that only the store knows. */
    StoreHealth health(@Nullable String trouble) {
        return new StoreHealth(stored, unsafe, dropped, storedUntil, trouble);
    }
}
