package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;

/**
 * Where the running quarter will end, and how sure that is.
 *
 * @param likely the quarter's demand as a distribution
 * @param meanImport mean import power of the last 30 s
 * @param meanNet mean of import minus export power of the last 30 s, as people know it from the
 *     original's display
 */
public record DemandForecast(DemandDistribution likely, Power meanImport, Power meanNet) {

    /** The quarter's expected demand. */
    public Power demand() {
        return likely.expected();
    }

    /** The same with {@code more} demand for certain; below zero for less. */
    public DemandForecast plus(Power more) {
        return more.equals(Power.ZERO)
                ? this
                : new DemandForecast(likely.plus(more), meanImport, meanNet);
    }

    /** The quarter's expected import. */
    public Energy expected() {
        return demand().during(QuarterHour.LENGTH);
    }
}
