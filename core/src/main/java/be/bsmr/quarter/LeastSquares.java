package be.bsmr.quarter;

import java.nio.ByteBuffer;

/**
 * Weights of some numbers, such that their sum comes as near as can be to what they foresee:
 * recursive least squares with slow forgetting (Haykin, Adaptive Filter Theory, chapter 10).
 *
 * <p>Never changes; {@link #with} gives the next.
 */
final class LeastSquares {

    /** Inputs that do not move for years teach nothing, and must not make it forget the rest. */
    private static final double LEAST_SURE = 10;

    private final double[] weights;

    /** How unsure the weights still are: the lower triangle of a symmetric matrix, row by row. */
    private final double[] unsure;

    private LeastSquares(double[] weights, double[] unsure) {
        this.weights = weights;
        this.unsure = unsure;
    }

    /**
     * Before anything is known.
     *
     * @param doubt variance of each weight: 0 never learns, 1 soon forgets where it began
     */
    static LeastSquares starting(double doubt, double... weights) {
        double[] unsure = new double[triangle(weights.length)];
        for (int i = 0; i < weights.length; i++) {
            unsure[place(i, i)] = doubt;
        }
        return new LeastSquares(weights.clone(), unsure);
    }

    /** What {@code x} foresees. */
    double of(double[] x) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * x[i];
        }
        return sum;
    }

    /**
     * After {@code x} came to {@code y}.
     *
     * @param keep share of the past that counts on, 0…1
     */
    LeastSquares with(double[] x, double y, double keep) {
        return with(x, y, keep, 1);
    }

    /**
     * After {@code x} came to {@code y}, which counts as so many.
     *
     * @param keep share of the past that counts on, 0…1
     * @param weight above 0
     */
    LeastSquares with(double[] x, double y, double keep, double weight) {
        int n = weights.length;
        double[] gain = new double[n];
        double spread = 0;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += unsure[place(i, j)] * x[j];
            }
            gain[i] = sum;
            spread += sum * x[i];
        }
        double off = y - of(x);
        double kept = isUnsure() ? 1 : keep;
        double share = 1 / (kept / weight + spread);
        double[] w = weights.clone();
        double[] p = new double[unsure.length];
        for (int i = 0, k = 0; i < n; i++) {
            w[i] += share * gain[i] * off;
            for (int j = 0; j <= i; j++, k++) {
                p[k] = (unsure[k] - share * gain[i] * gain[j]) / kept;
            }
        }
        return new LeastSquares(w, p);
    }

    private boolean isUnsure() {
        for (int i = 0; i < weights.length; i++) {
            if (unsure[place(i, i)] > LEAST_SURE) {
                return true;
            }
        }
        return false;
    }

    private static int place(int i, int j) {
        return i >= j ? triangle(i) + j : triangle(j) + i;
    }

    private static int triangle(int n) {
        return n * (n + 1) / 2;
    }

    void save(Memory to) {
        to.put(weights);
        to.put(unsure);
    }

    /** What {@link #save} gave, of {@code n} weights. */
    static LeastSquares load(ByteBuffer from, int n) {
        return new LeastSquares(Memory.doubles(from, n), Memory.doubles(from, triangle(n)));
    }
}
