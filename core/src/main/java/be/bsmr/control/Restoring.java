package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gives loads back, one at a time, the highest rank first: each when the quarter stays under its
 * target with it to the end, and what it must draw of the next quarter fits there too. The nearer
 * its turn, the less sure that must be. A load that matters much more than what runs gets the place
 * of that.
 */
final class Restoring {

    /** How sure it must be that a load can be drawn to the end before it is given back, 0–1. */
    private static final double SURE = 0.97;

    /** How sure it must be when its longest time without power has nearly passed, 0–1. */
    private static final double SURE_AT_LAST = 0.5;

    /** A load is not given back for less, s: it would soon be shed again. */
    private static final double WORTH_RESTORING = 300;

    /** Between two loads that are given back. */
    private static final Duration APART = Duration.ofSeconds(20);

    /** What runs makes way when its rank is below this share of the rank of what waits. */
    private static final double BELOW = 0.75;

    private final ControlPlan plan;
    private final Shedding shedding;
    private final OwnersLimits owner;
    private final Instant now;

    /**
     * @param shedding knows what may make way
     */
    Restoring(ControlPlan plan, Shedding shedding) {
        this.plan = plan;
        this.shedding = shedding;
        owner = plan.owner();
        now = plan.now();
    }

    /** Gives at most one load back, unless something was done just before. */
    void apply() {
        if (isBusy() || plan.hasCommands()) {
            return;
        }
        makeWay();
        waiting()
                .filter(this::mayRestore)
                .max(
                        Comparator.comparingDouble(plan::rank)
                                .thenComparing(
                                        s -> s.since() == null ? Instant.MIN : s.since(),
                                        Comparator.reverseOrder()))
                .ifPresent(s -> plan.restore(s, Decision.What.LOAD_RESTORED));
    }

    /** Whether a load was switched so shortly ago that its effect is still to be seen. */
    private boolean isBusy() {
        return plan.loads().stream()
                .anyMatch(
                        s ->
                                s.since() != null
                                        && now.isBefore(s.since().plus(APART))
                                        && !(s.load().actuation() instanceof Actuation.Modulating));
    }

    private Stream<LoadNow> waiting() {
        return plan.loads().stream().filter(s -> s.isShed() && !s.isInHand(now));
    }

    /** What matters much more than what runs gets the place of that, if it then fits. */
    private void makeWay() {
        Optional<LoadNow> first =
                waiting()
                        .filter(s -> !owner.hasFailed(s))
                        .filter(s -> owner.isShedLongEnough(s) && !mayRestore(s))
                        .max(Comparator.comparingDouble(plan::rank));
        if (first.isEmpty() || plan.left() < WORTH_RESTORING) {
            return;
        }
        LoadNow waiting = first.get();
        double least = BELOW * plan.rank(waiting);
        List<LoadNow> lower =
                plan.loads().stream()
                        .filter(
                                s ->
                                        s.draw().running()
                                                && shedding.mayShed(s)
                                                && plan.rank(s) < least)
                        .sorted(Comparator.comparingDouble(plan::rank))
                        .toList();
        int freed = 0;
        for (int i = 0; i < lower.size(); i++) {
            freed += lower.get(i).planned(now).watts();
            if (mayRestore(waiting, freed)) {
                lower.subList(0, i + 1).forEach(s -> plan.shed(s, Decision.What.LOAD_MAKES_WAY));
                return;
            }
        }
    }

    private boolean mayRestore(LoadNow s) {
        return mayRestore(s, 0);
    }

    /** Whether a load may come back if {@code freed} W less were drawn by others. */
    private boolean mayRestore(LoadNow s, int freed) {
        if (!owner.isShedLongEnough(s) || !hasWhatItNeeds(s) || plan.waits(s)) {
            return false;
        }
        double pressing = plan.turns().pressing(s);
        double sure = SURE - (SURE - SURE_AT_LAST) * pressing;
        boolean mayWait = owner.isDue(s) && !owner.isUrgent(s);
        double below = mayWait ? plan.belowLevel(s) * ControlPlan.QUARTER : 0;
        double spared = plan.reserve(ControlPlan.SPARED * (1 - pressing));
        double more = plan.onReturn(s);
        double help = Batteries.more(plan.loads(), now);
        return plan.room(1 - sure, freed) - below - spared >= (more - help) * plan.left()
                && fitsInTheNext(s, sure, more, help, freed);
    }

    private boolean hasWhatItNeeds(LoadNow s) {
        return plan.loads().stream()
                .noneMatch(o -> o.isShed() && s.load().needs().contains(o.load().id()));
    }

    /**
     * Whether what a load must draw of the next quarter fits there.
     *
     * @param sure how sure that must be, 0–1
     * @param more what the load draws, W
     * @param help what batteries can give beyond what they do, W
     * @param freed what others draw less, W
     */
    private boolean fitsInTheNext(LoadNow s, double sure, double more, double help, int freed) {
        Limits limits = s.load().limits();
        double over = Math.max((double) limits.minOn().toSeconds(), WORTH_RESTORING) - plan.left();
        if (limits.switchesPerDay() > 0 && owner.aheadOfDay(s) > -OwnersLimits.AHEAD) {
            // Each return asks for another switch.
            over = Math.max(over, ControlPlan.QUARTER);
        }
        if (over <= 0) {
            return true;
        }
        View view = plan.view();
        double target = view.target().watts() * ControlPlan.QUARTER;
        double others = Math.max(0, plan.planned() - freed);
        QuarterHour next = new QuarterHour(view.outlook().soFar().quarter().end());
        double rest = view.ahead().apply(next).quantile(sure).watts();
        double house = (rest + others) * ControlPlan.QUARTER;
        return house + more * Math.min(ControlPlan.QUARTER, over)
                <= target + help * ControlPlan.QUARTER;
    }
}
