package be.bsmr.quarter;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/**
 * How far forecasts of one kind were off, in units of the error that each expected of itself: a
 * histogram that slowly forgets. What it gives as a range held as often as it says.
 *
 * <p>Never changes; {@link #with} gives the next.
 */
final class ErrorHistogram {

    private static final int CELLS = 80;
    private static final double WIDEST = 6;
    private static final float FORGET = 0.9995f;

    /**
     * So many forecasts the law of the start is worth. The first hours of one house are no law: a
     * calm one and the first kettle would foresee more than any house can draw.
     */
    private static final double PRIOR = 200;

    /** Where each cell begins, and the last one ends. */
    private static final double[] EDGES =
            IntStream.rangeClosed(0, CELLS).mapToDouble(ErrorHistogram::edge).toArray();

    private final float[] cells;

    private ErrorHistogram(float[] cells) {
        this.cells = cells;
    }

    /** Before anything is known: errors as Laplace's law has them. */
    static ErrorHistogram unknown() {
        float[] cells = new float[CELLS];
        for (int i = 0; i < CELLS; i++) {
            double from = laplace(edge(i));
            double to = laplace(edge(i + 1));
            cells[i] = (float) (PRIOR * (to - from));
        }
        return new ErrorHistogram(cells);
    }

    private static double laplace(double x) {
        return x < 0 ? 0.5 * StrictMath.exp(x) : 1 - 0.5 * StrictMath.exp(-x);
    }

    ErrorHistogram with(double error) {
        double z = asinh(error * 4) / asinh(4 * 40) * WIDEST;
        int cell = (int) Math.floor((z + WIDEST) / (2 * WIDEST) * CELLS);
        float[] next = cells.clone();
        for (int i = 0; i < CELLS; i++) {
            next[i] *= FORGET;
        }
        next[Math.max(0, Math.min(CELLS - 1, cell))] += 1;
        return new ErrorHistogram(next);
    }

    /** The error that is not passed with each of the probabilities of a distribution. */
    double[] quantiles() {
        double all = 0;
        for (float c : cells) {
            all += c;
        }
        double[] result = new double[DemandDistribution.size()];
        double below = 0;
        int cell = 0;
        for (int q = 0; q < result.length; q++) {
            double wanted = DemandDistribution.level(q) * all;
            while (cell < CELLS - 1 && below + cells[cell] < wanted) {
                below += cells[cell];
                cell++;
            }
            double share = cells[cell] == 0 ? 0 : Math.min(1, (wanted - below) / cells[cell]);
            result[q] = EDGES[cell] + share * (EDGES[cell + 1] - EDGES[cell]);
        }
        return result;
    }

    private static double edge(int cell) {
        double z = (cell * 2.0 / CELLS - 1) * WIDEST;
        return StrictMath.sinh(z / WIDEST * asinh(4 * 40)) / 4;
    }

    private static double asinh(double x) {
        return Math.signum(x) * StrictMath.log(Math.abs(x) + Math.sqrt(x * x + 1));
    }

    void save(Memory to) {
        to.put(cells);
    }

    static ErrorHistogram load(ByteBuffer from) {
        return new ErrorHistogram(Memory.floats(from, CELLS));
    }
}
