package be.bsmr.home.cli;

import be.bsmr.backtest.ForecastScore;
import be.bsmr.backtest.ForecastScore.AtAge;
import be.bsmr.backtest.ForecastScore.AtCheckpoint;
import be.bsmr.backtest.ForecastScore.Bin;
import be.bsmr.backtest.ForecastScore.Break;
import be.bsmr.backtest.ForecastScore.Certainty;
import be.bsmr.backtest.ForecastScore.Errors;
import be.bsmr.backtest.ForecastScore.Ranges;
import be.bsmr.backtest.Method;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;

/** How good forecasts were, as tables and as JSON (docs/evaluate.md). */
final class EvaluateReport {

    private static final int WATT_DECIMALS = 2;
    private static final int SHARE_DECIMALS = 5;

    private EvaluateReport() {}

    static ObjectNode json(ForecastScore score) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("quarters", score.quarters());
        node.put("high", score.high());
        methods(node.putObject("methods"), score.methods());
        Certainty certainty = score.certainty();
        ranges(node, certainty.ranges());
        for (Break b : certainty.breaks()) {
            put(node, "brier_" + b.limitW(), b.brier(), SHARE_DECIMALS);
        }
        for (Break b : certainty.breaks()) {
            ArrayNode bins = node.putArray("reliability_" + b.limitW());
            for (Bin bin : b.reliability()) {
                ObjectNode one = bins.addObject();
                put(one, "forecast", bin.forecast(), SHARE_DECIMALS);
                put(one, "observed", bin.observed(), SHARE_DECIMALS);
                one.put("n", bin.n());
            }
        }
        node.put("left_out", score.leftOut());
        node.put("forecasts", score.checkpoints());
        node.put("forecasts_high", score.highCheckpoints());
        ArrayNode checkpoints = node.putArray("checkpoints");
        for (AtCheckpoint at : score.byCheckpoint()) {
            ObjectNode one = checkpoints.addObject();
            one.put("elapsed_s", at.elapsed().toSeconds());
            one.put("n", at.n());
            one.put("n_high", at.high());
            methods(one.putObject("methods"), at.methods());
            ranges(one, at.ranges());
        }
        ArrayNode ages = node.putArray("ages");
        for (AtAge at : score.byAge()) {
            ObjectNode one = ages.addObject();
            if (at.untilHour() == Integer.MAX_VALUE) {
                one.putNull("until_hour");
            } else {
                one.put("until_hour", at.untilHour());
            }
            one.put("n", at.n());
            one.put("n_high", at.high());
            methods(one.putObject("methods"), at.methods());
            ranges(one, at.ranges());
        }
        return node;
    }

    private static void ranges(ObjectNode node, Ranges ranges) {
        put(node, "coverage80", ranges.coverage80(), SHARE_DECIMALS);
        put(node, "coverage95", ranges.coverage95(), SHARE_DECIMALS);
        put(node, "width80_w", ranges.width80W(), WATT_DECIMALS);
        put(node, "width95_w", ranges.width95W(), WATT_DECIMALS);
        put(node, "score80_w", ranges.score80W(), WATT_DECIMALS);
        put(node, "score95_w", ranges.score95W(), WATT_DECIMALS);
    }

    private static void methods(ObjectNode node, Map<Method, Errors> errors) {
        for (Method m : Method.values()) {
            Errors e = errors.get(m);
            if (e != null) {
                ObjectNode one = node.putObject(m.label());
                put(one, "mae_w", e.maeW(), WATT_DECIMALS);
                put(one, "rmse_w", e.rmseW(), WATT_DECIMALS);
                put(one, "mae_high_w", e.maeHighW(), WATT_DECIMALS);
                put(one, "rmse_high_w", e.rmseHighW(), WATT_DECIMALS);
            }
        }
    }

    /** What there is none of is null, so that the keys are always the same. */
    /** Rounded; null when it is not a number. */
    static void put(ObjectNode node, String key, double value, int decimals) {
        if (Double.isNaN(value)) {
            node.putNull(key);
        } else {
            node.put(key, BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP));
        }
    }

    static String text(ForecastScore score) {
        StringBuilder s = new StringBuilder();
        s.append(
                line(
                        "%,d quarters scored, %,d left out for a hole; %,d forecasts, %,d of them in %,d high quarters",
                        score.quarters(),
                        score.leftOut(),
                        score.checkpoints(),
                        score.highCheckpoints(),
                        score.high()));
        s.append(
                line(
                        "%n%-10s %9s %9s %12s %12s",
                        "method", "MAE W", "RMSE W", "MAE high W", "RMSE high W"));
        for (Method m : Method.values()) {
            Errors e = score.methods().get(m);
            if (e != null) {
                s.append(
                        line(
                                "%-10s %9s %9s %12s %12s",
                                m.label(),
                                watts(e.maeW()),
                                watts(e.rmseW()),
                                watts(e.maeHighW()),
                                watts(e.rmseHighW())));
            }
        }
        Certainty c = score.certainty();
        s.append(
                line(
                        "%nintervals: 80 %% holds %s (mean width %s W, score %s W), 95 %% holds %s (%s W, %s W)",
                        percent(c.ranges().coverage80()),
                        watts(c.ranges().width80W()),
                        watts(c.ranges().score80W()),
                        percent(c.ranges().coverage95()),
                        watts(c.ranges().width95W()),
                        watts(c.ranges().score95W())));
        s.append(checkpoints(score));
        s.append(ages(score));
        for (Break b : c.breaks()) {
            s.append(
                    line(
                            "%nprobability of passing %.1f kW: Brier score %.4f",
                            b.limitW() / 1000.0, b.brier()));
            s.append(line("%-12s %10s %10s %9s", "said", "mean", "came true", "n"));
            int from = 0;
            for (Bin bin : b.reliability()) {
                s.append(
                        line(
                                "%3d–%3d %%    %10s %10s %,9d",
                                from,
                                from + 10,
                                percent(bin.forecast()),
                                percent(bin.observed()),
                                bin.n()));
                from += 10;
            }
        }
        return s.toString();
    }

    private static String checkpoints(ForecastScore score) {
        StringBuilder s = new StringBuilder();
        s.append(
                line(
                        "%n%6s %8s %8s %9s %9s %11s %11s %8s %8s %9s",
                        "s",
                        "n",
                        "n high",
                        "RMSE",
                        "mean30",
                        "RMSE high",
                        "mean30",
                        "in 80 %",
                        "in 95 %",
                        "width80"));
        for (AtCheckpoint at : score.byCheckpoint()) {
            Errors ours = at.methods().get(Method.BSMR);
            Errors simple = at.methods().get(Method.MEAN30);
            if (ours != null && simple != null) {
                s.append(
                        line(
                                "%6d %,8d %,8d %9s %9s %11s %11s %8s %8s %9s",
                                at.elapsed().toSeconds(),
                                at.n(),
                                at.high(),
                                watts(ours.rmseW()),
                                watts(simple.rmseW()),
                                watts(ours.rmseHighW()),
                                watts(simple.rmseHighW()),
                                percent(at.ranges().coverage80()),
                                percent(at.ranges().coverage95()),
                                watts(at.ranges().width80W())));
            }
        }
        return s.toString();
    }

    private static String ages(ForecastScore score) {
        StringBuilder s = new StringBuilder();
        s.append(
                line(
                        "%n%-10s %8s %9s %9s %8s %8s %9s %9s",
                        "until hour",
                        "n",
                        "MAE",
                        "mean30",
                        "in 80 %",
                        "in 95 %",
                        "width80",
                        "width95"));
        for (AtAge at : score.byAge()) {
            Errors ours = at.methods().get(Method.BSMR);
            Errors simple = at.methods().get(Method.MEAN30);
            if (ours != null && simple != null) {
                s.append(
                        line(
                                "%-10s %,8d %9s %9s %8s %8s %9s %9s",
                                at.untilHour() == Integer.MAX_VALUE ? "later" : at.untilHour(),
                                at.n(),
                                watts(ours.maeW()),
                                watts(simple.maeW()),
                                percent(at.ranges().coverage80()),
                                percent(at.ranges().coverage95()),
                                watts(at.ranges().width80W()),
                                watts(at.ranges().width95W())));
            }
        }
        return s.toString();
    }

    private static String watts(double w) {
        return Double.isNaN(w) ? "–" : String.format(Locale.ROOT, "%,.1f", w);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format + "%n", values);
    }
}
