package be.bsmr.community;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.unit.Power;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Foresees what the quarters of several houses come to together, and learns how far that may be
 * off: a little more than if each house went its own way, since all cook at the same hours.
 *
 * <p>The expected sum is the sum of what is expected, and what such sums were off on the whole,
 * which of many houses is more than chance. Its variance is {@code scale × (Σσ² + ρ ((Σσ)² −
 * Σσ²))}: ρ is how much the errors of two houses correlate, {@code scale} how much too wide or too
 * narrow the houses' own ranges are. All three are learned, for each of a few times before the end.
 * The community's probability to pass a target is {@link DemandDistribution#probabilityAbove} of
 * the sum.
 *
 * <p>Never changes; {@link #learned} gives the next. One for each community.
 */
public final class GroupForecast {

    /** So long before a quarter's end it is learned how sure the sum is, the longest first. */
    public static final List<Duration> HORIZONS =
            List.of(
                    Duration.ofMinutes(13),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(2));

    private static final byte VERSION = 1;

    private static final double[] NORMAL = {
        -3.090232, -2.326348, -1.959964, -1.644854, -1.281552, -0.674490, 0, 0.674490, 1.281552,
        1.644854, 1.959964, 2.326348, 3.090232
    };

    /** One for each of {@link #HORIZONS}. */
    private final List<Lessons> lessons;

    private GroupForecast(List<Lessons> lessons) {
        this.lessons = List.copyOf(lessons);
    }

    /** Knows what was measured on other houses, and nothing yet of this community's. */
    public static GroupForecast unlearned() {
        return new GroupForecast(Collections.nCopies(HORIZONS.size(), Lessons.NONE));
    }

    /**
     * What the quarters of the members come to together. The order of the members does not matter;
     * the distribution of one member alone is that member's own until something was learned.
     *
     * @param left to the quarter's end, 0 to 15 minutes
     * @param members what the quarter of each may come to, what was counted of it included
     */
    public DemandDistribution sum(Duration left, List<DemandDistribution> members) {
        Foreseen foreseen = Foreseen.of(left, members);
        Lessons.Factors factors = factors(left);
        double expected = factors.expected(foreseen);
        double deviation = Math.sqrt(factors.variance(foreseen));
        double[] shape = shape(members, foreseen);
        double least = members.stream().mapToDouble(m -> m.quantiles()[0]).sum();
        double[] quantiles = new double[shape.length];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = Math.max(least, expected + deviation * shape[i]);
        }
        return DemandDistribution.of(expected, quantiles);
    }

    /**
     * The quantiles of the sum in its own deviations: those of the bell curve, and what members
     * deviate from it. The more they are, the less that is: it counts with the third power of a
     * member's part of the whole, as the skewness of a sum does.
     */
    private static double[] shape(List<DemandDistribution> members, Foreseen foreseen) {
        double[] shape = NORMAL.clone();
        double whole = Math.sqrt(foreseen.apart());
        for (DemandDistribution member : members) {
            double deviation = member.deviation();
            if (deviation > 0) {
                double weight = Math.pow(deviation / whole, 3);
                double[] quantiles = member.quantiles();
                for (int i = 0; i < shape.length; i++) {
                    double own = (quantiles[i] - member.expected().watts()) / deviation;
                    shape[i] += weight * (own - NORMAL[i]);
                }
            }
        }
        return shape;
    }

    /** Between two horizons, what was learned of both. */
    private Lessons.Factors factors(Duration left) {
        int later = 0;
        while (later < HORIZONS.size() - 1 && HORIZONS.get(later).compareTo(left) > 0) {
            later++;
        }
        int earlier = Math.max(0, later - 1);
        Lessons.Factors known = lessons.get(later).factors();
        if (earlier == later || HORIZONS.get(later).compareTo(left) >= 0) {
            return known;
        }
        double between = left.minus(HORIZONS.get(later)).toSeconds();
        double all = HORIZONS.get(earlier).minus(HORIZONS.get(later)).toSeconds();
        return known.towards(lessons.get(earlier).factors(), Math.min(1, between / all));
    }

    /**
     * With what a quarter taught that has ended.
     *
     * @param came what those came to of whom the sum was foreseen; a quarter of which one is not
     *     known must not be learned
     */
    public GroupForecast learned(Awaited quarter, Power came) {
        GroupForecast next = this;
        for (Foreseen foreseen : quarter.foreseen()) {
            next = next.learned(foreseen, came);
        }
        return next;
    }

    /** With what one sum teaches, at the horizon that is nearest to when it was foreseen. */
    public GroupForecast learned(Foreseen foreseen, Power came) {
        int nearest = 0;
        for (int i = 1; i < HORIZONS.size(); i++) {
            if (away(foreseen, i).compareTo(away(foreseen, nearest)) < 0) {
                nearest = i;
            }
        }
        List<Lessons> next = new ArrayList<>(lessons);
        next.set(nearest, lessons.get(nearest).with(foreseen, came.watts()));
        return new GroupForecast(next);
    }

    private static Duration away(Foreseen foreseen, int horizon) {
        return foreseen.left().minus(HORIZONS.get(horizon)).abs();
    }

    /** How much the errors of two houses correlate so long before the end, 0…1. */
    public double correlation(Duration left) {
        Lessons.Factors factors = factors(left);
        return factors.common() / factors.alone();
    }

    /** The variance that came, by the one that the houses' own ranges say; 1 = they are right. */
    public double scale(Duration left) {
        return factors(left).alone();
    }

    /** For {@link #of}; below 350 bytes. */
    public byte[] bytes() {
        PackedWriter to = new PackedWriter();
        to.put(VERSION);
        to.each(lessons, l -> l.write(to));
        return to.checked();
    }

    /**
     * What {@link #bytes} gave.
     *
     * @return empty when it is damaged or of another version: begin {@link #unlearned}
     */
    public static Optional<GroupForecast> of(byte[] bytes) {
        try {
            PackedReader from = PackedReader.checked(bytes);
            if (from.get() != VERSION) {
                return Optional.empty();
            }
            List<Lessons> lessons = from.each(() -> Lessons.read(from));
            return lessons.size() == HORIZONS.size()
                    ? Optional.of(new GroupForecast(lessons))
                    : Optional.empty();
        } catch (IllegalArgumentException | ArithmeticException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupForecast g && lessons.equals(g.lessons);
    }

    @Override
    public int hashCode() {
        return lessons.hashCode();
    }

    @Override
    public String toString() {
        return "GroupForecast" + lessons.stream().map(Lessons::factors).toList();
    }
}
