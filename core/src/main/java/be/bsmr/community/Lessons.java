package be.bsmr.community;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;

/**
 * What the errors of sums, all foreseen about as long before the end, say of the variance of a sum:
 * it is {@code alone} times Σσ² and {@code common} times what going up and down together would add.
 *
 * <p>Both are found by least squares on the squared errors, each as a share of what the start
 * values say; older errors count less, and the start values count as much as {@value #START} of
 * them. In one community whose members stay, the errors cannot tell the two apart: then both move,
 * and what matters, the variance of the sum, is right.
 *
 * <p>Never changes. The fields are the sums of products of the two shares and the squared error.
 */
record Lessons(double aa, double ab, double bb, double ay, double by) {

    static final Lessons NONE = new Lessons(0, 0, 0, 0, 0);

    /** How much the errors of two houses correlate, before anything is learned (ADR 71). */
    static final double CORRELATION = 0.012;

    /** So many quarters the start values weigh. */
    private static final int START = 50;

    /** After so many quarters an error counts for a third: ten days. */
    private static final int MEMORY = 960;

    /** A squared error is taken for at most so many times the variance: one is no rule. */
    private static final double MOST = 16;

    private static final double LEAST_SCALE = 0.05;
    private static final double MOST_SCALE = 20;

    /** What the variance of the sum is made of. */
    record Factors(double alone, double common) {

        double variance(Foreseen of) {
            return alone * of.apart() + common * of.shared();
        }

        Factors towards(Factors other, double share) {
            return new Factors(
                    alone + share * (other.alone - alone),
                    common + share * (other.common - common));
        }
    }

    Factors factors() {
        double a = aa + START;
        double b = bb + START;
        double determinant = a * b - ab * ab;
        double alone = ((ay + START) * b - (by + START) * ab) / determinant;
        double common = ((by + START) * a - (ay + START) * ab) / determinant;
        double scale = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, alone));
        return new Factors(scale, Math.min(scale, Math.max(0, CORRELATION * common)));
    }

    Lessons with(Foreseen foreseen, double error) {
        double start = foreseen.apart() + CORRELATION * foreseen.shared();
        if (!(start >= 1)) {
            return this;
        }
        double a = foreseen.apart() / start;
        double b = 1 - a;
        double y = Math.min(error * error, MOST * factors().variance(foreseen)) / start;
        double stays = 1 - 1.0 / MEMORY;
        return new Lessons(
                stays * aa + a * a,
                stays * ab + a * b,
                stays * bb + b * b,
                stays * ay + a * y,
                stays * by + b * y);
    }

    void write(PackedWriter to) {
        for (double sum : new double[] {aa, ab, bb, ay, by}) {
            to.number(Double.doubleToLongBits(sum));
        }
    }

    static Lessons read(PackedReader from) {
        return new Lessons(sum(from), sum(from), sum(from), sum(from), sum(from));
    }

    private static double sum(PackedReader from) {
        double sum = Double.longBitsToDouble(from.number());
        if (!(sum >= 0 && sum < 1e9)) {
            throw new IllegalArgumentException("no sum of squares: " + sum);
        }
        return sum;
    }
}
