package be.bsmr.home.imports;

import be.bsmr.home.store.Imports.Comparison;
import be.bsmr.home.store.Imports.Contradicted;
import be.bsmr.home.store.Imports.Month;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file. Every row or telegram is one of new, equal, conflicting, refused, without
 * a value or not counted.
 *
 * @param origin a label, such as {@code grid_operator}
 * @param read rows or telegrams
 * @param withoutValue rows that are empty, or only lead to the next
 * @param notCounted rows that nothing counts, by the reason
 * @param replaced those conflicting ones that are surer than what was known, and took its place
 * @param problems of conflicting and refused rows, the first {@value #MOST_PROBLEMS}
 * @param from of the first interval; null when there is none
 * @param to end of the last interval; null when there is none
 * @param months that something new was told of, as they are known now
 * @param contradicted months of which it says otherwise than the meter did; nothing of that is
 *     taken
 * @param comparisons with what others know of the same intervals
 */
public record ImportReport(
        String file,
        String origin,
        long read,
        long fresh,
        long equal,
        long conflicting,
        long refused,
        long withoutValue,
        Map<Why, Long> notCounted,
        long replaced,
        List<Problem> problems,
        @Nullable Instant from,
        @Nullable Instant to,
        List<Month> months,
        List<Contradicted> contradicted,
        List<Comparison> comparisons) {

    public static final int MOST_PROBLEMS = 1000;

    public ImportReport {
        problems = List.copyOf(problems);
        months = List.copyOf(months);
        contradicted = List.copyOf(contradicted);
        notCounted = Collections.unmodifiableMap(new LinkedHashMap<>(notCounted));
        comparisons = List.copyOf(comparisons);
    }

    /** Rows that nothing counts. */
    public long uncounted() {
        return notCounted.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether nothing of it was of any use. */
    public boolean isUseless() {
        return fresh + equal + conflicting == 0;
    }

    /**
     * @param line of the file, from 1
     * @param refused false when it is conflicting
     */
    public record Problem(long line, boolean refused, Why why) {}
}
