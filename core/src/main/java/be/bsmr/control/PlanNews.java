package be.bsmr.control;

import be.bsmr.control.Decision.Span;
import be.bsmr.control.Decision.What;
import be.bsmr.control.Plan.OfLoad;
import be.bsmr.control.Plan.Told;
import be.bsmr.control.Plan.Turn;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is worth telling of a new plan: a level above the target, and when what is due is drawn.
 *
 * @param plan that knows what was told of it
 */
public record PlanNews(Plan plan, List<Decision> decisions) {

    /** A level that is higher than the one that was told by less than this is no news. */
    private static final double HIGHER = 1.05;

    /** The end of a turn that moves by less than this is no news. */
    private static final Duration MOVED = Duration.ofHours(1);

    /** The night belongs to the day before. */
    private static final Duration HALF_A_DAY = Duration.ofHours(12);

    public PlanNews {
        decisions = List.copyOf(decisions);
    }

    /**
     * @param view with a plan that was just made
     */
    public static PlanNews of(View view) {
        Plan plan = view.plan();
        Told told = plan.told();
        List<Decision> decisions = new ArrayList<>();
        LocalDate day = view.local().minus(HALF_A_DAY).toLocalDate();
        Power highest = day.equals(told.day()) ? told.level() : Power.ZERO;
        Power target = view.outlook().target();
        boolean needed = plan.level().isAbove(target) && plan.aim().isAbove(target);
        if (needed && plan.aim().watts() > HIGHER * highest.watts()) {
            highest = plan.aim();
            decisions.add(
                    new Decision(view.now(), What.LEVEL_RAISED, plan.because(), target, highest)
                            .costing(view.costs().peak().apply(target, highest).orElse(null)));
        } else if (plan.isRaisedForPrice() && plan.level().watts() > HIGHER * highest.watts()) {
            highest = plan.level();
            decisions.add(
                    new Decision(view.now(), What.LEVEL_RAISED_FOR_PRICE, null, target, highest)
                            .costing(plan.priced().peak())
                            .saving(plan.priced().saves()));
        }
        Map<String, Instant> ends = new HashMap<>();
        for (OfLoad load : plan.loads()) {
            for (Turn turn : load.turns()) {
                if (!turn.begun()) {
                    continue;
                }
                Instant before = told.ends().get(load.load());
                boolean news =
                        before == null
                                || Duration.between(before, turn.until()).abs().compareTo(MOVED)
                                        >= 0;
                ends.put(load.load(), news ? turn.until() : before);
                if (news) {
                    decisions.add(planned(load, turn, view));
                }
            }
        }
        return new PlanNews(plan.telling(new Told(day, highest, ends)), decisions);
    }

    private static Decision planned(OfLoad load, Turn turn, View view) {
        return new Decision(view.now(), What.LOAD_PLANNED, load.load(), null, view.plan().fill())
                .withPower(turn.mean())
                .over(new Span(turn.from(), turn.until()));
    }
}
