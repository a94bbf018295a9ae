package be.bsmr.site;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How well the cable to the meter does.
 *
 * @param connected whether the source is open
 * @param trouble why it is not, in the operator's words; null when it is
 * @param accepted telegrams that became a reading
 * @param rejectedBy rejected telegrams by cause label, for example {@code crc}
 * @param strayBytes bytes outside any telegram
 * @param lastAcceptedAt host clock; null before the first
 */
public record LinkHealth(
        boolean connected,
        @Nullable String trouble,
        long accepted,
        SortedMap<String, Long> rejectedBy,
        long strayBytes,
        @Nullable Instant lastAcceptedAt) {

    public static final LinkHealth INITIAL =
            new LinkHealth(false, null, 0, Collections.emptySortedMap(), 0, null);

    public LinkHealth {
        rejectedBy = Collections.unmodifiableSortedMap(new TreeMap<>(rejectedBy));
    }

    public long rejected() {
        return rejectedBy.values().stream().mapToLong(Long::longValue).sum();
    }

    public long telegrams() {
        return accepted + rejected();
    }

    public LinkHealth opened() {
        return new LinkHealth(true, null, accepted, rejectedBy, strayBytes, lastAcceptedAt);
    }

    public LinkHealth broken(String why) {
        return new LinkHealth(false, why, accepted, rejectedBy, strayBytes, lastAcceptedAt);
    }

    public LinkHealth accepted(Instant at, long strayBytesNow) {
        return new LinkHealth(connected, trouble, accepted + 1, rejectedBy, strayBytesNow, at);
    }

    public LinkHealth rejected(String cause, long strayBytesNow) {
        SortedMap<String, Long> counts = new TreeMap<>(rejectedBy);
        counts.merge(cause, 1L, Long::sum);
        return new LinkHealth(connected, trouble, accepted, counts, strayBytesNow, lastAcceptedAt);
    }
}
