package be.bsmr.site;

import be.bsmr.quarter.DemandDistribution;
import be.bsmr.unit.Power;
import java.util.List;

/**
 * The highest demand of several quarters, as a distribution.
 *
 * <p>The quarters are taken to stray from their forecasts independently of each other (ADR 0018).
 */
final class Highest {

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
     */
    record Part(DemandDistribution likely, Power added) {}

    private final List<Part> parts;
    private final boolean withLoad;
    private final int most;

    Highest(List<Part> parts, boolean withLoad) {
        this.parts = parts;
        this.withLoad = withLoad;
        most =
                parts.stream()
                        .mapToInt(p -> p.likely().quantile(1).plus(added(p)).watts())
                        .max()
                        .orElse(0);
    }

    /** The probability that at least one quarter passes {@code power}. */
    double probabilityAbove(Power power) {
        double none = 1;
        for (Part part : parts) {
            none *= 1 - part.likely().probabilityAbove(power.minus(added(part)));
        }
        return 1 - none;
    }

    /** By how much the highest is expected to pass {@code power}, W; zero when it does not. */
    double expectedAbove(Power power) {
        // The mean excess of whole watts: the probabilities to pass each watt from there on.
        double sum = 0;
        int from = power.watts();
        double chance = probabilityAbove(power);
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
