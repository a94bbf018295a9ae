package be.bsmr.otherwise;

import be.bsmr.control.Actuation;
import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A load that may wait, as far as is known of it.
 *
 * @param power what it draws when it runs; zero = not known
 * @param joulesADay what it draws on average in a day, J; null = not known
 */
record Mover(Load load, Power power, @Nullable Double joulesADay) {

    private static final double DAY_SECONDS = 86_400;

    static Mover of(Load load, @Nullable LoadMemory known) {
        double mean = known == null ? 0 : known.day().meanWatts();
        return new Mover(load, power(load, known), mean > 0 ? (Double) (mean * DAY_SECONDS) : null);
    }

    /**
     * What a load draws when it runs, as its owner says, or as was learned, or as its setting
     * allows; zero when nobody knows.
     */
    static Power power(@Nullable Load load, @Nullable LoadMemory known) {
        if (load != null && load.actuation() instanceof Actuation.Modulating m) {
            return load.power() != null ? load.power() : m.power(m.max());
        }
        if (load != null && load.power() != null) {
            return load.power();
        }
        return known == null || known.learned().isEmpty()
                ? Power.ZERO
                : new Power(
                        known.learned().stream().sorted().toList().get(known.learned().size() / 2));
    }

    /** Whether it may be withheld then, after others or itself have waited so long. */
    boolean mayWait(Instant at, Duration waited, ZoneId zone) {
        Duration longest = load.limits().longestShed();
        return !load.isStore()
                && !load.limits().leaveAlone(at.atZone(zone))
                && (longest == null || waited.compareTo(longest) < 0);
    }
}
