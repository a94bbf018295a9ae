package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;

/**
 * Where the running quarter will end, and how sure that is.
 *
 * @param likely the quarter's demand as a distribution: what people are told
 * @param evident the same as far as this house has given reason to expect: {@code likely} without
 *     what nobody has seen it do yet, which on the first day is much. The same mean, no wider: what
 *     is done about loads goes by this one, as what has not happened yet can be met when it does
 * @param meanImport mean import power of the last 30 s
 * @param meanNet mean of import minus export power of the last 30 s, as people know it from the
 *     original's display
 */
public record DemandForecast(
        DemandDistribution likely, DemandDistribution evident, Power meanImport, Power meanNet) {

    /** Nothing is open any more. */
    public static DemandForecast certain(Power demand, Power meanImport, Power meanNet) {
        DemandDistribution all = DemandDistribution.certain(demand);
        return new DemandForecast(all, all, meanImport, meanNet);
    }

    /** The quarter's expected demand. */
    public Power demand() {
        return likely.expected();
    }

    /** With {@code more} demand for certain; below zero for less. */
    public DemandForecast plus(Power more) {
        return more.equals(Power.ZERO)
                ? this
                : new DemandForecast(likely.plus(more), evident.plus(more), meanImport, meanNet);
    }

    /** The quarter's expected import. */
    public Energy expected() {
        return demand().during(QuarterHour.LENGTH);
    }
}
