package be.bsmr.site;

import be.bsmr.quarter.DemandDistribution;
import be.bsmr.unit.Power;
import java.util.List;
import java.util.function.Function;

/**
 * The highest demand of several quarters, as a distribution.
 *
 * <p>Quarters in a row do not stray from their forecasts independently of each other: cooking goes
 * on into the next. What passes a level passes it in runs of {@value #RUN} quarters on average (ADR
 * 0018).
 */
final class Highest {

    /** One over the extremal index, as measured. */
    private static final double RUN = 2;

    /** Within so many watts a distribution that is nearly level is not looked at more closely. */
    private static final int CELL_WATTS = 16;

    private static final double NEARLY_LEVEL = 0.01;

    /** What remains beyond is left out. */
    private static final double NOTHING = 1e-9;

    /**
     * One of the quarters.
     *
     * @param likely its demand without the load
     * @param added what the load adds to it
     * @param target its month's
     */
    record Part(DemandDistribution likely, Power added, Power target) {}

    private final List<Part> parts;
    private final boolean withLoad;
    private final int most;

    /** Up to here it is certain that one of the quarters passes it. */
    private final int least;

    Highest(List<Part> parts, boolean withLoad) {
        this.parts = parts;
        this.withLoad = withLoad;
        most =
                parts.stream()
                        .mapToInt(p -> p.likely().quantile(1).plus(added(p)).watts())
                        .max()
                        .orElse(0);
        // A watt less, for quantiles are rounded.
        least =
                parts.stream()
                        .mapToInt(p -> p.likely().quantile(0).plus(added(p)).watts() - 1)
                        .max()
                        .orElse(0);
    }

    /** The probability that at least one quarter passes its own target. */
    double breaks() {
        return atLeastOne(Part::target);
    }

    /** The probability that at least one quarter passes {@code power}. */
    double probabilityAbove(Power power) {
        return atLeastOne(part -> power);
    }

    private double atLeastOne(Function<Part, Power> level) {
        double all = 1;
        double least = 1;
        for (Part part : parts) {
            Power free = level.apply(part).minus(added(part));
            double below = 1 - part.likely().probabilityAbove(free);
            all *= below;
            least = Math.min(least, below);
        }
        // Never surer than the quarter that is least sure.
        return 1 - Math.min(least, Math.pow(all, 1 / RUN));
    }

    /** By how much the highest is expected to pass {@code power}, W; zero when it does not. */
    double expectedAbove(Power power) {
        // The mean excess of whole watts: the probabilities to pass each watt from there on.
        int from = Math.max(power.watts(), least);
        double sum = from - power.watts();
        double chance = probabilityAbove(new Power(from));
        while (from <= most && chance > NOTHING) {
            int to = from + CELL_WATTS;
            double next = probabilityAbove(new Power(to));
            sum +=
                    chance - next < NEARLY_LEVEL
                            ? CELL_WATTS * (chance + next) / 2
                            : wattByWatt(from, to);
            from = to;
            chance = next;
        }
        return sum;
    }

    private double wattByWatt(int from, int to) {
        double sum = 0;
        for (int w = from; w < to; w++) {
            sum += probabilityAbove(new Power(w));
        }
        return sum;
    }

    private Power added(Part part) {
        return withLoad ? part.added() : Power.ZERO;
    }
}
