package be.bsmr.tariff;

import be.bsmr.unit.Power;
import java.time.YearMonth;

/**
 * The demand that a quarter should stay under.
 *
 * <p>A month bills at least 2.5 kW, and a peak once set costs nothing more: only a quarter above
 * both is worth preventing. The target therefore falls back by itself at the start of a month.
 *
 * @param goal the user's own aim; zero when there is none
 * @param follows whether it gives way to the tariff's minimum and to a peak that is set already;
 *     false to measure what it takes to stay under one number
 */
public record PeakTarget(Power goal, boolean follows) {

    /** The lowest month peak that is billed in Flanders (VREG capacity tariff). */
    public static final Power BILLED_MINIMUM = new Power(2500);

    public static final PeakTarget WITHOUT_GOAL = new PeakTarget(Power.ZERO);

    public PeakTarget(Power goal) {
        this(goal, true);
    }

    /** Whatever the month. */
    public static PeakTarget fixed(Power goal) {
        return new PeakTarget(goal, false);
    }

    /** The target in {@code month}, given the peaks so far. */
    public Power in(YearMonth month, PeakHistory peaks) {
        if (!follows) {
            return goal;
        }
        Power peak = peaks.of(month).map(MonthPeak::demand).orElse(Power.ZERO);
        return BILLED_MINIMUM.max(goal).max(peak);
    }
}
