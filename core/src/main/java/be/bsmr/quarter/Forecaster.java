package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The original system's forecast: what is imported so far, plus the mean import power of the last
 * 30 seconds for the time that is left.
 *
 * <p>Unlike the original it takes import only: export later in the quarter cannot undo import.
 *
 * @param window powers of the last 30 s, oldest first
 */
public record Forecaster(List<Moment> window) {

    public static final Duration WINDOW = Duration.ofSeconds(30);

    public static final Forecaster EMPTY = new Forecaster(List.of());

    /** The powers of one telegram. */
    public record Moment(Instant at, Power importPower, Power netPower) {}

    public Forecaster {
        window = List.copyOf(window);
    }

    /** Takes the powers of the newest telegram and forgets those older than {@link #WINDOW}. */
    public Forecaster observe(Instant at, Power importPower, Power netPower) {
        Instant oldest = at.minus(WINDOW);
        List<Moment> kept = new ArrayList<>(window.size() + 1);
        for (Moment m : window) {
            if (m.at.isAfter(oldest) && m.at.isBefore(at)) {
                kept.add(m);
            }
        }
        kept.add(new Moment(at, importPower, netPower));
        return new Forecaster(kept);
    }

    public DemandForecast forecast(RunningQuarter quarter) {
        Power meanImport = meanImport();
        Duration left = QuarterHour.LENGTH.minus(quarter.elapsed());
        Energy expected = quarter.soFar().imported().plus(meanImport.during(left));
        Power soFar = quarter.soFar().imported().meanPower(QuarterHour.LENGTH);
        return new DemandForecast(
                spread(expected.meanPower(QuarterHour.LENGTH), soFar), meanImport, meanNet());
    }

    /**
     * The demand of a quarter that has not begun, if nothing is done.
     *
     * @param quarter at most a day after the newest telegram
     */
    public DemandDistribution ahead(QuarterHour quarter) {
        return spread(meanImport(), Power.ZERO);
    }

    private static DemandDistribution spread(Power expected, Power least) {
        double open = expected.watts() - least.watts();
        double[] quantiles = new double[DemandDistribution.size()];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = least.watts() + 2 * open * DemandDistribution.level(i);
        }
        return DemandDistribution.of(expected, quantiles);
    }

    private Power meanImport() {
        return mean(window.stream().mapToLong(m -> m.importPower.watts()).sum());
    }

    private Power meanNet() {
        return mean(window.stream().mapToLong(m -> m.netPower.watts()).sum());
    }

    private Power mean(long sum) {
        return window.isEmpty()
                ? Power.ZERO
                : Power.ofWatts(Math.round(sum / (double) window.size()));
    }
}
