package be.bsmr.home.notify;

import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether people are told that the running quarter will pass its target: once a quarter, and early
 * enough to act.
 *
 * <p>Early in a quarter much can still change, so it must be almost certain; the fewer minutes are
 * left, the less is needed, since soon nobody can do anything about it. In the last two minutes
 * nobody can.
 *
 * @param told the quarter of which they know; null before the first
 * @param since when it is likely enough; null while it is not
 */
record QuarterWarning(@Nullable QuarterHour told, @Nullable Instant since) {

    static final QuarterWarning NONE = new QuarterWarning(null, null);

    /** A kettle is no reason to write to anybody. */
    private static final Duration LASTS = Duration.ofSeconds(20);

    /** Time to read a message, walk to the oven and see the meter fall. */
    private static final Duration TO_ACT = Duration.ofMinutes(2);

    private static final Duration EARLY = Duration.ofMinutes(10);
    private static final double NEEDED_EARLY = 0.9;
    private static final double NEEDED_LATE = 0.6;

    /**
     * The next moment.
     *
     * @param at the meter's time
     * @param breaks the probability that the quarter passes its target in spite of all that BSMR
     *     can do, 0…1
     */
    QuarterWarning next(Instant at, double breaks) {
        QuarterHour quarter = QuarterHour.of(at);
        Duration left = Duration.between(at, quarter.end());
        if (quarter.equals(told) || left.compareTo(TO_ACT) < 0 || breaks < needed(left)) {
            return new QuarterWarning(told, null);
        }
        Instant begun = since == null || since.isAfter(at) ? at : since;
        return at.isBefore(begun.plus(LASTS))
                ? new QuarterWarning(told, begun)
                : new QuarterWarning(quarter, null);
    }

    /** How likely it must be with so much time left. */
    static double needed(Duration left) {
        double share = (double) left.minus(TO_ACT).toMillis() / EARLY.minus(TO_ACT).toMillis();
        return NEEDED_LATE + (NEEDED_EARLY - NEEDED_LATE) * Math.max(0, Math.min(1, share));
    }
}
