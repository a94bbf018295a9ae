package be.bsmr.quarter;

import be.bsmr.unit.Power;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a quarter's demand may come to, each with its probability: the distribution function through
 * a few quantiles, straight between them.
 */
public final class DemandDistribution {

    /** A range and how often the demand lies in it. */
    public record Interval(Power low, Power high) {

        public Power width() {
            return high.minus(low);
        }
    }

    /** The probabilities at which the quantiles are kept, rising. */
    private static final double[] LEVELS = {
        0.001, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.999
    };

    private final Power expected;
    private final double[] quantiles;

    private DemandDistribution(Power expected, double[] quantiles) {
        this.expected = expected;
        this.quantiles = quantiles;
    }

    /** How many quantiles {@link #of} takes. */
    public static int size() {
        return LEVELS.length;
    }

    /**
     * The probability of quantile {@code i}: 0.001, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5 and so on to
     * 0.999.
     *
     * @param i 0 to {@link #size} − 1
     */
    public static double level(int i) {
        return LEVELS[i];
    }

    /**
     * @param expected the mean, W
     * @param quantiles demand in W that is not passed with each probability of {@link #level};
     *     where one is below its predecessor it is raised to it
     */
    public static DemandDistribution of(double expected, double[] quantiles) {
        if (quantiles.length != LEVELS.length) {
            throw new IllegalArgumentException(
                    LEVELS.length + " quantiles, not " + quantiles.length);
        }
        double[] rising = quantiles.clone();
        for (int i = 1; i < rising.length; i++) {
            rising[i] = Math.max(rising[i], rising[i - 1]);
        }
        return new DemandDistribution(watts(expected), rising);
    }

    /** Nothing is open any more. */
    public static DemandDistribution certain(Power demand) {
        double[] all = new double[LEVELS.length];
        Arrays.fill(all, demand.watts());
        return new DemandDistribution(demand, all);
    }

    /** The quantiles of {@link #level}, W, rising. */
    public double[] quantiles() {
        return quantiles.clone();
    }

    /** The mean. */
    public Power expected() {
        return expected;
    }

    /**
     * Its standard deviation about its own mean, W; beyond the outer quantiles there is nothing.
     */
    public double deviation() {
        int last = LEVELS.length - 1;
        double mean = 0;
        double squares = 0;
        for (int i = 0; i <= last + 1; i++) {
            double from = i == 0 ? 0 : LEVELS[i - 1];
            double to = i > last ? 1 : LEVELS[i];
            // Above the lowest, so that nothing is lost in the difference of large numbers.
            double low = quantiles[Math.max(0, i - 1)] - quantiles[0];
            double high = quantiles[Math.min(i, last)] - quantiles[0];
            mean += (to - from) * (low + high) / 2;
            squares += (to - from) * (low * low + low * high + high * high) / 3;
        }
        return Math.sqrt(Math.max(0, squares - mean * mean));
    }

    /**
     * The demand that is not passed with probability {@code level}.
     *
     * @throws IllegalArgumentException when {@code level} is not a probability
     */
    public Power quantile(double level) {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("a probability is 0 to 1, not " + level);
        }
        if (level <= LEVELS[0]) {
            return watts(quantiles[0]);
        }
        for (int i = 1; i < LEVELS.length; i++) {
            if (level <= LEVELS[i]) {
                double share = (level - LEVELS[i - 1]) / (LEVELS[i] - LEVELS[i - 1]);
                return watts(quantiles[i - 1] + share * (quantiles[i] - quantiles[i - 1]));
            }
        }
        return watts(quantiles[quantiles.length - 1]);
    }

    /**
     * The middle range that holds the demand with probability {@code share}.
     *
     * @param share 0…1, such as 0.8
     */
    public Interval interval(double share) {
        return new Interval(quantile((1 - share) / 2), quantile((1 + share) / 2));
    }

    /** The probability that the demand passes {@code target}, 0…1. */
    public double probabilityAbove(Power target) {
        double x = target.watts();
        if (x < quantiles[0]) {
            return 1;
        }
        int last = LEVELS.length - 1;
        if (x >= quantiles[last]) {
            return 0;
        }
        for (int i = last; i > 0; i--) {
            if (x >= quantiles[i - 1]) {
                double share = (x - quantiles[i - 1]) / (quantiles[i] - quantiles[i - 1]);
                return 1 - LEVELS[i - 1] - share * (LEVELS[i] - LEVELS[i - 1]);
            }
        }
        return 1;
    }

    /** With {@code more} demand for certain; what is uncertain stays so. */
    public DemandDistribution plus(Power more) {
        return new DemandDistribution(
                expected.plus(more), Arrays.stream(quantiles).map(q -> q + more.watts()).toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DemandDistribution d
                && expected.equals(d.expected)
                && Arrays.equals(quantiles, d.quantiles);
    }

    @Override
    public int hashCode() {
        return 31 * expected.hashCode() + Arrays.hashCode(quantiles);
    }

    @Override
    public String toString() {
        return expected
                + Arrays.stream(quantiles)
                        .mapToObj(q -> String.valueOf(Math.round(q)))
                        .collect(Collectors.joining(" ", " [", "] W"));
    }

    private static Power watts(double w) {
        return Power.ofWatts(Math.round(w));
    }
}
