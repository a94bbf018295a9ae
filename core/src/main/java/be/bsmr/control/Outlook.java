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

    /**
     * What is protected for one kilowatt lets more pass for a while. A gG fuse bears 1.6 times its
     * current for up to an hour and three times for less than a minute (IEC 60269-1 and -2), a
     * breaker less (IEC 60898-1). More than that cannot be drawn for the rest of a quarter.
     */
    public static final int BEARS_TIMES = 3;

    /** Before the quarter's end what may be drawn goes over to what the next one allows. */
    private static final Duration GOES_OVER = Duration.ofMinutes(3);

    /** Other programs take zero for no limit at all. */
    private static final Power LEAST = Power.ofWatts(1);

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

    /**
     * What the house may draw now, for programs that keep it below a limit. It is the headroom, but
     * in the quarter's last three minutes it goes over to the target, with which the next begins:
     * what is left would otherwise be offered as more and more power, and be drawn still when the
     * next has begun. At most what the connection is rated for, where that is known; at least 1 W.
     */
    public Power drawLimit() {
        Power now = headroom();
        if (now.isAbove(target)) {
            double share = Math.min(1, left().toMillis() / (double) GOES_OVER.toMillis());
            // Squared, for the headroom itself grows as the time that is left shrinks.
            double more = (now.watts() - target.watts()) * share * share;
            now = target.plus(Power.ofWatts(Math.round(more)));
        }
        if (most != null) {
            Power rated = Power.ofWatts(most.watts() / BEARS_TIMES);
            now = now.isAbove(rated) ? rated : now;
        }
        return now.max(LEAST);
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
