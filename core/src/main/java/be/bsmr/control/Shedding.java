package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import java.util.Comparator;
import java.util.List;

/**
 * Sheds loads when waiting any longer could not be made good by shedding them later: until then the
 * house may yet save itself. Of all sets of loads that suffice, the one with the least discomfort
 * goes ({@link Relief}).
 */
final class Shedding {

    /** So close below the target, as a share of it, counts as passing it. */
    private static final double MARGINAL = 0.01;

    /** So long a quarter has hardly begun, s. */
    private static final double EARLY = 120;

    /** From a command to its effect on the meter, s, of a load that obeys at once. */
    private static final double LAG = 5;

    /** It is looked at again each second, but commands and telegrams may be late: s. */
    private static final double MARGIN = 15;

    /** Shedding that would lower the quarter's demand by less than this is for nothing, W. */
    private static final double WORTHWHILE = 25;

    private final ControlPlan plan;
    private final OwnersLimits owner;

    Shedding(ControlPlan plan) {
        this.plan = plan;
        owner = plan.owner();
    }

    void apply() {
        double risk = plan.isLate() ? ControlPlan.LATE_RISK : ControlPlan.RISK;
        double missing = plan.reserve(MARGINAL) - plan.room(risk);
        if (missing <= 0 || isTooEarly()) {
            return;
        }
        List<Relief.Candidate> sure =
                plan.loads().stream()
                        .filter(s -> s.draw().running() && mayShed(s))
                        .map(s -> new Relief.Candidate(s, plan.rank(s), saves(s, 0)))
                        .filter(c -> isWorthwhile(c.joules()))
                        .toList();
        List<Relief.Candidate> chosen = Relief.of(sure, missing);
        double later =
                chosen.stream()
                        .mapToDouble(c -> saves(c.state(), MARGIN))
                        .filter(Shedding::isWorthwhile)
                        .sum();
        if (later >= missing) {
            return;
        }
        chosen.forEach(c -> plan.shed(c.state(), Decision.What.LOAD_SHED));
        boolean enough = chosen.stream().mapToDouble(Relief.Candidate::joules).sum() >= missing;
        if (!enough && plan.room(ControlPlan.RISK_UNSEEN) < 0) {
            shedUnseen();
        }
    }

    /** What has hardly begun may end in any way: a load goes when more than allowed is expected. */
    private boolean isTooEarly() {
        View view = plan.view();
        return plan.left() > ControlPlan.QUARTER - EARLY
                && !view.outlook().forecast().demand().isAbove(view.target());
    }

    /**
     * In danger, what may draw unseen is shed too: a relay that clicks in vain costs less than a
     * peak, and what is shed cannot begin. All together they draw no more than the house does.
     */
    private void shedUnseen() {
        double unexplained = 1.1 * (plan.net() - plan.planned());
        List<LoadNow> doubtful =
                plan.loads().stream()
                        .filter(s -> !s.draw().running() && mayShed(s))
                        .filter(s -> isWorthwhile(saves(s, 0)))
                        .sorted(Comparator.comparingDouble(plan::rank))
                        .toList();
        for (LoadNow s : doubtful) {
            if (s.usually().watts() <= unexplained) {
                unexplained -= s.usually().watts();
                plan.shedUnseen(s, Decision.What.LOAD_SHED);
            }
        }
    }

    private static boolean isWorthwhile(double joules) {
        return joules / ControlPlan.QUARTER >= WORTHWHILE;
    }

    /** What shedding it after {@code wait} seconds saves in this quarter, J. */
    private double saves(LoadNow s, double wait) {
        double drawn = s.draw().running() ? s.planned(plan.now()).watts() : s.usually().watts();
        double lag = LAG + s.load().limits().lag().toSeconds();
        return drawn * Math.max(0, plan.left() - lag - wait);
    }

    /** Whether its owner, its actuator and what it draws allow to shed it, and it is worth it. */
    boolean mayShed(LoadNow s) {
        Limits limits = s.load().limits();
        boolean canPause =
                !(s.load().actuation() instanceof Actuation.Modulating m) || m.pausable();
        return canPause
                && !s.isShed()
                && !s.isInHand(plan.now())
                && !owner.hasFailed(s)
                && mayDraw(s)
                && owner.hasRun(s)
                && hasRested(s)
                && Turns.allowed(s).compareTo(limits.minShed()) >= 0
                && hasSwitchLeft(s)
                && isWorthASwitch(s)
                && !owner.isLeftAlone(s)
                && !owner.isUrgent(s);
    }

    private boolean hasSwitchLeft(LoadNow s) {
        int most = s.load().limits().switchesPerDay();
        return most == 0 || s.day().shedsOn(plan.view().today()) < most;
    }

    /** After a long time without power it keeps it for a while, unless a break is likely. */
    private boolean hasRested(LoadNow s) {
        if (s.restUntil() == null || !plan.now().isBefore(s.restUntil())) {
            return true;
        }
        return s.since() != null
                && !plan.now().isBefore(s.since().plus(QuarterHour.LENGTH))
                && plan.room(ControlPlan.RISK_UNSEEN) < 0
                && plan.turns().comesBefore(plan.view().outlook().soFar().quarter().end());
    }

    /** Whether a break is likely enough for one of the day's switches. */
    private boolean isWorthASwitch(LoadNow s) {
        double risk = owner.riskWorth(s);
        return risk == 0 || plan.room(risk) < 0;
    }

    /** Whether it draws, or may well do so unseen. */
    private boolean mayDraw(LoadNow s) {
        if (s.draw().running()) {
            return s.drawn(plan.now()).watts() > 0;
        }
        return !s.draw().isReported(plan.now()) && plan.net() >= 0.9 * s.usually().watts();
    }
}
