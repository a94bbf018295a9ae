package be.bsmr.home.plot;

import be.bsmr.control.Outlook;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.time.Instant;

/**
 * The four lines at one moment; energies per quarter.
 *
 * @param at the meter's time
 * @param forecast where the quarter is expected to end
 * @param low not reached by 10 of 100 such quarters
 * @param high passed by 10 of 100 such quarters
 * @param soFar import since its start
 */
public record QuarterPoint(
        Instant at,
        Energy limit,
        Energy alarmLine,
        Energy forecast,
        Energy low,
        Energy high,
        Energy soFar) {

    private static final double SHARE = 0.8;

    public static QuarterPoint of(Outlook outlook) {
        DemandDistribution.Interval likely = outlook.forecast().likely().interval(SHARE);
        return new QuarterPoint(
                outlook.at(),
                outlook.limit(),
                outlook.alarmLine(),
                outlook.forecast().expected(),
                likely.low().during(QuarterHour.LENGTH),
                likely.high().during(QuarterHour.LENGTH),
                outlook.soFar().imported());
    }

    /** Of the four lines. */
    Energy highest() {
        return limit.max(alarmLine).max(forecast).max(soFar);
    }
}
