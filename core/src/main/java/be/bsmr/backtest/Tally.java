package be.bsmr.backtest;

import be.bsmr.backtest.ForecastScore.Errors;
import be.bsmr.backtest.ForecastScore.Ranges;
import be.bsmr.quarter.DemandDistribution.Interval;
import java.util.EnumMap;
import java.util.Map;

/** Sums over forecasts and what came. Changes as it runs. */
final class Tally {

    private final Map<Method, Sums> all = new EnumMap<>(Method.class);
    private final Map<Method, Sums> highOnly = new EnumMap<>(Method.class);
    private long n;
    private long high;
    private long in80;
    private long in95;
    private double width80;
    private double width95;
    private double score80;
    private double score95;

    private static final class Sums {
        private double absolute;
        private double square;

        void add(double error) {
            absolute += Math.abs(error);
            square += error * error;
        }

        void add(Sums other) {
            absolute += other.absolute;
            square += other.square;
        }
    }

    /**
     * @param came the quarter's demand, W
     * @param isHigh whether {@code came} is above {@link ForecastTrial#HIGH}
     */
    void add(Foreseen foreseen, double came, boolean isHigh) {
        foreseen.watts()
                .forEach(
                        (method, watts) -> {
                            sums(all, method).add(watts - came);
                            if (isHigh) {
                                sums(highOnly, method).add(watts - came);
                            }
                        });
        n++;
        high += isHigh ? 1 : 0;
        in80 += holds(foreseen.interval80(), came) ? 1 : 0;
        in95 += holds(foreseen.interval95(), came) ? 1 : 0;
        width80 += foreseen.interval80().width().watts();
        width95 += foreseen.interval95().width().watts();
        score80 += score(foreseen.interval80(), 0.8, came);
        score95 += score(foreseen.interval95(), 0.95, came);
    }

    void add(Tally other) {
        other.all.forEach((method, sums) -> sums(all, method).add(sums));
        other.highOnly.forEach((method, sums) -> sums(highOnly, method).add(sums));
        n += other.n;
        high += other.high;
        in80 += other.in80;
        in95 += other.in95;
        width80 += other.width80;
        width95 += other.width95;
        score80 += other.score80;
        score95 += other.score95;
    }

    long n() {
        return n;
    }

    long high() {
        return high;
    }

    Ranges ranges() {
        return new Ranges(
                in80 / (double) n,
                in95 / (double) n,
                width80 / n,
                width95 / n,
                score80 / n,
                score95 / n);
    }

    Map<Method, Errors> errors() {
        Map<Method, Errors> errors = new EnumMap<>(Method.class);
        for (Method m : Method.values()) {
            Sums any = sums(all, m);
            Sums inHigh = sums(highOnly, m);
            errors.put(
                    m,
                    new Errors(
                            any.absolute / n,
                            Math.sqrt(any.square / n),
                            inHigh.absolute / high,
                            Math.sqrt(inHigh.square / high)));
        }
        return errors;
    }

    /** Intervals end on whole watts. */
    private static boolean holds(Interval interval, double came) {
        long watts = Math.round(came);
        return interval.low().watts() <= watts && watts <= interval.high().watts();
    }

    /** Its width, and what lies outside times 2 / (1 − level) (Gneiting and Raftery 2007, (43)). */
    private static double score(Interval interval, double level, double came) {
        double below = Math.max(0, interval.low().watts() - came);
        double above = Math.max(0, came - interval.high().watts());
        return interval.width().watts() + 2 / (1 - level) * (below + above);
    }

    private static Sums sums(Map<Method, Sums> of, Method method) {
        return of.computeIfAbsent(method, m -> new Sums());
    }
}
