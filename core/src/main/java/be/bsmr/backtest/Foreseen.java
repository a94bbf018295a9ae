package be.bsmr.backtest;

import be.bsmr.quarter.DemandDistribution.Interval;
import java.util.Map;

/**
 * What was foreseen at one checkpoint.
 *
 * @param watts the quarter's demand by each method
 * @param breaks the probability of passing each of {@link ForecastTrial#LIMITS}
 */
@SuppressWarnings("ArrayRecordComponent") // stays within this room and is never changed
record Foreseen(
        Map<Method, Double> watts, Interval interval80, Interval interval95, double[] breaks) {}
