package be.bsmr.control;

import be.bsmr.quarter.DemandForecast;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;

/**
 * The running quarter at one moment, as people see it and as the controller judges it.
 *
 * @param at the meter's time
 * @param soFar import so far
 * @param forecast where it will end
 * @param target the demand to stay under
 * @param limit the limit line, energy per quarter
 * @param alarmLine the alarm line at this moment, energy per quarter
 * @param alarm whether the forecast is above the alarm line
 */
public record Outlook(
        Instant at,
        QuarterDemand soFar,
        DemandForecast forecast,
        Power target,
        Energy limit,
        Energy alarmLine,
        boolean alarm) {

    public Duration elapsed() {
        return soFar.quarter().elapsed(at);
    }

    public Duration left() {
        return QuarterHour.LENGTH.minus(elapsed());
    }

    /** Whether the quarter is on course to pass the target. */
    public boolean isOver() {
        return forecast.demand().isAbove(target);
    }

    /** The quarter's import if {@code more} were drawn on top from now to its end. */
    public Energy expectedWith(Power more) {
        return forecast.expected().plus(more.during(left()));
    }
}
