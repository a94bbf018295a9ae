package be.bsmr.control;

import be.bsmr.quarter.DemandForecast;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

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

    /**
     * The capacity tariff of households ends at connections of 56 kVA (Fluvius, low voltage with
     * peak measurement starts above).
     */
    private static final Power LARGEST_CONNECTION = new Power(56_000);

    private static final double QUARTER_MILLIS = QuarterHour.LENGTH.toMillis();

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

    /** The probability that the quarter passes the target, 0…1. */
    public double breakProbability() {
        return switch (certainty()) {
            case OVER -> 1;
            case UNDER -> 0;
            case OPEN -> forecast.likely().probabilityAbove(target);
        };
    }

    /** What can no longer change. */
    public Certainty certainty() {
        if (soFar.demand().isAbove(target)) {
            return Certainty.OVER;
        }
        Energy most = soFar.imported().plus(LARGEST_CONNECTION.during(left()));
        boolean known = soFar.coverage() >= elapsed().toMillis() * 0.99 / QUARTER_MILLIS;
        return known && !most.isAbove(target.during(QuarterHour.LENGTH))
                ? Certainty.UNDER
                : Certainty.OPEN;
    }

    /**
     * The mean power that may still be drawn, all in all, from now to the end of the quarter
     * without passing the target; zero when it has been passed.
     */
    public Power headroom() {
        Energy room = target.during(QuarterHour.LENGTH).minus(soFar.imported());
        if (!room.isAbove(Energy.ZERO)) {
            return Power.ZERO;
        }
        Power free = left().isZero() ? LARGEST_CONNECTION : room.meanPower(left());
        return free.isAbove(LARGEST_CONNECTION) ? LARGEST_CONNECTION : free;
    }

    /** Whether the quarter's end against the target is settled before it comes. */
    public enum Certainty {
        /** Passed already. */
        OVER,
        /** Out of reach, whatever is switched on. */
        UNDER,
        OPEN;

        /** The name used in reports and topics. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The quarter's import if {@code more} were drawn on top from now to its end. */
    public Energy expectedWith(Power more) {
        return forecast.expected().plus(more.during(left()));
    }
}
