package be.bsmr.home.store;

import be.bsmr.home.store.Imports.Verdict;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the database has of one meter's quarter-hour, and what a recording adds to it. */
final class QuarterSeconds {

    /** By which number what is new is kept. */
    private final int meter;

    private final long quarter;
    private final Map<Long, long[]> known;

    /** By second of the quarter; null of one that is not new. */
    private final long[] @Nullable [] fresh = new long[(int) SecondsTable.QUARTER][];

    /**
     * @param meter the number of the meter
     * @param quarter its start, seconds since 1970
     * @param known the values of each second, seconds since 1970
     */
    QuarterSeconds(int meter, long quarter, Map<Long, long[]> known) {
        this.meter = meter;
        this.quarter = quarter;
        this.known = known;
    }

    int meter() {
        return meter;
    }

    long quarter() {
        return quarter;
    }

    /** Takes the values of a second of this quarter, unless some are known. */
    Verdict take(long at, long[] values) {
        int second = (int) (at - quarter);
        long[] before = known.isEmpty() ? null : known.get(at);
        before = before != null ? before : fresh[second];
        if (before == null) {
            fresh[second] = values;
            return Verdict.NEW;
        }
        return Arrays.equals(before, values) ? Verdict.EQUAL : Verdict.KEPT;
    }

    /** What was added, by second. */
    SortedMap<Long, long[]> fresh() {
        SortedMap<Long, long[]> seconds = new TreeMap<>();
        for (int i = 0; i < fresh.length; i++) {
            long[] values = fresh[i];
            if (values != null) {
                seconds.put(quarter + i, values);
            }
        }
        return seconds;
    }
}
