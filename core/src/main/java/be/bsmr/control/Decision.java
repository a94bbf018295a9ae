package be.bsmr.control;

import be.bsmr.unit.Power;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the people in the house should know, said once when it happens.
 *
 * @param load id of the load it is about; null when it is about the house
 * @param demand the demand that led to it, expected or reached; null when none did
 * @param target the demand that was to be kept; null when none was
 * @param other what another estimator says instead of {@code demand}; null when none contradicts
 */
public record Decision(
        Instant at,
        What what,
        @Nullable String load,
        @Nullable Power demand,
        @Nullable Power target,
        @Nullable Power other) {

    /** Something that no two estimators quarrel about. */
    public Decision(
            Instant at,
            What what,
            @Nullable String load,
            @Nullable Power demand,
            @Nullable Power target) {
        this(at, what, load, demand, target, null);
    }

    public enum What {
        /** A load was shed because the quarter was on course to pass the target. */
        LOAD_SHED,
        /** A load was restored because the quarter stays under the target with it. */
        LOAD_RESTORED,
        /** A load was restored because the meter is silent and nothing can be foreseen. */
        LOAD_RESTORED_BLIND,
        /** A load was switched because a person asked. */
        LOAD_FORCED,
        /** A relay did not do what it was told. */
        LOAD_FAILED,
        /** The forecast rose above the alarm line. */
        ALARM_RAISED,
        ALARM_CLEARED,
        /** A quarter became the month's highest. */
        PEAK_RAISED,
        /** No telegram for longer than allowed. */
        METER_SILENT,
        METER_BACK,
        /** Another meter speaks on the same cable. */
        METER_SWAPPED,
        /** Two estimators of the running quarter contradict each other; said when it begins. */
        ESTIMATORS_DISAGREE
    }
}
