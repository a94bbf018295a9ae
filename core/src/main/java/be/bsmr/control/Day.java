package be.bsmr.control;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one load.
 *
 * @param date the local day of {@code sheds} and {@code joules}; null before anything was counted
 * @param sheds how often it was shed on that day
 * @param joules what it has drawn on that day, J: as its own meter says, or else as far as the
 *     house's meter shows it
 * @param dueSince since when {@code dueJoules} is counted; null while nothing is due
 * @param dueJoules what it has drawn of what is due, J
 * @param meanWatts what it draws on average over about a day
 * @param behind for how long it was withheld before and has not caught up since, s
 */
public record Day(
        @Nullable LocalDate date,
        int sheds,
        double joules,
        @Nullable Instant dueSince,
        double dueJoules,
        double meanWatts,
        double behind) {

    static final Day NONE = new Day(null, 0, 0, null, 0, 0, 0);

    private static final double SECONDS = 86_400;

    int shedsOn(LocalDate today) {
        return today.equals(date) ? sheds : 0;
    }

    Day shedOn(LocalDate today) {
        Day on = on(today);
        return new Day(today, on.sheds + 1, on.joules, dueSince, dueJoules, meanWatts, behind);
    }

    /**
     * What is counted after {@code seconds} in which the load is believed to draw {@code watts}.
     */
    Day used(LocalDate today, double watts, double seconds) {
        Day on = on(today);
        double more = on.joules + Math.max(0, watts) * seconds;
        return new Day(today, on.sheds, more, dueSince, dueJoules, meanWatts, behind);
    }

    /** With a new day what is counted by the day begins anew. */
    private Day on(LocalDate today) {
        return today.equals(date)
                ? this
                : new Day(today, 0, 0, dueSince, dueJoules, meanWatts, behind);
    }

    /**
     * What is counted after {@code seconds} in which the load drew {@code watts}; with power it
     * catches up as fast as it fell behind without.
     */
    Day drawn(double watts, double seconds, boolean shed) {
        double mean = meanWatts + (watts - meanWatts) * Math.min(1, seconds / SECONDS);
        double due = dueSince == null ? 0 : dueJoules + Math.max(0, watts) * seconds;
        double left = shed ? behind : Math.max(0, behind - seconds);
        return new Day(date, sheds, joules, dueSince, due, mean, left);
    }

    /**
     * What is counted once the load, withheld for {@code time}, is not any longer.
     *
     * @param most it has no more to catch up than that
     */
    Day withheld(Duration time, Duration most) {
        double more = Math.min(most.toMillis() / 1000.0, behind + time.toMillis() / 1000.0);
        return new Day(date, sheds, joules, dueSince, dueJoules, meanWatts, more);
    }

    Day due(@Nullable Instant since, double joulesSince) {
        return new Day(date, sheds, joules, since, joulesSince, meanWatts, behind);
    }
}
