package be.bsmr.home.plot;

import be.bsmr.control.Outlook;
import be.bsmr.unit.Energy;
import java.time.Instant;

/**
 * The four lines at one moment; energies per quarter.
 *
 * @param at the meter's time
 * @param forecast where the quarter is expected to end
 * @param soFar import since its start
 */
public record QuarterPoint(
        Instant at, Energy limit, Energy alarmLine, Energy forecast, Energy soFar) {

    public static QuarterPoint of(Outlook outlook) {
        return new QuarterPoint(
                outlook.at(),
                outlook.limit(),
                outlook.alarmLine(),
                outlook.forecast().expected(),
                outlook.soFar().imported());
    }
}
