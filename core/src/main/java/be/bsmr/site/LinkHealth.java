package be.bsmr.site;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How well the cable to the meter does. A new one comes with each telegram: what changes only when
 * something goes wrong stands apart in {@link Rejections} and is shared.
 *
 * @param connected whether the source is open
 * @param trouble why it is not, in the operator's words; null when it is
 * @param source where bytes came from last, such as {@code serial:/dev/ttyUSB0}; null before
 * @param timesOpened how often the source was opened; once is as it should be
 * @param bytes received since the program started
 * @param strayBytes of these, the ones outside any telegram, line ends not counted
 * @param accepted telegrams that became a reading
 * @param rejections telegrams that did not
 * @param recent the last {@link #RECENT} telegrams, newest in the lowest bit: 1 = rejected
 * @param lastAcceptedAt host clock; null before the first
 * @param lastMeasuredAt what the meter's clock said then; null when it has none, or when no clock
 *     of ours was there to compare it with
 */
public record LinkHealth(
        boolean connected,
        @Nullable String trouble,
        @Nullable String source,
        long timesOpened,
        long bytes,
        long strayBytes,
        long accepted,
        Rejections rejections,
        long recent,
        @Nullable Instant lastAcceptedAt,
        @Nullable Instant lastMeasuredAt) {

    /** So many telegrams are looked back on: about a minute of a meter that speaks each second. */
    public static final int RECENT = Long.SIZE;

    public static final LinkHealth INITIAL =
            new LinkHealth(false, null, null, 0, 0, 0, 0, Rejections.NONE, 0, null, null);

    /**
     * A telegram that could not be trusted.
     *
     * @param cause a label, for example {@code crc}
     * @param offset of its first byte in the stream since the program started
     * @param at host clock
     */
    public record Rejection(String cause, long offset, Instant at) {}

    /**
     * All telegrams that could not be trusted.
     *
     * @param byCause how many, by cause label
     * @param last null before the first
     */
    public record Rejections(SortedMap<String, Long> byCause, @Nullable Rejection last) {

        static final Rejections NONE = new Rejections(Collections.emptySortedMap(), null);

        public Rejections {
            byCause = Collections.unmodifiableSortedMap(new TreeMap<>(byCause));
        }

        Rejections with(Rejection next) {
            SortedMap<String, Long> counts = new TreeMap<>(byCause);
            counts.merge(next.cause(), 1L, Long::sum);
            return new Rejections(counts, next);
        }
    }

    public SortedMap<String, Long> rejectedBy() {
        return rejections.byCause();
    }

    public long rejected() {
        return rejectedBy().values().stream().mapToLong(Long::longValue).sum();
    }

    public long telegrams() {
        return accepted + rejected();
    }

    /** How many of the last {@link #recentTelegrams} were rejected. */
    public int recentRejected() {
        return Long.bitCount(recent);
    }

    /** At most {@link #RECENT}. */
    public int recentTelegrams() {
        return (int) Math.min(RECENT, telegrams());
    }

    /** The meter's clock minus ours at the newest telegram. */
    public Optional<Duration> clockSkew() {
        return lastAcceptedAt == null || lastMeasuredAt == null
                ? Optional.empty()
                : Optional.of(Duration.between(lastAcceptedAt, lastMeasuredAt));
    }

    public LinkHealth opened() {
        return with(true, null, timesOpened + 1);
    }

    public LinkHealth broken(String why) {
        return with(false, why, timesOpened);
    }

    private LinkHealth with(boolean nowConnected, @Nullable String why, long times) {
        return new LinkHealth(
                nowConnected,
                why,
                source,
                times,
                bytes,
                strayBytes,
                accepted,
                rejections,
                recent,
                lastAcceptedAt,
                lastMeasuredAt);
    }

    /** Read from another source, such as the fallback. */
    public LinkHealth from(String newSource) {
        return new LinkHealth(
                connected,
                trouble,
                newSource,
                timesOpened,
                bytes,
                strayBytes,
                accepted,
                rejections,
                recent,
                lastAcceptedAt,
                lastMeasuredAt);
    }

    /** With the counts of bytes as they are now. */
    public LinkHealth heard(long bytesNow, long strayBytesNow) {
        return new LinkHealth(
                connected,
                trouble,
                source,
                timesOpened,
                bytesNow,
                strayBytesNow,
                accepted,
                rejections,
                recent,
                lastAcceptedAt,
                lastMeasuredAt);
    }

    /**
     * @param at host clock
     * @param measuredAt meter clock; null when the two are not to be compared
     */
    public LinkHealth accepted(Instant at, @Nullable Instant measuredAt) {
        return new LinkHealth(
                connected,
                trouble,
                source,
                timesOpened,
                bytes,
                strayBytes,
                accepted + 1,
                rejections,
                recent << 1,
                at,
                measuredAt);
    }

    public LinkHealth rejected(Rejection rejection) {
        return new LinkHealth(
                connected,
                trouble,
                source,
                timesOpened,
                bytes,
                strayBytes,
                accepted,
                rejections.with(rejection),
                recent << 1 | 1,
                lastAcceptedAt,
                lastMeasuredAt);
    }
}
