package be.bsmr.quarter;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How far a forecast may be off. How large its error will be, is learned from what the house does
 * and how far the forecasters are apart; how errors of that size are spread, from those that came.
 *
 * <p>Never changes; {@link #with} gives the next.
 */
final class Spread {

    /** Weights to begin with, of each of {@link #signs}. */
    private static final double[] START = {0, 0.45, 0.03, 0.06, 0.14, 0.22, 0.14};

    private static final double DOUBT = 0.02;
    private static final double KEEP = 0.9999;

    /** From the usual logarithm of an error to the scale of Laplace's law, which is begun with. */
    private static final double WIDER = 1.6;

    /** ErrorHistogram below this are all alike, W. */
    private static final double NEAR = 8;

    private static final int[] HORIZONS = {120, 240, 390, 540, 690};

    /** Forecasts that expect about the same error of themselves, W. */
    private static final int[] UNITS = {30, 80, 200, 500};

    private static final int KINDS = (HORIZONS.length + 1) * (UNITS.length + 1);

    private final LeastSquares size;
    private final ErrorHistogram[] errors;

    private Spread(LeastSquares size, ErrorHistogram[] errors) {
        this.size = size;
        this.errors = errors;
    }

    static Spread unknown() {
        ErrorHistogram[] errors = new ErrorHistogram[KINDS];
        Arrays.fill(errors, ErrorHistogram.unknown());
        return new Spread(LeastSquares.starting(DOUBT, START), errors);
    }

    /**
     * What the size of an error is foreseen from.
     *
     * @param horizon s
     * @param scale how much the power wanders: see {@link PowerFeatures#scale}, W
     * @param plain what the house draws if all goes on as it is, W
     * @param nets what the nets foresee, and how far off they think they are, W
     * @param power what is foreseen, W
     */
    static double[] signs(
            int horizon, double scale, double plain, double nets, double netError, double power) {
        return new double[] {
            1,
            StrictMath.log(netError + 1),
            StrictMath.log(scale),
            StrictMath.log(5 + Math.abs(nets - plain)),
            StrictMath.log(20 + power),
            StrictMath.log(20 + Math.abs(power - plain)),
            horizon / 900.0
        };
    }

    /** How far a forecast is expected to be off, W. */
    double unit(double[] signs) {
        return WIDER * StrictMath.exp(Math.max(0, Math.min(9.2, size.of(signs))));
    }

    private static int kind(int horizon, double unit) {
        return Classes.of(horizon, HORIZONS) * (UNITS.length + 1) + Classes.of((int) unit, UNITS);
    }

    /**
     * ErrorHistogram in units that are not passed with each of the probabilities of a distribution.
     */
    double[] quantiles(int horizon, double unit) {
        return errors[kind(horizon, unit)].quantiles();
    }

    Spread with(int horizon, double[] signs, double unit, double off) {
        ErrorHistogram[] next = errors.clone();
        int k = kind(horizon, unit);
        next[k] = errors[k].with(off / unit);
        double y = StrictMath.log(Math.abs(off) + NEAR);
        return new Spread(size.with(signs, y, KEEP), next);
    }

    void save(Memory to) {
        size.save(to);
        for (ErrorHistogram e : errors) {
            e.save(to);
        }
    }

    static Spread load(ByteBuffer from) {
        LeastSquares size = LeastSquares.load(from, START.length);
        ErrorHistogram[] errors = new ErrorHistogram[KINDS];
        for (int i = 0; i < KINDS; i++) {
            errors[i] = ErrorHistogram.load(from);
        }
        return new Spread(size, errors);
    }
}
