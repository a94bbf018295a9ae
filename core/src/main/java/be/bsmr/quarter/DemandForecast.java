package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;

/**
 * Where the running quarter will end.
 *
 * @param expected import of the whole quarter
 * @param meanImport mean import power of the window that the forecast rests on
 * @param meanNet mean of import minus export power of the same window, as people know it from the
 *     original's display
 */
public record DemandForecast(Energy expected, Power meanImport, Power meanNet) {

    /** The quarter's expected demand. */
    public Power demand() {
        return expected.meanPower(QuarterHour.LENGTH);
    }
}
