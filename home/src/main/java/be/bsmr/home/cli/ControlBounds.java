package be.bsmr.home.cli;

import be.bsmr.backtest.ControlledLoad;
import be.bsmr.backtest.Hindsight;
import be.bsmr.backtest.PeakGoal;
import be.bsmr.home.trial.PeakBound;
import be.bsmr.home.trial.PracticalBound;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * What perfect foresight would have reached.
 *
 * @param months the lowest peak of each
 * @param periods the same of the periods for which a peak counts
 * @param practical of these periods, what can be carried out
 */
record ControlBounds(
        SortedMap<YearMonth, Power> months,
        SortedMap<LocalDate, Power> periods,
        SortedMap<LocalDate, Power> practical) {

    static ControlBounds of(
            List<Hindsight> quarters, List<ControlledLoad> loads, PeakGoal.Span span, ZoneId zone) {
        Function<Instant, LocalDate> period = at -> span.of(at, zone);
        SortedMap<LocalDate, Power> periods = PeakBound.of(quarters, period);
        return new ControlBounds(
                PeakBound.of(quarters, at -> YearMonth.from(at.atZone(zone))),
                periods,
                PracticalBound.of(quarters, loads, period, periods));
    }

    /** Mean of {@code bounds} in some periods, W; not a number when there is none. */
    static double mean(Map<LocalDate, Power> bounds, List<LocalDate> in) {
        return in.stream()
                .map(bounds::get)
                .filter(p -> p != null)
                .mapToInt(Power::watts)
                .average()
                .orElse(Double.NaN);
    }
}
