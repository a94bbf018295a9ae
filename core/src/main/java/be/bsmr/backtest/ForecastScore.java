package be.bsmr.backtest;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How good the forecasts were, over all checkpoints of all quarters that were scored.
 *
 * @param quarters scored
 * @param high of these, the ones that were high at one checkpoint at least: see {@link
 *     ForecastTrial#HIGH}
 * @param leftOut quarters within the dates asked for, between the first reading and the last, that
 *     could not be scored because of a hole
 * @param checkpoints forecasts compared with what came
 * @param highCheckpoints of these, the ones made in a high quarter
 * @param byCheckpoint the same by time into the quarter, the earliest first
 */
public record ForecastScore(
        int quarters,
        int high,
        int leftOut,
        long checkpoints,
        long highCheckpoints,
        Map<Method, Errors> methods,
        Certainty certainty,
        List<AtCheckpoint> byCheckpoint) {

    public ForecastScore {
        methods = Map.copyOf(methods);
        byCheckpoint = List.copyOf(byCheckpoint);
    }

    /**
     * How far off a method was.
     *
     * @param maeW mean absolute error, W; not a number when there is no forecast
     * @param rmseW root of the mean square error, W
     * @param maeHighW of high quarters only; not a number when there are none
     * @param rmseHighW of high quarters only
     */
    public record Errors(double maeW, double rmseW, double maeHighW, double rmseHighW) {}

    /**
     * How well our forecaster knows what it does not know.
     *
     * @param coverage80 share of demands within the 80 % interval; 0.8 is right
     * @param coverage95 share of demands within the 95 % interval
     * @param width80W mean width of the 80 % interval, W: the narrower, the more it says
     * @param breaks how good the probability of passing each of {@link ForecastTrial#LIMITS} is, in
     *     their order
     */
    public record Certainty(
            double coverage80, double coverage95, double width80W, List<Break> breaks) {

        public Certainty {
            breaks = List.copyOf(breaks);
        }
    }

    /**
     * How good the probability of passing a demand is.
     *
     * @param limitW the demand, W
     * @param brier mean square of probability minus outcome (0 or 1); 0 is perfect
     * @param reliability by probability said: 0–10 %, … 90–100 %
     */
    public record Break(int limitW, double brier, List<Bin> reliability) {

        public Break {
            reliability = List.copyOf(reliability);
        }
    }

    /**
     * Forecasts of about the same probability.
     *
     * @param forecast mean of the probabilities; not a number when there are none
     * @param observed share of them that came true; the same as {@code forecast} is right
     */
    public record Bin(double forecast, double observed, long n) {}

    /**
     * One time into the quarter.
     *
     * @param high how many of {@code n} were in a high quarter
     */
    public record AtCheckpoint(
            Duration elapsed,
            long n,
            long high,
            Map<Method, Errors> methods,
            double coverage80,
            double coverage95,
            double width80W) {

        public AtCheckpoint {
            methods = Map.copyOf(methods);
        }
    }
}
