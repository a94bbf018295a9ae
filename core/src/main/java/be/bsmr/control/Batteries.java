package be.bsmr.control;

import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What batteries can give a house that wants more than it may. What a battery holds few tell: of
 * the others it is counted from what their own meter says, from when they were found empty.
 */
final class Batteries {

    /** The share of what goes in that comes out again at the least. */
    private static final double KEPT = 0.85;

    /** A load that is given back with its help may run so long. */
    private static final Duration HELP = Duration.ofHours(1);

    /** A battery is empty when it gives less than this share of what it is told to give. */
    private static final double EMPTY = 0.5;

    /** A battery that is told to give no more than this, W, does not show whether it is empty. */
    private static final int STANDBY = 100;

    private Batteries() {}

    /** What those give at most that may be controlled, W. */
    static double most(List<LoadNow> loads, Instant now) {
        return loads.stream().filter(s -> isOurs(s, now)).mapToDouble(s -> -least(s)).sum();
    }

    /**
     * What they can give for an hour beyond what they do, as far as it is known that they hold it,
     * W.
     */
    static double more(List<LoadNow> loads, Instant now) {
        return loads.stream()
                .filter(s -> isOurs(s, now) && s.draw().isReported(now))
                .mapToDouble(
                        s -> {
                            double lasting = s.draw().held() / HELP.toSeconds();
                            return Math.min(-least(s), lasting) + s.planned(now).watts();
                        })
                .map(watts -> Math.max(0, watts))
                .sum();
    }

    private static boolean isOurs(LoadNow s, Instant now) {
        return s.load().isStore() && !s.isInHand(now) && s.contact().isReached();
    }

    private static int least(LoadNow s) {
        return s.load().actuation() instanceof Actuation.Modulating m
                ? m.power(m.min()).watts()
                : 0;
    }

    /** What a battery holds after it has drawn {@code watts} for {@code seconds}, J. */
    static double held(LoadNow s, Instant now, double watts, double seconds) {
        if (isEmpty(s, now)) {
            return 0;
        }
        return Math.max(0, s.draw().held() + (watts > 0 ? KEPT * watts : watts) * seconds);
    }

    private static boolean isEmpty(LoadNow s, Instant now) {
        Power reported = s.draw().reported();
        Instant at = s.draw().reportedAt();
        Integer value = s.value();
        if (reported == null || at == null || value == null || s.since() == null) {
            return false;
        }
        return value < -STANDBY
                && s.draw().isReported(now)
                && at.isAfter(s.since().plus(LoadWatch.patience(s)))
                && reported.watts() > EMPTY * value;
    }
}
