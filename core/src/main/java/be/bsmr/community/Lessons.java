package be.bsmr.community;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;

/**
 * What the errors of sums, all foreseen about as long before the end, say of a sum: its variance is
 * {@code alone} times Σσ² and {@code common} times what going up and down together would add, and
 * it comes out {@code lean} times Σσ above what is expected, as what is likeliest of a house is a
 * little less than its mean.
 *
 * <p>The factors of the variance are found by least squares on the squared errors, each as a share
 * of what the start values say; older errors count less, and the start values count as much as so
 * many of them. In one community whose members stay, the errors hardly tell the two apart. What
 * matters, the variance of the sum, is right all the same; and since how wide a house's own ranges
 * are is better known than how much houses go up and down together, the latter gives way first.
 *
 * <p>Never changes.
 *
 * @param aa sum of the squares of the share that houses alone have in the variance of the start
 * @param ab of the products of that share and of the rest, which they have in common
 * @param bb of the squares of the rest
 * @param ay of the products of their share alone and the squared error
 * @param by of the products of the rest and the squared error
 * @param dd sum of (Σσ)² by the variance of the start
 * @param de of Σσ times the error by that variance
 */
record Lessons(double aa, double ab, double bb, double ay, double by, double dd, double de) {

    static final Lessons NONE = new Lessons(0, 0, 0, 0, 0, 0, 0);

    /** How much the errors of two houses correlate, before anything is learned (ADR 71). */
    static final double CORRELATION = 0.012;

    /** So many quarters it weighs that houses know how sure they are. */
    private static final int ALONE = 50;

    /** So many quarters the correlation of the start weighs. */
    private static final int COMMON = 3;

    /** How much it weighs that a sum comes out as it is expected: some tens of quarters. */
    private static final int EVEN = 300;

    /** After so many quarters an error counts for a third: ten days. */
    private static final int MEMORY = 960;

    /** An error is taken for at most so many deviations: one is no rule. */
    private static final double MOST = 4;

    private static final double MOST_LEAN = 0.5;

    private static final double LEAST_SCALE = 0.05;
    private static final double MOST_SCALE = 20;

    /** What a sum is made of. */
    record Factors(double alone, double common, double lean) {

        double expected(Foreseen of) {
            return of.expected() + lean * Math.sqrt(of.together());
        }

        double variance(Foreseen of) {
            return alone * of.apart() + common * of.shared();
        }

        Factors towards(Factors other, double share) {
            return new Factors(
                    alone + share * (other.alone - alone),
                    common + share * (other.common - common),
                    lean + share * (other.lean - lean));
        }
    }

    Factors factors() {
        double a = aa + ALONE;
        double b = bb + COMMON;
        double determinant = a * b - ab * ab;
        double alone = ((ay + ALONE) * b - (by + COMMON) * ab) / determinant;
        double common = ((by + COMMON) * a - (ay + ALONE) * ab) / determinant;
        double scale = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, alone));
        return new Factors(
                scale,
                Math.min(scale, Math.max(0, CORRELATION * common)),
                Math.min(MOST_LEAN, Math.max(-MOST_LEAN, de / (dd + EVEN))));
    }

    /**
     * @param came what the sum came to, W
     */
    Lessons with(Foreseen foreseen, double came) {
        double start = foreseen.apart() + CORRELATION * foreseen.shared();
        if (!(start >= 1)) {
            return this;
        }
        double a = foreseen.apart() / start;
        double b = 1 - a;
        Factors known = factors();
        double deviation = Math.sqrt(known.variance(foreseen));
        double off = came - known.expected(foreseen);
        double error = Math.min(MOST * deviation, Math.max(-MOST * deviation, off));
        double y = error * error / start;
        double all = Math.sqrt(foreseen.together());
        double leans = known.lean() * all + error;
        double stays = 1 - 1.0 / MEMORY;
        return new Lessons(
                stays * aa + a * a,
                stays * ab + a * b,
                stays * bb + b * b,
                stays * ay + a * y,
                stays * by + b * y,
                stays * dd + all * all / start,
                stays * de + all * leans / start);
    }

    void write(PackedWriter to) {
        for (double sum : new double[] {aa, ab, bb, ay, by, dd, de}) {
            to.number(Double.doubleToLongBits(sum));
        }
    }

    static Lessons read(PackedReader from) {
        return new Lessons(
                sum(from),
                sum(from),
                sum(from),
                sum(from),
                sum(from),
                sum(from),
                Double.longBitsToDouble(from.number()));
    }

    private static double sum(PackedReader from) {
        double sum = Double.longBitsToDouble(from.number());
        if (!(sum >= 0 && sum < 1e9)) {
            throw new IllegalArgumentException("no sum of squares: " + sum);
        }
        return sum;
    }
}
