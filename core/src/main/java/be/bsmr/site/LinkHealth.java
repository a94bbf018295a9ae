package be.bsmr.site;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How well the cable to the meter does. A new one comes with each telegram: what changes less often
 * stands apart and is shared.
 *
 * @param opening of the source that bytes come from
 * @param bytes received since the program started
 * @param strayBytes of these, the ones outside any telegram, line ends not counted
 * @param outcomes what became of the telegrams
 */
public record LinkHealth(Opening opening, long bytes, long strayBytes, Outcomes outcomes) {

    /** So many telegrams are looked back on: about a minute of a meter that speaks each second. */
    public static final int RECENT = Long.SIZE;

    public static final LinkHealth INITIAL =
            new LinkHealth(
                    new Opening(false, null, null, 0),
                    0,
                    0,
                    new Outcomes(0, Rejections.NONE, 0, null, null));

    /**
     * How the source was opened.
     *
     * @param connected whether it is open
     * @param trouble why it is not, in the operator's words; null when it is
     * @param source where bytes came from last, such as {@code serial:/dev/ttyUSB0}; null before
     * @param timesOpened how often it was opened; once is as it should be
     */
    public record Opening(
            boolean connected,
            @Nullable String trouble,
            @Nullable String source,
            long timesOpened) {}

    /**
     * What became of the telegrams since the program started.
     *
     * @param accepted that became a reading
     * @param rejections that did not
     * @param recent the last {@link #RECENT}, newest in the lowest bit: 1 = rejected
     * @param lastAcceptedAt host clock; null before the first
     * @param lastMeasuredAt what the meter's clock said then; null when it has none, or when no
     *     clock of ours was there to compare it with
     */
    public record Outcomes(
            long accepted,
            Rejections rejections,
            long recent,
            @Nullable Instant lastAcceptedAt,
            @Nullable Instant lastMeasuredAt) {

        private Outcomes accepted(Instant at, @Nullable Instant measuredAt) {
            return new Outcomes(accepted + 1, rejections, recent << 1, at, measuredAt);
        }

        private Outcomes rejected(Rejection rejection) {
            return new Outcomes(
                    accepted,
                    rejections.with(rejection),
                    recent << 1 | 1,
                    lastAcceptedAt,
                    lastMeasuredAt);
        }
    }

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

    public boolean connected() {
        return opening.connected;
    }

    /** Why it is not connected; null when it is. */
    public @Nullable String trouble() {
        return opening.trouble;
    }

    /** Where bytes came from last; null before. */
    public @Nullable String source() {
        return opening.source;
    }

    public long timesOpened() {
        return opening.timesOpened;
    }

    public long accepted() {
        return outcomes.accepted;
    }

    public Rejections rejections() {
        return outcomes.rejections;
    }

    public SortedMap<String, Long> rejectedBy() {
        return rejections().byCause();
    }

    public long rejected() {
        return rejectedBy().values().stream().mapToLong(Long::longValue).sum();
    }

    public long telegrams() {
        return accepted() + rejected();
    }

    /** How many of the last {@link #recentTelegrams} were rejected. */
    public int recentRejected() {
        return Long.bitCount(outcomes.recent);
    }

    /** At most {@link #RECENT}. */
    public int recentTelegrams() {
        return (int) Math.min(RECENT, telegrams());
    }

    /** When the newest telegram was accepted, by the host's clock; null before the first. */
    public @Nullable Instant lastAcceptedAt() {
        return outcomes.lastAcceptedAt;
    }

    /** The meter's clock minus ours at the newest telegram. */
    public Optional<Duration> clockSkew() {
        Instant at = outcomes.lastAcceptedAt;
        Instant measuredAt = outcomes.lastMeasuredAt;
        return at == null || measuredAt == null
                ? Optional.empty()
                : Optional.of(Duration.between(at, measuredAt));
    }

    public LinkHealth opened() {
        return with(new Opening(true, null, opening.source, opening.timesOpened + 1));
    }

    public LinkHealth broken(String why) {
        return with(new Opening(false, why, opening.source, opening.timesOpened));
    }

    /** Read from another source, such as the fallback. */
    public LinkHealth from(String newSource) {
        return with(
                new Opening(opening.connected, opening.trouble, newSource, opening.timesOpened));
    }

    private LinkHealth with(Opening next) {
        return new LinkHealth(next, bytes, strayBytes, outcomes);
    }

    /** With the counts of bytes as they are now. */
    public LinkHealth heard(long bytesNow, long strayBytesNow) {
        return new LinkHealth(opening, bytesNow, strayBytesNow, outcomes);
    }

    /**
     * @param at host clock
     * @param measuredAt meter clock; null when the two are not to be compared
     */
    public LinkHealth accepted(Instant at, @Nullable Instant measuredAt) {
        return new LinkHealth(opening, bytes, strayBytes, outcomes.accepted(at, measuredAt));
    }

    public LinkHealth rejected(Rejection rejection) {
        return new LinkHealth(opening, bytes, strayBytes, outcomes.rejected(rejection));
    }
}
