package be.bsmr.control;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner does not allow, whatever a peak costs.
 *
 * @param minShed it stays shed at least this long, so that a compressor or a relay is not worn out
 * @param minOn it stays on at least this long once restored
 * @param longestShed it is withheld at most this long at a stretch; null = as long as it takes
 * @param switchesPerDay it is shed at most so often a day; 0 = no limit
 * @param neverShed times at which it is left alone
 * @param due what it must have had by a time of day; null = nothing
 * @param handsOff so long it is left alone after somebody switched it by hand
 * @param lag from a command to its effect, beyond the few seconds of a relay: a heat pump runs down
 *     first
 */
public record Limits(
        Duration minShed,
        Duration minOn,
        @Nullable Duration longestShed,
        int switchesPerDay,
        List<WeeklyTime> neverShed,
        @Nullable Due due,
        Duration handsOff,
        Duration lag) {

    /** What takes longer does not help within a quarter. */
    private static final Duration LONGEST_LAG = Duration.ofMinutes(5);

    /** A relay and a heating element, to be withheld as long as it takes. */
    public static final Limits USUAL =
            new Limits(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(120),
                    null,
                    0,
                    List.of(),
                    null,
                    Duration.ofHours(2));

    /** Of a load that obeys at once. */
    public Limits(
            Duration minShed,
            Duration minOn,
            @Nullable Duration longestShed,
            int switchesPerDay,
            List<WeeklyTime> neverShed,
            @Nullable Due due,
            Duration handsOff) {
        this(minShed, minOn, longestShed, switchesPerDay, neverShed, due, handsOff, Duration.ZERO);
    }

    public Limits {
        neverShed = List.copyOf(neverShed);
        if (minShed.isNegative() || minOn.isNegative() || handsOff.isNegative()) {
            throw new IllegalArgumentException("a load's shortest times cannot be negative");
        }
        if (lag.isNegative() || lag.compareTo(LONGEST_LAG) > 0) {
            throw new IllegalArgumentException(
                    "lag is 0 to "
                            + LONGEST_LAG.toSeconds()
                            + " s from a command to its effect, not "
                            + lag.toSeconds());
        }
        if (longestShed != null && longestShed.compareTo(minShed) < 0) {
            throw new IllegalArgumentException(
                    "the longest time that a load may be shed, "
                            + longestShed.toSeconds()
                            + " s, is shorter than the shortest, "
                            + minShed.toSeconds()
                            + " s");
        }
        if (switchesPerDay < 0) {
            throw new IllegalArgumentException(
                    "switches a day are 0 (no limit) or more, not " + switchesPerDay);
        }
    }

    /** Whether it is one of the times at which the load is left alone. */
    public boolean leaveAlone(ZonedDateTime local) {
        return neverShed.stream().anyMatch(t -> t.contains(local));
    }
}
