package be.bsmr.home.cli;

import be.bsmr.backtest.Foresight;
import be.bsmr.backtest.PeakGoal;
import be.bsmr.home.bound.PeakBound;
import be.bsmr.unit.Power;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;

/**
 * What perfect foresight would have reached.
 *
 * @param months the lowest peak of each
 * @param periods the same of the periods for which a peak counts
 */
record ControlBounds(SortedMap<YearMonth, Power> months, SortedMap<LocalDate, Power> periods) {

    static ControlBounds of(List<Foresight> quarters, PeakGoal.Span span, ZoneId zone) {
        return new ControlBounds(
                PeakBound.of(quarters, at -> YearMonth.from(at.atZone(zone))),
                PeakBound.of(quarters, at -> span.of(at, zone)));
    }

    /** Mean of {@code bounds} in some periods, W; not a number when there is none. */
    static double mean(SortedMap<LocalDate, Power> bounds, List<LocalDate> in) {
        return in.stream()
                .map(bounds::get)
                .filter(p -> p != null)
                .mapToInt(Power::watts)
                .average()
                .orElse(Double.NaN);
    }
}
