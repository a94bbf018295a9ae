package be.bsmr.home.cli;

import be.bsmr.backtest.ControlMethod;
import be.bsmr.backtest.ControlScore;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** How well loads were controlled, as a table and as JSON (docs/evaluate.md). */
final class ControlReport {

    private ControlReport() {}

    static ObjectNode json(ControlScore score, ControlBounds bounds, double rate) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("quarters", score.quarters());
        node.put("left_out", score.leftOut());
        peaks(node.putObject("bound_peak_w"), bounds.months());
        node.put("period", score.span().label());
        ObjectNode periods = node.putObject("periods");
        score.periods()
                .forEach(
                        (date, quarters) -> {
                            ObjectNode one = periods.putObject(date.toString());
                            one.put("quarters", quarters);
                            one.put("counted", score.countedPeriods().contains(date));
                            watts(one, "bound_peak_w", bounds.periods().get(date));
                            watts(one, "practical_peak_w", bounds.practical().get(date));
                        });
        List<LocalDate> after = score.periodsAfterFirst();
        ObjectNode means = node.putObject("after_first");
        means.put("periods", after.size());
        EvaluateReport.put(means, "mean_bound_w", ControlBounds.mean(bounds.periods(), after), 0);
        EvaluateReport.put(
                means, "mean_practical_w", ControlBounds.mean(bounds.practical(), after), 0);
        ObjectNode methods = node.putObject("methods");
        score.methods()
                .forEach(
                        (method, of) -> {
                            ObjectNode one = methods.putObject(method.label());
                            peaks(one.putObject("month_peaks_w"), of.monthPeaks());
                            EvaluateReport.put(
                                    one, "cost_eur_per_year", score.euroAYear(of, rate), 2);
                            one.put("quarters_over_target", of.overTarget());
                            one.put("quarters_over_target_avoidable", of.avoidable());
                            one.put("quarters_level_raised", of.raised());
                            EvaluateReport.put(one, "level_raised_w", of.raisedWatts(), 0);
                            EvaluateReport.put(
                                    one,
                                    "level_raised_eur_per_year",
                                    rate * of.raisedWatts() / 1000,
                                    2);
                            one.put("switch_operations", of.toll().switches());
                            one.put("setpoint_changes", of.toll().settings());
                            EvaluateReport.put(
                                    one, "energy_delayed_kwh", of.toll().delayedKwh(), 3);
                            EvaluateReport.put(
                                    one, "energy_not_delivered_kwh", of.toll().missedKwh(), 3);
                            ControlScore.Breach worst = of.worst();
                            if (worst == null) {
                                one.putNull("worst_comfort_breach");
                            } else {
                                ObjectNode breach = one.putObject("worst_comfort_breach");
                                breach.put("load", worst.load());
                                breach.put("at", worst.at().toString());
                                EvaluateReport.put(breach, "amount", worst.amount(), 3);
                                breach.put("unit", worst.unit());
                            }
                            one.put("fuse_exceeded_s", of.toll().overFuse());
                            ObjectNode peaks = one.putObject("period_peaks_w");
                            of.periods()
                                    .forEach((date, p) -> watts(peaks, date.toString(), p.peak()));
                            summary(one, "first", score.first(of));
                            summary(one, "after_first", score.afterFirst(of));
                        });
        return node;
    }

    private static void peaks(ObjectNode node, SortedMap<YearMonth, Power> peaks) {
        peaks.forEach((month, peak) -> node.put(month.toString(), peak.watts()));
    }

    private static void summary(
            ObjectNode node, String key, Optional<ControlScore.Summary> summary) {
        if (summary.isEmpty()) {
            node.putNull(key);
            return;
        }
        ControlScore.Summary s = summary.get();
        ObjectNode one = node.putObject(key);
        one.put("periods", s.periods());
        EvaluateReport.put(one, "mean_peak_w", s.meanPeakWatts(), 0);
        EvaluateReport.put(one, "switches_per_day", s.switches(), 1);
        EvaluateReport.put(one, "setpoints_per_day", s.settings(), 1);
        EvaluateReport.put(one, "delayed_kwh_per_day", s.delayedKwh(), 3);
        EvaluateReport.put(one, "undelivered_kwh_per_day", s.missedKwh(), 3);
        one.put("fuse_exceeded_s", s.overFuse());
    }

    private static void watts(ObjectNode node, String key, @Nullable Power power) {
        node.put(key, power == null ? null : power.watts());
    }

    static String text(ControlScore score, ControlBounds bounds, double rate) {
        StringBuilder s = new StringBuilder();
        s.append(
                EvaluateReport.line(
                        "%,d quarters scored, %,d left out for a hole",
                        score.quarters(), score.leftOut()));
        s.append(
                EvaluateReport.line(
                        "%n%-8s %8s %6s %10s %8s %9s %9s %10s %11s  %s",
                        "method",
                        "€/year",
                        "over",
                        "avoidable",
                        "raised",
                        "switches",
                        "settings",
                        "delayed",
                        "not given",
                        "worst breach"));
        for (Map.Entry<ControlMethod, ControlScore.Of> e : score.methods().entrySet()) {
            ControlScore.Of of = e.getValue();
            s.append(
                    EvaluateReport.line(
                            "%-8s %8.2f %,6d %,10d %,6.0f W %,9d %,9d %,6.1f kWh %,7.2f kWh  %s",
                            e.getKey().label(),
                            score.euroAYear(of, rate),
                            of.overTarget(),
                            of.avoidable(),
                            of.raisedWatts(),
                            of.toll().switches(),
                            of.toll().settings(),
                            of.toll().delayedKwh(),
                            of.toll().missedKwh(),
                            worst(of)));
        }
        s.append(
                EvaluateReport.line(
                        "%nmonth peaks, W; bound is the lowest with perfect foresight"));
        s.append(String.format(Locale.ROOT, "%-8s %8s", "", "bound"));
        score.methods()
                .keySet()
                .forEach(m -> s.append(String.format(Locale.ROOT, " %8s", m.label())));
        bounds.months()
                .forEach(
                        (month, least) -> {
                            s.append(
                                    String.format(
                                            Locale.ROOT, "%n%-8s %,8d", month, least.watts()));
                            for (ControlScore.Of of : score.methods().values()) {
                                Power peak = of.monthPeaks().get(month);
                                s.append(
                                        peak == null
                                                ? String.format(Locale.ROOT, " %8s", "")
                                                : String.format(
                                                        Locale.ROOT, " %,8d", peak.watts()));
                            }
                        });
        periods(s, score, bounds);
        return s.toString();
    }

    private static void periods(StringBuilder s, ControlScore score, ControlBounds bounds) {
        String span = score.span().label();
        List<LocalDate> after = score.periodsAfterFirst();
        if (after.isEmpty()) {
            s.append(
                    EvaluateReport.line(
                            "%n%none %s is known only: no others to take the mean of", span));
            return;
        }
        s.append(
                EvaluateReport.line(
                        "%n%nmean of the %d peaks after the first %s, W; bound %,.0f, practical bound %,.0f",
                        after.size(),
                        span,
                        ControlBounds.mean(bounds.periods(), after),
                        ControlBounds.mean(bounds.practical(), after)));
        s.append(
                EvaluateReport.line(
                        "%-8s %8s %8s %11s %12s %11s %13s %8s",
                        "method",
                        "first",
                        "mean",
                        "switches/d",
                        "settings/d",
                        "delayed/d",
                        "not given/d",
                        "fuse"));
        score.methods()
                .forEach(
                        (method, of) ->
                                score.afterFirst(of)
                                        .ifPresent(a -> s.append(row(score, method, of, a))));
    }

    private static String row(
            ControlScore score, ControlMethod method, ControlScore.Of of, ControlScore.Summary a) {
        return EvaluateReport.line(
                "%-8s %,8.0f %,8.0f %,11.1f %,12.1f %,7.1f kWh %,9.2f kWh %,6d s",
                method.label(),
                score.first(of).map(ControlScore.Summary::meanPeakWatts).orElse(Double.NaN),
                a.meanPeakWatts(),
                a.switches(),
                a.settings(),
                a.delayedKwh(),
                a.missedKwh(),
                a.overFuse());
    }

    private static String worst(ControlScore.Of of) {
        ControlScore.Breach worst = of.worst();
        return worst == null
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%.1f %s, %s, %s",
                        worst.amount(),
                        worst.unit(),
                        worst.load(),
                        worst.at());
    }
}
