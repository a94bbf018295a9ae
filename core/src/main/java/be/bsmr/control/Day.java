package be.bsmr.control;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one load.
 *
 * @param date the local day of {@code sheds}; null before anything was counted
 * @param sheds how often it was shed on that day
 * @param dueSince since when {@code dueJoules} is counted; null while nothing is due
 * @param dueJoules what it has drawn of what is due, J
 * @param meanWatts what it draws on average over about a day
 * @param withheld for how long it was without power that it has not caught up, s
 */
public record Day(
        @Nullable LocalDate date,
        int sheds,
        @Nullable Instant dueSince,
        double dueJoules,
        double meanWatts,
        double withheld) {

    static final Day NONE = new Day(null, 0, null, 0, 0, 0);

    /** With power it catches up so much faster than it fell behind without. */
    private static final double CATCHING_UP = 2;

    private static final double SECONDS = 86_400;

    int shedsOn(LocalDate today) {
        return today.equals(date) ? sheds : 0;
    }

    Day shedOn(LocalDate today) {
        return new Day(today, shedsOn(today) + 1, dueSince, dueJoules, meanWatts, withheld);
    }

    Day drawn(double watts, double seconds, boolean shed) {
        double mean = meanWatts + (watts - meanWatts) * Math.min(1, seconds / SECONDS);
        double due = dueSince == null ? 0 : dueJoules + Math.max(0, watts) * seconds;
        double behind = shed ? withheld + seconds : Math.max(0, withheld - CATCHING_UP * seconds);
        return new Day(date, sheds, dueSince, due, mean, behind);
    }

    Day due(@Nullable Instant since, double joules) {
        return new Day(date, sheds, since, joules, meanWatts, withheld);
    }
}
