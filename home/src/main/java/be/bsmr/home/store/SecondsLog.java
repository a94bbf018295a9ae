package be.bsmr.home.store;

import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.packed.PackedSeconds;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.zip.DataFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored seconds of a period, oldest first, one quarter-hour in memory at a time. Each quarter
 * is read for itself, so that whoever writes is never held up.
 */
final class SecondsLog implements Iterator<SecondsLog.Second> {

    private static final Logger log = LoggerFactory.getLogger(SecondsLog.class);

    /** What one meter sent at one second. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Second(long at, int meter, long[] values) {}

    private final Database database;
    private final List<Block> journal;
    private final IntPredicate meters;
    private final long from;
    private final long to;
    private final int channels;
    private final Deque<Second> ready = new ArrayDeque<>();
    private long quarter;

    /**
     * @param journal what is not yet in the database; read it before, so that nothing is missed
     *     that moves meanwhile
     * @param meters whose readings to give
     * @param to the last that is wanted
     * @param channels how many values of each, from the first on: fewer take less time
     */
    SecondsLog(
            Database database,
            List<Block> journal,
            IntPredicate meters,
            Instant from,
            Instant to,
            int channels) {
        this.database = database;
        this.journal = journal;
        this.meters = meters;
        this.from = QuarterTable.ceiling(from);
        this.to = to.getEpochSecond();
        this.channels = channels;
        quarter = Math.floorDiv(this.from, SecondsTable.QUARTER) * SecondsTable.QUARTER;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && quarter <= to) {
            fill();
        }
        return !ready.isEmpty();
    }

    @Override
    public Second next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.removeFirst();
    }

    private void fill() {
        OptionalLong stored = database.read(c -> SecondsTable.next(quarter, c));
        OptionalLong waiting =
                journal.stream().mapToLong(Block::quarter).filter(q -> q >= quarter).min();
        long next = Math.min(stored.orElse(Long.MAX_VALUE), waiting.orElse(Long.MAX_VALUE));
        if (next > to) {
            quarter = Long.MAX_VALUE;
            return;
        }
        List<Block> blocks = new ArrayList<>();
        blocks.addAll(database.read(c -> SecondsTable.read(next, next, c)));
        journal.stream().filter(b -> b.quarter() == next).forEach(blocks::add);
        blocks.removeIf(b -> !meters.test(b.meter()));
        if (blocks.size() == 1) {
            ready.addAll(seconds(blocks.get(0)));
        } else {
            ready.addAll(merged(blocks));
        }
        quarter = next + SecondsTable.QUARTER;
    }

    /** Of a second that two readings claim, the one of the later setting of the clock is right. */
    private Collection<Second> merged(List<Block> blocks) {
        SortedMap<Long, Second> seconds = new TreeMap<>();
        for (Block block : blocks) {
            for (Second second : seconds(block)) {
                seconds.merge(second.at(), second, (a, b) -> b.meter() >= a.meter() ? b : a);
            }
        }
        return seconds.values();
    }

    private List<Second> seconds(Block block) {
        List<Second> seconds = new ArrayList<>();
        try {
            for (PackedSeconds.Row row : block.rows(channels)) {
                if (row.at() >= from && row.at() <= to) {
                    seconds.add(new Second(row.at(), block.meter(), row.values()));
                }
            }
        } catch (DataFormatException e) {
            log.warn(
                    "the seconds of the quarter from {} cannot be read: {}",
                    Instant.ofEpochSecond(block.quarter()),
                    e.getMessage());
        }
        return seconds;
    }
}
