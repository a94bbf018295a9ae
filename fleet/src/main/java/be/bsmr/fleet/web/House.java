package be.bsmr.fleet.web;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one house of a community does.
 *
 * @param at the meter's time of what was heard last
 * @param arrived when that was heard, the fleet's clock; null = nothing was ever heard
 * @param refused when something of it could not be read; null = never
 * @param why why that was so
 */
record House(
        @Nullable Instant at,
        @Nullable Instant arrived,
        @Nullable Instant refused,
        @Nullable String why) {

    /** What bridge and topology say of stamps that cannot be right. */
    private static final Pattern CLOCK = Pattern.compile("(future|too-old)\\b.*");

    /** What is to be said of it. */
    enum Condition {
        WELL,
        /** Nothing was ever heard. */
        NEVER,
        /** Nothing was heard lately. */
        SILENT,
        /** What it says now cannot be read. */
        REFUSED,
        /** It speaks, and its clock is wrong. */
        WRONG_CLOCK
    }

    Condition condition(Instant now, Duration silentAfter) {
        boolean heard = isLately(arrived, now, silentAfter);
        if (!heard && isLately(refused, now, silentAfter)) {
            return why != null && CLOCK.matcher(why).matches()
                    ? Condition.WRONG_CLOCK
                    : Condition.REFUSED;
        }
        if (arrived == null || at == null) {
            return Condition.NEVER;
        }
        if (!heard) {
            return Condition.SILENT;
        }
        boolean right = Duration.between(at, arrived).abs().compareTo(silentAfter) <= 0;
        return right ? Condition.WELL : Condition.WRONG_CLOCK;
    }

    private static boolean isLately(@Nullable Instant at, Instant now, Duration within) {
        return at != null && !at.plus(within).isBefore(now);
    }
}
