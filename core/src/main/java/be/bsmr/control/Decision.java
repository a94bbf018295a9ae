package be.bsmr.control;

import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the people in the house should know, said once when it happens.
 *
 * @param load id of the load it is about; null when it is about the house
 * @param figures that led to it
 * @param shadow true when it was only decided, not done
 */
public record Decision(
        Instant at, What what, @Nullable String load, Figures figures, boolean shadow) {

    /**
     * The numbers that led to a decision.
     *
     * @param demand the demand that led to it, expected or reached; null when none did
     * @param target the demand that was to be kept; null when none was
     * @param other what another estimator says instead of {@code demand}; null when none
     *     contradicts
     * @param power what the load draws, or is set to; null when that does not matter
     * @param probability that the quarter passes the target if nothing is done, 0…1; null when that
     *     does not matter
     * @param span of the plan that it tells; null when it tells none
     * @param euro what it is expected to cost over a year, VAT included; null when that is not
     *     known or does not matter
     * @param saved what is expected to be saved on energy, €, VAT included; null when prices have
     *     nothing to do with it
     */
    public record Figures(
            @Nullable Power demand,
            @Nullable Power target,
            @Nullable Power other,
            @Nullable Power power,
            @Nullable Double probability,
            @Nullable Span span,
            @Nullable BigDecimal euro,
            @Nullable BigDecimal saved) {

        static final Figures NONE = new Figures(null, null, null, null, null, null, null, null);
    }

    /** From one moment to another. */
    public record Span(Instant from, Instant until) {}

    /** Something about the whole house. */
    public Decision(
            Instant at,
            What what,
            @Nullable String load,
            @Nullable Power demand,
            @Nullable Power target) {
        this(
                at,
                what,
                load,
                new Figures(demand, target, null, null, null, null, null, null),
                false);
    }

    /** Something that needs no number. */
    public static Decision about(Instant at, What what, @Nullable String load) {
        return new Decision(at, what, load, Figures.NONE, false);
    }

    public Decision instead(Power newOther) {
        return with(
                new Figures(
                        demand(),
                        target(),
                        newOther,
                        power(),
                        probability(),
                        span(),
                        euro(),
                        saved()));
    }

    Decision withPower(Power newPower) {
        return with(
                new Figures(
                        demand(),
                        target(),
                        other(),
                        newPower,
                        probability(),
                        span(),
                        euro(),
                        saved()));
    }

    public Decision likely(double newProbability) {
        return with(
                new Figures(
                        demand(),
                        target(),
                        other(),
                        power(),
                        newProbability,
                        span(),
                        euro(),
                        saved()));
    }

    Decision over(Span newSpan) {
        return with(
                new Figures(
                        demand(),
                        target(),
                        other(),
                        power(),
                        probability(),
                        newSpan,
                        euro(),
                        saved()));
    }

    public Decision costing(@Nullable BigDecimal newEuro) {
        return with(
                new Figures(
                        demand(),
                        target(),
                        other(),
                        power(),
                        probability(),
                        span(),
                        newEuro,
                        saved()));
    }

    Decision saving(double newSaved) {
        return with(
                new Figures(
                        demand(),
                        target(),
                        other(),
                        power(),
                        probability(),
                        span(),
                        euro(),
                        BigDecimal.valueOf(newSaved)));
    }

    private Decision with(Figures newFigures) {
        return new Decision(at, what, load, newFigures, shadow);
    }

    Decision inShadow() {
        return new Decision(at, what, load, figures, true);
    }

    public @Nullable Power demand() {
        return figures.demand;
    }

    public @Nullable Power target() {
        return figures.target;
    }

    public @Nullable Power other() {
        return figures.other;
    }

    public @Nullable Power power() {
        return figures.power;
    }

    public @Nullable Double probability() {
        return figures.probability;
    }

    public @Nullable Span span() {
        return figures.span;
    }

    public @Nullable BigDecimal euro() {
        return figures.euro;
    }

    public @Nullable BigDecimal saved() {
        return figures.saved;
    }

    public enum What {
        /** A load was shed because the quarter was on course to pass the target. */
        LOAD_SHED,
        /** A load was shed so that one that matters more gets its place under the target. */
        LOAD_MAKES_WAY,
        /** When a load is to draw what is due, and how much; said when that begins or moves. */
        LOAD_PLANNED,
        /**
         * The target cannot be kept with all that has to be drawn: a higher demand, {@code target},
         * is aimed for on purpose instead of {@code demand}.
         */
        LEVEL_RAISED,
        /**
         * A peak above the target is aimed for, as energy is then cheaper by more, {@code saved},
         * than that peak costs.
         */
        LEVEL_RAISED_FOR_PRICE,
        /** A load that has something due waits: energy is cheaper later, from {@code span} on. */
        LOAD_WAITS_FOR_PRICE,
        /** A load was restored because the quarter stays under the target with it. */
        LOAD_RESTORED,
        /** A modulating load was held below its highest value; said when that begins. */
        LOAD_LIMITED,
        /** A battery gives, {@code power} below 0, to keep the target; said when that begins. */
        LOAD_GIVES,
        /** A battery may take as much as it can: the quarter stays under the target with it. */
        LOAD_TAKES,
        /** A load was put in its fail-safe because the meter is silent and nothing is foreseen. */
        LOAD_RESTORED_BLIND,
        /**
         * A load was restored although the peak may suffer: it was withheld as long as it may be.
         */
        LOAD_RESTORED_FOR_COMFORT,
        /** A load was switched because a person asked; older journals do not say to what. */
        LOAD_FORCED,
        LOAD_FORCED_ON,
        LOAD_FORCED_OFF,
        /** A person gave a load back to control. */
        LOAD_GIVEN_BACK,
        /** Somebody used the load's own switch: it is left alone for a while. */
        LOAD_BY_HAND,
        /** What was decided of a load was taken back because a person asked. */
        LOAD_UNDONE,
        /** A load was switched, but the meter does not show it. */
        LOAD_WITHOUT_EFFECT,
        /** An actuator did not do what it was told. */
        LOAD_FAILED,
        /** The quarter has passed the target, whatever is done; each further watt still counts. */
        PEAK_LOST,
        /** The controller may go further, or less far, than before. */
        CONTROL_OFF,
        CONTROL_SHADOW,
        CONTROL_ACTIVE,
        /** Another BSMR controls these loads: we only look on. */
        ANOTHER_STEERS,
        /** The other is gone: we control. */
        STEERS_AGAIN,
        /** The quarter is likely to pass the target; said once an episode, when it begins. */
        ALARM_RAISED,
        /** A quarter became the month's highest. */
        PEAK_RAISED,
        /** No telegram for longer than allowed. */
        METER_SILENT,
        METER_BACK,
        /** Another meter speaks on the same cable, and the one before does not any more. */
        METER_SWAPPED,
        /** Two meters speak in turn: one is followed, the other passed over. */
        TWO_METERS,
        /** The meter that the owner named is not heard, only another, which is passed over. */
        OTHER_METER,
        /** The meter's clock does not go on: until it does the host's decides. */
        CLOCK_STANDS_STILL,
        /** The meter's clock goes on again, and decides. */
        CLOCK_RUNS,
        /** The meter's clock was set back: the running quarter begins anew. */
        CLOCK_SET_BACK,
        /** Two estimators of the running quarter contradict each other; said when it begins. */
        ESTIMATORS_DISAGREE
    }
}
