package be.bsmr.backtest;

import be.bsmr.backtest.ForecastScore.Bin;
import be.bsmr.backtest.ForecastScore.Break;
import java.util.ArrayList;
import java.util.List;

/** Probabilities of passing one demand, and whether it was passed. Changes as it runs. */
final class BreakTally {

    private static final int BINS = 10;

    private final int limitW;
    private final double[] probability = new double[BINS];
    private final long[] passed = new long[BINS];
    private final long[] count = new long[BINS];
    private double square;

    BreakTally(int limitW) {
        this.limitW = limitW;
    }

    void add(double p, double came) {
        boolean broke = came > limitW;
        int bin = Math.min(BINS - 1, (int) (p * BINS));
        probability[bin] += p;
        passed[bin] += broke ? 1 : 0;
        count[bin]++;
        double error = p - (broke ? 1 : 0);
        square += error * error;
    }

    Break result() {
        List<Bin> bins = new ArrayList<>();
        long n = 0;
        for (int b = 0; b < BINS; b++) {
            bins.add(new Bin(probability[b] / count[b], passed[b] / (double) count[b], count[b]));
            n += count[b];
        }
        return new Break(limitW, square / n, bins);
    }
}
