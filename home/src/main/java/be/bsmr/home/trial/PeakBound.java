package be.bsmr.home.trial;

import be.bsmr.backtest.Hindsight;
import be.bsmr.simulator.Need;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * The lowest peak of a period with perfect foresight. Each load is a store that may be filled with
 * any power in any quarter as long as it stays within its bounds; that a compressor is on or off,
 * how long it may rest, and how often it may be switched is left out, so that nobody can do better.
 *
 * <p>A month is planned in pieces of two days that overlap by one, each of which begins with full
 * stores; the bound is the highest of theirs. No store lasts much longer than a day, so little is
 * given away, and it takes seconds where the month in one piece takes minutes.
 */
public final class PeakBound {

    private static final double QUARTER = 900;

    private static final int DAY = 96;

    /** Pieces begin at noon: evenings, when peaks are, lie far behind their beginning. */
    private static final int NOON = DAY / 2;

    /** Solvers like numbers near one: kW and kWh. */
    private static final double KILO = 1000;

    private static final double KWH = 3_600_000;

    private PeakBound() {}

    /**
     * Of each period that has a quarter.
     *
     * @param period in which a quarter begins
     */
    public static <P extends Comparable<? super P>> SortedMap<P, Power> of(
            List<Hindsight> quarters, Function<Instant, P> period) {
        SortedMap<P, Power> bounds = new TreeMap<>();
        Periods.of(quarters, period).forEach((p, of) -> bounds.put(p, lowest(of)));
        return bounds;
    }

    private static Power lowest(List<Hindsight> quarters) {
        List<List<Hindsight>> pieces = new ArrayList<>();
        int last = Math.max(1, quarters.size() - DAY);
        for (int from = 0; from < last; from += from == 0 && last > NOON ? NOON : DAY) {
            pieces.add(quarters.subList(from, Math.min(quarters.size(), from + 2 * DAY)));
        }
        // The likeliest first: most others then need no plan at all.
        pieces.sort(Comparator.comparingDouble(p -> -highest(p, Hindsight::baseWatts)));
        double bound = 0;
        for (List<Hindsight> piece : pieces) {
            if (highest(piece, Hindsight::uncontrolledWatts) > bound) {
                bound = piece(piece, bound);
            }
        }
        return Power.ofWatts((long) bound);
    }

    private static double highest(List<Hindsight> quarters, ToDoubleFunction<Hindsight> watts) {
        return quarters.stream().mapToDouble(watts).filter(w -> !Double.isNaN(w)).max().orElse(0);
    }

    /**
     * The lowest peak of a piece, W.
     *
     * @param known what the period has at least, W
     */
    private static double piece(List<Hindsight> quarters, double known) {
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        Variable peak = model.newVariable("peak").lower(known / KILO).weight(1);
        List<Expression> imports = new ArrayList<>();
        for (int q = 0; q < quarters.size(); q++) {
            double base = quarters.get(q).baseWatts();
            Expression in = model.newExpression("import" + q).set(peak, 1);
            // A quarter that is not known is not billed here.
            imports.add(Double.isNaN(base) ? in : in.lower(base / KILO));
        }
        for (int load = 0; load < quarters.get(0).needs().size(); load++) {
            plan(model, quarters, load, imports);
        }
        Optimisation.Result result = model.minimise();
        if (!result.getState().isOptimal()) {
            throw new IllegalStateException("no bound: " + result.getState());
        }
        return Math.max(known, result.getValue() * KILO);
    }

    private static void plan(
            ExpressionsBasedModel model,
            List<Hindsight> quarters,
            int load,
            List<Expression> imports) {
        // Whatever went before, it cannot have done better than to begin full.
        Need first = quarters.get(0).needs().get(load);
        double offset = first.least();
        Variable before = null;
        double full = (first.most() - offset) / KWH;
        for (int q = 0; q < quarters.size(); q++) {
            Need n = quarters.get(q).needs().get(load);
            String name = load + "_" + q;
            Variable store =
                    model.newVariable("store" + name)
                            .lower((n.least() - offset) / KWH)
                            .upper((n.most() - offset) / KWH);
            // store ≤ keeps · before + takes · drawn − gives · fed − drained: less, when the sun
            // heats the rooms by itself.
            Expression balance = model.newExpression("balance" + name).set(store, 1);
            double constant = (-n.drained() - offset + n.keeps() * offset) / KWH;
            if (before == null) {
                constant += n.keeps() * full;
            } else {
                balance.set(before, -n.keeps());
            }
            if (n.mostWatts() > 0) {
                Variable drawn =
                        model.newVariable("drawn" + name).lower(0).upper(n.mostWatts() / KILO);
                balance.set(drawn, -n.takes() * QUARTER * KILO / KWH);
                imports.get(q).set(drawn, -1);
            }
            if (n.mostFed() > 0) {
                Variable fed = model.newVariable("fed" + name).lower(0).upper(n.mostFed() / KILO);
                balance.set(fed, n.gives() * QUARTER * KILO / KWH);
                imports.get(q).set(fed, 1);
            }
            balance.upper(constant);
            before = store;
        }
    }
}
