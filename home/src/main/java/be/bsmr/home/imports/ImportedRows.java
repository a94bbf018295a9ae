package be.bsmr.home.imports;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of rows or telegrams. Each is one of new, equal, conflicting, refused, without a
 * value or not counted.
 *
 * @param read all of them
 * @param fresh that told something new
 * @param equal that told what was known
 * @param conflicting that told otherwise
 * @param replaced those conflicting ones that are surer than what was known, and took its place
 * @param refused that make no sense
 * @param withoutValue that are empty, or only lead to the next
 * @param notCounted that nothing counts, by the reason
 */
public record ImportedRows(
        long read,
        long fresh,
        long equal,
        long conflicting,
        long replaced,
        long refused,
        long withoutValue,
        Map<Why, Long> notCounted) {

    public static final ImportedRows NONE = new ImportedRows(0, 0, 0, 0, 0, 0, 0, Map.of());

    public ImportedRows {
        notCounted = Collections.unmodifiableMap(new LinkedHashMap<>(notCounted));
    }

    /** Those that nothing counts. */
    public long uncounted() {
        return notCounted.values().stream().mapToLong(Long::longValue).sum();
    }

    /** These and those of another file. */
    public ImportedRows plus(ImportedRows other) {
        Map<Why, Long> reasons = new LinkedHashMap<>(notCounted);
        other.notCounted.forEach((why, rows) -> reasons.merge(why, rows, Long::sum));
        return new ImportedRows(
                read + other.read,
                fresh + other.fresh,
                equal + other.equal,
                conflicting + other.conflicting,
                replaced + other.replaced,
                refused + other.refused,
                withoutValue + other.withoutValue,
                reasons);
    }
}
