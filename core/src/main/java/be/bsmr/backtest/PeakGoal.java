package be.bsmr.backtest;

import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.YearMonth;
import java.util.SortedMap;

/**
 * What all ways aim for, so that they can be compared.
 *
 * @param fixed one demand throughout; zero = as the tariff has it: 2.5 kW, or the month's peak so
 *     far
 */
public record PeakGoal(Power fixed) {

    public static final PeakGoal OF_THE_MONTH = new PeakGoal(Power.ZERO);

    Power in(YearMonth month, SortedMap<YearMonth, Power> peaks) {
        return fixed.watts() > 0
                ? fixed
                : PeakTarget.BILLED_MINIMUM.max(peaks.getOrDefault(month, Power.ZERO));
    }

    PeakTarget ofSite() {
        return fixed.watts() > 0 ? PeakTarget.fixed(fixed) : PeakTarget.WITHOUT_GOAL;
    }
}
