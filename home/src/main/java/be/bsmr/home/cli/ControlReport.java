package be.bsmr.home.cli;

import be.bsmr.backtest.ControlMethod;
import be.bsmr.backtest.ControlScore;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** How well loads were steered, as a table and as JSON (docs/evaluate.md). */
final class ControlReport {

    private ControlReport() {}

    static ObjectNode json(ControlScore score, SortedMap<YearMonth, Power> bound, double rate) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("quarters", score.quarters());
        node.put("left_out", score.leftOut());
        peaks(node.putObject("bound_peak_w"), bound);
        ObjectNode methods = node.putObject("methods");
        score.methods()
                .forEach(
                        (method, of) -> {
                            ObjectNode one = methods.putObject(method.label());
                            peaks(one.putObject("month_peaks_w"), of.monthPeaks());
                            put(one, "cost_eur_per_year", score.euroAYear(of, rate), 2);
                            one.put("quarters_over_target", of.overTarget());
                            one.put("quarters_over_target_avoidable", of.avoidable());
                            one.put("switch_operations", of.switches());
                            one.put("setpoint_changes", of.settings());
                            put(one, "energy_delayed_kwh", of.delayedKwh(), 3);
                            put(one, "energy_not_delivered_kwh", of.missedKwh(), 3);
                            ControlScore.Breach worst = of.worst();
                            if (worst == null) {
                                one.putNull("worst_comfort_breach");
                            } else {
                                ObjectNode breach = one.putObject("worst_comfort_breach");
                                breach.put("load", worst.load());
                                breach.put("at", worst.at().toString());
                                put(breach, "amount", worst.amount(), 3);
                                breach.put("unit", worst.unit());
                            }
                            one.put("fuse_exceeded_s", of.overFuse());
                        });
        return node;
    }

    private static void peaks(ObjectNode node, SortedMap<YearMonth, Power> peaks) {
        peaks.forEach((month, peak) -> node.put(month.toString(), peak.watts()));
    }

    private static void put(ObjectNode node, String key, double value, int decimals) {
        node.put(key, BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP));
    }

    static String text(ControlScore score, SortedMap<YearMonth, Power> bound, double rate) {
        StringBuilder s = new StringBuilder();
        s.append(
                line(
                        "%,d quarters scored, %,d left out for a hole",
                        score.quarters(), score.leftOut()));
        s.append(
                line(
                        "%n%-8s %8s %6s %10s %9s %9s %10s %11s  %s",
                        "method",
                        "€/year",
                        "over",
                        "avoidable",
                        "switches",
                        "settings",
                        "delayed",
                        "not given",
                        "worst breach"));
        for (Map.Entry<ControlMethod, ControlScore.Of> e : score.methods().entrySet()) {
            ControlScore.Of of = e.getValue();
            s.append(
                    line(
                            "%-8s %8.2f %,6d %,10d %,9d %,9d %,6.1f kWh %,7.2f kWh  %s",
                            e.getKey().label(),
                            score.euroAYear(of, rate),
                            of.overTarget(),
                            of.avoidable(),
                            of.switches(),
                            of.settings(),
                            of.delayedKwh(),
                            of.missedKwh(),
                            worst(of)));
        }
        s.append(line("%nmonth peaks, W; bound is the lowest with perfect foresight"));
        s.append(String.format(Locale.ROOT, "%-8s %8s", "", "bound"));
        score.methods()
                .keySet()
                .forEach(m -> s.append(String.format(Locale.ROOT, " %8s", m.label())));
        bound.forEach(
                (month, least) -> {
                    s.append(String.format(Locale.ROOT, "%n%-8s %,8d", month, least.watts()));
                    for (ControlScore.Of of : score.methods().values()) {
                        Power peak = of.monthPeaks().get(month);
                        s.append(
                                peak == null
                                        ? String.format(Locale.ROOT, " %8s", "")
                                        : String.format(Locale.ROOT, " %,8d", peak.watts()));
                    }
                });
        return s.toString();
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

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + System.lineSeparator();
    }
}
