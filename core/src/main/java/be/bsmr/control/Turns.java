package be.bsmr.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When loads that are withheld come back. At the latest when the owner's longest time is up, what
 * was not caught up counted in; where two that do not fit together would come back at once, one is
 * wanted back earlier, by as long as it keeps its power then.
 */
final class Turns {

    private final Instant now;
    private final Map<String, Instant> wanted = new HashMap<>();

    /**
     * @param target that two have to fit under, W
     */
    Turns(List<LoadState> loads, Instant now, double target) {
        this.now = now;
        List<LoadState> held =
                loads.stream()
                        .filter(s -> s.isShed() && !s.isInHand(now))
                        .filter(s -> !latest(s).equals(Instant.MAX))
                        .sorted(Comparator.comparing(Turns::latest).reversed())
                        .toList();
        Instant next = Instant.MAX;
        double after = 0;
        for (LoadState s : held) {
            boolean together = s.usually().watts() + after <= FITS * target;
            Instant before = together ? next : next.minus(rest(s));
            Instant own = latest(s);
            Instant at = own.isAfter(before) ? before : own;
            wanted.put(s.load().id(), at);
            next = at;
            after = s.usually().watts();
        }
    }

    /** So much of the target is left by the house. */
    private static final double FITS = 0.8;

    /** When it must be given back, whatever the peak; {@link Instant#MAX} when never. */
    static Instant latest(LoadState s) {
        Duration longest = s.load().limits().longestShed();
        return s.since() == null || longest == null
                ? Instant.MAX
                : s.since().plus(longest).minusSeconds((long) s.day().behind());
    }

    /** For how long it may be withheld from now on; no less than a day when its owner does not say. */
    static Duration allowed(LoadState s) {
        Duration longest = s.load().limits().longestShed();
        return longest == null
                ? Duration.ofDays(1)
                : longest.minusSeconds((long) s.day().behind());
    }

    /** So long a load keeps its power after its longest time without. */
    static Duration rest(LoadState s) {
        Duration longest = s.load().limits().longestShed();
        return longest == null ? Duration.ZERO : longest.dividedBy(2);
    }

    /** How near its turn is, 0–1; 0 of what is not withheld, or as long as one likes. */
    double pressing(LoadState s) {
        Duration longest = s.load().limits().longestShed();
        Instant at = wanted.get(s.load().id());
        if (longest == null || at == null) {
            return 0;
        }
        double left = Duration.between(now, at).toMillis() / (double) longest.toMillis();
        return Math.max(0, Math.min(1, 1 - left));
    }
}
