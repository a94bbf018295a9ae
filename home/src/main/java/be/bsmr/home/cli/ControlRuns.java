package be.bsmr.home.cli;

import be.bsmr.backtest.ControlMethod;
import be.bsmr.backtest.ControlScore;
import be.bsmr.backtest.PeakGoal;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Several trials with different seeds, and what they come to together, from the second period on.
 *
 * @param runs in the order of their seeds
 */
record ControlRuns(List<Run> runs, PeakGoal goal) {

    ControlRuns {
        runs = List.copyOf(runs);
    }

    /** One trial. */
    record Run(long seed, ControlScore score, ControlBounds bounds) {

        private Optional<ControlScore.Summary> of(ControlMethod method) {
            return Optional.ofNullable(score.methods().get(method)).flatMap(score::afterFirst);
        }

        /**
         * Mean peak against what is worth reaching: the practical bound, or the target if higher.
         */
        private double toPractical(ControlMethod method, Power aim) {
            double worth =
                    score.periodsAfterFirst().stream()
                            .mapToInt(
                                    date ->
                                            bounds.practical()
                                                    .getOrDefault(date, Power.ZERO)
                                                    .max(aim)
                                                    .watts())
                            .average()
                            .orElse(Double.NaN);
            return peak(method) / worth;
        }

        private double peak(ControlMethod method) {
            return of(method).map(ControlScore.Summary::meanPeakWatts).orElse(Double.NaN);
        }
    }

    /** Runs that have more than a first period. */
    private List<Run> counted() {
        return runs.stream().filter(r -> !r.score.periodsAfterFirst().isEmpty()).toList();
    }

    private Power aim() {
        return goal.fixed().watts() > 0 ? goal.fixed() : PeakTarget.BILLED_MINIMUM;
    }

    private double mean(ToDoubleFunction<Run> value) {
        return counted().stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private double mean(ControlMethod method, ToDoubleFunction<ControlScore.Summary> value) {
        return mean(r -> r.of(method).map(value::applyAsDouble).orElse(Double.NaN));
    }

    private double most(ToDoubleFunction<Run> value) {
        return counted().stream().mapToDouble(value).max().orElse(Double.NaN);
    }

    private List<ControlMethod> methods() {
        return List.copyOf(runs.get(0).score().methods().keySet());
    }

    private boolean hasGreedy() {
        return methods().contains(ControlMethod.GREEDY);
    }

    private static double toGreedy(Run run, ControlMethod method) {
        return run.peak(method) / run.peak(ControlMethod.GREEDY);
    }

    ObjectNode json(double rate) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode all = node.putArray("runs");
        for (Run run : runs) {
            ObjectNode one = all.addObject().put("seed", run.seed);
            one.setAll(ControlReport.json(run.score, run.bounds, rate));
        }
        ObjectNode summary = node.putObject("summary");
        summary.put("runs", counted().size());
        EvaluateReport.put(
                summary,
                "mean_bound_w",
                mean(r -> ControlBounds.mean(r.bounds.periods(), r.score.periodsAfterFirst())),
                0);
        EvaluateReport.put(
                summary,
                "mean_practical_w",
                mean(r -> ControlBounds.mean(r.bounds.practical(), r.score.periodsAfterFirst())),
                0);
        ObjectNode methods = summary.putObject("methods");
        for (ControlMethod m : methods()) {
            ObjectNode one = methods.putObject(m.label());
            EvaluateReport.put(one, "mean_peak_w", mean(m, ControlScore.Summary::meanPeakWatts), 0);
            EvaluateReport.put(one, "peak_to_practical", mean(r -> r.toPractical(m, aim())), 3);
            EvaluateReport.put(
                    one, "worst_peak_to_practical", most(r -> r.toPractical(m, aim())), 3);
            EvaluateReport.put(
                    one, "peak_to_greedy", hasGreedy() ? mean(r -> toGreedy(r, m)) : Double.NaN, 3);
            EvaluateReport.put(
                    one,
                    "worst_peak_to_greedy",
                    hasGreedy() ? most(r -> toGreedy(r, m)) : Double.NaN,
                    3);
            EvaluateReport.put(one, "switches_per_day", mean(m, ControlScore.Summary::switches), 1);
            EvaluateReport.put(
                    one, "setpoints_per_day", mean(m, ControlScore.Summary::settings), 1);
            EvaluateReport.put(
                    one, "delayed_kwh_per_day", mean(m, ControlScore.Summary::delayedKwh), 3);
            EvaluateReport.put(
                    one, "undelivered_kwh_per_day", mean(m, ControlScore.Summary::missedKwh), 3);
            EvaluateReport.put(one, "fuse_exceeded_s", mean(m, ControlScore.Summary::overFuse), 1);
        }
        return node;
    }

    String text() {
        String span = goal.span().label();
        StringBuilder s = new StringBuilder();
        s.append(EvaluateReport.line("mean peak of each %s after the first, W", span));
        s.append(EvaluateReport.line("%6s %8s %9s%s", "seed", "bound", "practical", heads()));
        for (Run run : runs) {
            s.append(
                    EvaluateReport.line(
                            "%6d %,8.0f %,9.0f%s",
                            run.seed,
                            ControlBounds.mean(run.bounds.periods(), run.score.periodsAfterFirst()),
                            ControlBounds.mean(
                                    run.bounds.practical(), run.score.periodsAfterFirst()),
                            row(run::peak, " %,8.0f")));
        }
        s.append(EvaluateReport.line("%nmeans over %d runs", counted().size()));
        s.append(EvaluateReport.line("%-25s%s", "", heads()));
        s.append(
                EvaluateReport.line(
                        "%-25s%s", "peak, W", row(m -> mean(r -> r.peak(m)), " %,8.0f")));
        s.append(
                EvaluateReport.line(
                        "%-25s%s",
                        "against the practical",
                        row(m -> mean(r -> r.toPractical(m, aim())), " %8.2f")));
        if (hasGreedy()) {
            s.append(
                    EvaluateReport.line(
                            "%-25s%s",
                            "against greedy", row(m -> mean(r -> toGreedy(r, m)), " %8.2f")));
            s.append(
                    EvaluateReport.line(
                            "%-25s%s",
                            "the same, worst run", row(m -> most(r -> toGreedy(r, m)), " %8.2f")));
        }
        s.append(row("switches a day", ControlScore.Summary::switches));
        s.append(row("settings a day", ControlScore.Summary::settings));
        s.append(row("delayed, kWh a day", ControlScore.Summary::delayedKwh));
        s.append(row("not given, kWh a day", ControlScore.Summary::missedKwh));
        s.append(row("above the fuse, s", ControlScore.Summary::overFuse));
        if (counted().size() < runs.size()) {
            s.append(
                    EvaluateReport.line(
                            "%n–: no %s after the first of which half is known; take more --days",
                            span));
        }
        return s.toString().replace("NaN", "  –");
    }

    private String heads() {
        StringBuilder s = new StringBuilder();
        methods().forEach(m -> s.append(String.format(Locale.ROOT, " %8s", m.label())));
        return s.toString();
    }

    private String row(String name, ToDoubleFunction<ControlScore.Summary> value) {
        return EvaluateReport.line("%-25s%s", name, row(m -> mean(m, value), " %,8.2f"));
    }

    private String row(ToDoubleFunction<ControlMethod> value, String format) {
        StringBuilder s = new StringBuilder();
        methods()
                .forEach(m -> s.append(String.format(Locale.ROOT, format, value.applyAsDouble(m))));
        return s.toString();
    }
}
