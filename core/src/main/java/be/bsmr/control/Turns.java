package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When loads that are withheld come back: at the latest when the owner's longest time is up, what
 * was not caught up of earlier times counted in. Two that do not fit together must not come back at
 * once: the one whose time is up first has to make do with a quarter-hour less, and is wanted back
 * by as much earlier as it keeps its power then.
 */
final class Turns {

    /** So much of the target is left by the house. */
    private static final double FITS = 0.8;

    private final Instant now;
    private final Map<String, Instant> wanted = new HashMap<>();
    private final Map<String, Instant> due = new HashMap<>();

    /**
     * @param target that two have to fit under, W
     */
    Turns(List<LoadNow> loads, Instant now, double target) {
        this.now = now;
        List<LoadNow> held =
                loads.stream()
                        .filter(s -> s.isShed() && !s.isInHand(now))
                        .filter(s -> !latest(s).equals(Instant.MAX))
                        .sorted(Comparator.comparing(Turns::latest).reversed())
                        .toList();
        Instant nextWanted = Instant.MAX;
        Instant nextDue = Instant.MAX;
        double after = 0;
        for (LoadNow s : held) {
            boolean together = s.usually().watts() + after <= FITS * target;
            nextWanted = before(latest(s), nextWanted, together ? Duration.ZERO : rest(s));
            nextDue = before(latest(s), nextDue, together ? Duration.ZERO : QuarterHour.LENGTH);
            wanted.put(s.load().id(), nextWanted);
            due.put(s.load().id(), nextDue);
            after = s.usually().watts();
        }
    }

    private static Instant before(Instant own, Instant next, Duration apart) {
        return own.isBefore(next.minus(apart)) ? own : next.minus(apart);
    }

    /** When its owner's longest time without power is up; {@link Instant#MAX} when never. */
    static Instant latest(LoadNow s) {
        return s.since() == null || s.load().limits().longestShed() == null
                ? Instant.MAX
                : s.since().plus(allowed(s));
    }

    /** For how long it may be withheld at a stretch from now on; a day when its owner sets none. */
    static Duration allowed(LoadNow s) {
        Duration longest = s.load().limits().longestShed();
        return longest == null ? Duration.ofDays(1) : longest.minusSeconds((long) s.day().behind());
    }

    /** So long a load keeps its power after its longest time without. */
    static Duration rest(LoadNow s) {
        Duration longest = s.load().limits().longestShed();
        return longest == null ? Duration.ZERO : longest.dividedBy(2);
    }

    /** Whether it has to come back now, whatever the peak. */
    boolean hasCome(LoadNow s) {
        Instant at = due.get(s.load().id());
        return at != null && !now.isBefore(at);
    }

    /** Whether one has to come back before {@code end}. */
    boolean comesBefore(Instant end) {
        return due.values().stream().anyMatch(at -> at.isBefore(end));
    }

    /** How near its turn is, 0–1; 0 of what is not withheld, or as long as one likes. */
    double pressing(LoadNow s) {
        Duration longest = s.load().limits().longestShed();
        Instant at = wanted.get(s.load().id());
        if (longest == null || at == null) {
            return 0;
        }
        double left = Duration.between(now, at).toMillis() / (double) longest.toMillis();
        return Math.max(0, Math.min(1, 1 - left));
    }
}
