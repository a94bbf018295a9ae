package be.bsmr.backtest;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How good the forecasts were, over all checkpoints of all quarters that were scored.
 *
 * @param quarters scored
 * @param high of these, the ones whose demand was above {@link ForecastTrial#HIGH}
 * @param leftOut quarters within the dates asked for, between the first reading and the last, that
 *     could not be scored because of a hole
 * @param checkpoints forecasts compared with what came
 * @param highCheckpoints of these, the ones made in a high quarter
 * @param byCheckpoint the same by time into the quarter, the earliest first
 * @param byAge the same by time since the first reading, the youngest first
 */
public record ForecastScore(
        int quarters,
        int high,
        int leftOut,
        long checkpoints,
        long highCheckpoints,
        Map<Method, Errors> methods,
        Certainty certainty,
        List<AtCheckpoint> byCheckpoint,
        List<AtAge> byAge) {

    public ForecastScore {
        methods = Map.copyOf(methods);
        byCheckpoint = List.copyOf(byCheckpoint);
        byAge = List.copyOf(byAge);
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
     * @param breaks how good the probability of passing each of {@link ForecastTrial#LIMITS} is, in
     *     their order
     */
    public record Certainty(Ranges ranges, List<Break> breaks) {

        public Certainty {
            breaks = List.copyOf(breaks);
        }
    }

    /**
     * How good the intervals are. Not a number where there is no forecast.
     *
     * @param coverage80 share of demands within the 80 % interval; 0.8 is right
     * @param coverage95 share of demands within the 95 % interval
     * @param width80W mean width of the 80 % interval, W: the narrower, the more it says
     * @param width95W mean width of the 95 % interval, W
     * @param score80W mean interval score of the 80 % interval, W: its width, and 2 / (1 − 0.8)
     *     times the distance of a demand outside of it; the smaller the better, and nobody gains by
     *     saying other than what they believe
     * @param score95W the same of the 95 % interval
     */
    public record Ranges(
            double coverage80,
            double coverage95,
            double width80W,
            double width95W,
            double score80W,
            double score95W) {}

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
            Duration elapsed, long n, long high, Map<Method, Errors> methods, Ranges ranges) {

        public AtCheckpoint {
            methods = Map.copyOf(methods);
        }
    }

    /**
     * Forecasts of about the same time since the first reading.
     *
     * @param untilHour forecasts made in this hour of life or before, and after {@code untilHour}
     *     of the entry before; {@link Integer#MAX_VALUE} for all later ones
     * @param high how many of {@code n} were in a high quarter
     */
    public record AtAge(
            int untilHour, long n, long high, Map<Method, Errors> methods, Ranges ranges) {

        public AtAge {
            methods = Map.copyOf(methods);
        }
    }
}
