package be.bsmr.control;

import be.bsmr.quarter.DemandForecast;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The running quarter at one moment, as people see it and as the controller judges it. Certainty,
 * break probability and headroom are made of the same numbers and never contradict one another.
 *
 * @param at the meter's time
 * @param soFar import so far
 * @param forecast where it will end
 * @param target the demand to stay under
 * @param limit the limit line, energy per quarter
 * @param alarmLine the alarm line at this moment, energy per quarter
 * @param most more than the connection can give for the rest of a quarter; null while its size is
 *     not known
 * @param alarm whether people are warned
 */
public record Outlook(
        Instant at,
        QuarterDemand soFar,
        DemandForecast forecast,
        Power target,
        Energy limit,
        Energy alarmLine,
        @Nullable Power most,
        Alarm alarm) {

    private static final double QUARTER_MILLIS = QuarterHour.LENGTH.toMillis();

    /** Headroom is a mean over what is left, and over no less than this. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /**
     * This outlook with the alarm that follows on that of {@code before}.
     *
     * @param before a moment ago; null when there was none
     */
    public Outlook after(@Nullable Outlook before) {
        Alarm was = before == null ? Alarm.NONE : before.alarm();
        boolean newQuarter = before == null || !before.soFar().quarter().equals(soFar().quarter());
        Alarm next = was.next(at, breakProbability(), certainty(), newQuarter);
        return new Outlook(at, soFar, forecast, target, limit, alarmLine, most, next);
    }

    public Duration elapsed() {
        return soFar.quarter().elapsed(at);
    }

    public Duration left() {
        return QuarterHour.LENGTH.minus(elapsed());
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
        if (most == null) {
            return Certainty.OPEN;
        }
        Energy end = soFar.imported().plus(most.during(left()));
        boolean known = soFar.coverage() >= elapsed().toMillis() * 0.99 / QUARTER_MILLIS;
        return known && !end.isAbove(target.during(QuarterHour.LENGTH))
                ? Certainty.UNDER
                : Certainty.OPEN;
    }

    /**
     * What is said of the quarter in one word.
     *
     * @param fromStart whether the quarter is known from its first second: what was drawn before
     *     that counts too, so without it nothing is promised
     */
    public Verdict verdict(boolean fromStart) {
        return switch (certainty()) {
            case OVER -> Verdict.PASSED;
            case UNDER -> Verdict.SAFE;
            case OPEN -> {
                // An alarm outlasts its cause by a minute; this word does not.
                if (alarm.on() && breakProbability() >= Alarm.UNLIKELY) {
                    yield Verdict.ALARM;
                }
                if (alarm.possible()) {
                    yield Verdict.MAYBE;
                }
                yield fromStart ? Verdict.CALM : Verdict.UNSURE;
            }
        };
    }

    /**
     * The mean power that may still be drawn, all in all, from now to the end of the quarter
     * without passing the target; zero when it has been passed. Near the end it may be more than
     * any connection gives.
     */
    public Power headroom() {
        Energy room = target.during(QuarterHour.LENGTH).minus(soFar.imported());
        if (!room.isAbove(Energy.ZERO)) {
            return Power.ZERO;
        }
        return room.meanPower(left().compareTo(SHORTEST) < 0 ? SHORTEST : left());
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
}
