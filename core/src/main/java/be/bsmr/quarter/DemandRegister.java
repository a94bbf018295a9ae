package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The meter's own sum of the quarter, 1-0:1.4.0, accumulating from zero: the estimator that the
 * month peak itself is made of.
 *
 * @param newest its newest value; null when none was seen in this quarter
 * @param at when {@code newest} was read; null together with it
 * @param fromStart whether it counts from the quarter's first instant: a meter that was hung up
 *     half way does not
 */
public record DemandRegister(@Nullable Power newest, @Nullable Instant at, boolean fromStart) {

    /** The meter that told is gone. */
    static final DemandRegister UNKNOWN = new DemandRegister(null, null, false);

    /** It steps by 1 W, that is 0.25 Wh. */
    private static final Energy STEP = new Energy(900);

    /** How near the end its last value must be to stand for the whole quarter. */
    private static final Duration NEAR_THE_END = Duration.ofSeconds(10);

    /** Its value of a whole quarter, and how far it may be off. */
    record AtEnd(Power demand, Energy error) {}

    /** A quarter's first: on the boundary itself it may still show the quarter that just ended. */
    static DemandRegister startingWith(Sample sample, boolean onBoundary, boolean fromStart) {
        Power told = onBoundary ? null : sample.demand();
        return new DemandRegister(told, told == null ? null : sample.at(), fromStart || onBoundary);
    }

    DemandRegister with(Sample sample) {
        return sample.demand() == null
                ? this
                : new DemandRegister(sample.demand(), sample.at(), fromStart);
    }

    DemandRegister endingAt(Instant boundary, @Nullable AtEnd end) {
        return end == null ? this : new DemandRegister(end.demand(), boundary, fromStart);
    }

    boolean isKnownFromStart() {
        return newest != null && fromStart;
    }

    /** Null when there is nothing to go by. */
    @Nullable Estimate estimate(Instant now, PowerIntegral power) {
        if (newest == null || at == null || !fromStart) {
            return null;
        }
        Energy error = STEP.plus(power.missedOver(Duration.between(at, now)));
        return new Estimate(
                newest.during(QuarterHour.LENGTH), error, Estimator.DEMAND_REGISTER, true);
    }

    /**
     * On the boundary some meters show the quarter that ended, others zero: then the last value of
     * before is brought to the end with power. Null when it is too far from there.
     *
     * @param sample the first at or after the end
     * @param before from the last telegram to the end
     * @param interval from the last telegram to {@code sample}
     */
    @Nullable AtEnd atEnd(Sample sample, Duration before, Duration interval, PowerIntegral power) {
        if (newest == null) {
            return null;
        }
        boolean onBoundary = before.equals(interval);
        if (onBoundary && sample.demand() != null && sample.demand().compareTo(newest) >= 0) {
            return new AtEnd(sample.demand(), Energy.ZERO);
        }
        if (before.compareTo(NEAR_THE_END) > 0) {
            return null;
        }
        Power now = sample.importPower() != null ? sample.importPower() : Power.ZERO;
        return new AtEnd(
                newest.during(QuarterHour.LENGTH)
                        .plus(now.during(before))
                        .meanPower(QuarterHour.LENGTH),
                power.errorOver(sample.importPower(), before, interval).plus(STEP));
    }
}
