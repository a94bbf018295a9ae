package be.bsmr.control;

import be.bsmr.control.Actuation.Modulating;
import be.bsmr.control.LoadState.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shares what is left of the quarter among the modulating loads that are on: each has its least,
 * what is over goes to the highest rank first. A battery gives what is then missing, or takes what
 * is left; it is never filled from what the target was raised by. A load is set again only when the
 * change is worth a command and the last one has settled; more is given by halves, as what is given
 * too soon cannot be taken back.
 */
final class Modulation {

    /** Between two raises of a modulating load. */
    static final Duration SETTLED = Duration.ofSeconds(30);

    /** Between two settings of a battery: what it gives too late it can give more of. */
    private static final Duration STORE_SETTLED = Duration.ofSeconds(60);

    /** Between two settings of a battery towards the quarter's end, or when it must give much. */
    private static final Duration STORE_LATE = Duration.ofSeconds(15);

    /** A battery that has to give more than this share can hardly make good later what it waits. */
    private static final double NEARLY_ALL = 0.6;

    /** Smaller changes, as a share of what a modulating load is set to, are not worth a command. */
    private static final double BAND = 0.15;

    /** Smaller changes, as a share of what a battery can draw, are not worth a command. */
    private static final double STORE_BAND = 0.2;

    /** Smaller changes than this are never worth a command, W. */
    private static final double LEAST_BAND = 100;

    /** Towards the end of the quarter, s, a share need be half as large only. */
    private static final double LAST = 300;

    /** From one command to the next that gives a modulating load more. */
    private static final Duration RAISED = Duration.ofMinutes(2);

    /** From one command to the next that lets a battery take more, or give less. */
    private static final Duration STORE_RAISED = Duration.ofSeconds(60);

    /** Towards the end there is too little left to raise anything for. */
    private static final Duration TOO_LATE_TO_RAISE = Duration.ofSeconds(45);

    /** What is missing is spread over no less than this, s. */
    private static final double SHORTEST = 10;

    /** A change of its draw so large is looked for on the meter, W. */
    private static final double VISIBLE = 200;

    private final ControlPlan plan;
    private final OwnersLimits owner;
    private final MainFuse fuse;
    private final Instant now;
    private final double left;

    Modulation(ControlPlan plan) {
        this.plan = plan;
        owner = plan.owner();
        fuse = new MainFuse(plan.view());
        now = plan.now();
        left = plan.left();
    }

    void apply() {
        List<LoadNow> on =
                plan.loads().stream()
                        .filter(s -> s.load().actuation() instanceof Modulating)
                        .filter(s -> !s.isShed() && !s.isInHand(now) && !owner.hasFailed(s))
                        .sorted(Comparator.comparingDouble(s -> -plan.rank(s)))
                        .toList();
        if (on.isEmpty()) {
            return;
        }
        double drawn = on.stream().mapToInt(s -> s.planned(now).watts()).sum();
        double room = plan.room(ControlPlan.RISK) - plan.reserve(ControlPlan.SPARED);
        double allowed = drawn + room / Math.max(left, SHORTEST);
        List<LoadNow> takers = on.stream().filter(s -> !s.load().isStore()).toList();
        share(takers, allowed);
        settle(on, takers, allowed);
    }

    /** Loads that only take have what is allowed to all, W, the highest rank first. */
    private void share(List<LoadNow> takers, double allowed) {
        double floors = takers.stream().filter(s -> !s.isIdle(now)).mapToDouble(this::floor).sum();
        double spare = allowed - floors;
        for (LoadNow s : takers) {
            double floor = floor(s);
            double more = plan.waits(s) ? 0 : spare - above(s);
            if (s.isIdle(now)) {
                // It takes no room, but when it begins it must not take more than there is.
                if (powerAsSet(s) > Math.max(floor, more)) {
                    set(s, Math.max(floor, more));
                }
                continue;
            }
            spare -= Math.max(0, set(s, floor + Math.max(0, more)) - floor);
        }
    }

    /** What is due leaves so much unused, W. */
    private double above(LoadNow s) {
        return owner.isDue(s)
                ? plan.belowLevel(s) * ControlPlan.QUARTER / Math.max(left, SHORTEST)
                : 0;
    }

    /** A battery gives what is missing then, or takes what is left: no load is filled from it. */
    private void settle(List<LoadNow> on, List<LoadNow> takers, double allowed) {
        double given = 0;
        for (LoadNow s : plan.loads()) {
            boolean taken = takers.stream().anyMatch(t -> t.load().id().equals(s.load().id()));
            given += taken ? s.planned(now).watts() : 0;
        }
        View view = plan.view();
        double raised = view.target().watts() - view.outlook().target().watts();
        double ofStores = allowed - raised * ControlPlan.QUARTER / Math.max(left, SHORTEST);
        for (LoadNow s : on) {
            if (s.load().isStore()) {
                given += set(s, ofStores - given);
            }
        }
    }

    private static Modulating modulating(LoadNow s) {
        return (Modulating) s.load().actuation();
    }

    private static int value(LoadNow s) {
        Integer value = s.value();
        return value == null ? modulating(s).max() : value;
    }

    private static double powerAsSet(LoadNow s) {
        return modulating(s).power(value(s)).watts();
    }

    private double floor(LoadNow s) {
        return owner.least(s, modulating(s));
    }

    /** Sets a load to what it may draw, W, if that is worth it; returns what it is set to, W. */
    private double set(LoadNow s, double watts) {
        Modulating m = modulating(s);
        int before = value(s);
        int value = fuse.within(s, m, owner.isLeftAlone(s) ? m.max() : m.valueWithin(watts));
        double change = m.power(value).watts() - m.power(before).watts();
        boolean blows = value != before && fuse.within(s, m, before) != before;
        return blows || isLower(s, watts, value, change) || isHigher(s, value, change)
                ? move(s, before, value)
                : m.power(before).watts();
    }

    /** Whether it is worth a command to give it less. */
    private boolean isLower(LoadNow s, double watts, int value, double change) {
        if (change >= 0) {
            return false;
        }
        boolean store = s.load().isStore();
        double band = band(s, value);
        boolean settled = isSince(s, !store ? SETTLED : left < LAST ? STORE_LATE : STORE_SETTLED);
        Modulating m = modulating(s);
        boolean presses =
                watts <= NEARLY_ALL * m.power(m.min()).watts()
                        && -change >= (isSince(s, STORE_LATE) ? LEAST_BAND : band);
        boolean canWait = store && value(s) <= 0 && !presses;
        return (!canWait && plan.room(ControlPlan.LATE_RISK) < 0)
                || (settled && -change >= band)
                || (plan.isLate() && settled && plan.room(ControlPlan.RISK) < 0);
    }

    /** Whether it is worth a command to give it more. */
    private boolean isHigher(LoadNow s, int value, double change) {
        return change >= band(s, value)
                && isSince(s, s.load().isStore() ? STORE_RAISED : RAISED)
                && plan.view().outlook().left().compareTo(TOO_LATE_TO_RAISE) > 0;
    }

    /** What a change must come to, W, so that it is worth a command. */
    private double band(LoadNow s, int value) {
        Modulating m = modulating(s);
        boolean store = s.load().isStore();
        int most = m.power(store ? m.max() : Math.max(value(s), value)).watts();
        double share = store ? STORE_BAND : BAND;
        return Math.max(LEAST_BAND, (left < LAST ? share / 2 : share) * most);
    }

    private boolean isSince(LoadNow s, Duration pause) {
        return s.since() == null || !now.isBefore(s.since().plus(pause));
    }

    /** Commands it, a load that is to have more half of the way only; returns what it may draw. */
    private double move(LoadNow s, int before, int value) {
        Modulating m = modulating(s);
        int next =
                value > before && !s.load().isStore()
                        ? before + Math.max(m.step(), (value - before) / 2 / m.step() * m.step())
                        : value;
        int power = m.power(next).watts();
        double change = changeOf(s, before, next);
        PendingEffect check =
                Math.abs(change) >= VISIBLE
                        ? new PendingEffect(
                                now, plan.net(), s.drawn(now).watts(), power, true, false)
                        : null;
        LoadNow moved = s.moved(Position.CONNECTED, next, now, check);
        Decision.What what = said(m, before, next);
        if (what == null) {
            plan.act(moved, change);
        } else {
            plan.act(moved, change, power, what);
        }
        return power;
    }

    /** What people are told of a load that is set anew: only what begins; null = nothing. */
    private static Decision.@Nullable What said(Modulating m, int before, int next) {
        if (next < 0) {
            return before < 0 ? null : Decision.What.LOAD_GIVES;
        }
        // A battery that only gives is limited in nothing: its highest value is 0.
        if (next == m.max() && next > 0) {
            return m.min() < 0 ? Decision.What.LOAD_TAKES : Decision.What.LOAD_RESTORED;
        }
        return before == m.max() && before > 0 ? Decision.What.LOAD_LIMITED : null;
    }

    /**
     * By how much its draw changes, W, when it is set from {@code before} to {@code next}, in its
     * unit: a car that is full draws nothing, whatever it may.
     */
    private double changeOf(LoadNow s, int before, int next) {
        Modulating m = modulating(s);
        int drawn = s.planned(now).watts();
        int set = m.power(before).watts();
        double change = m.power(next).watts() - drawn;
        boolean follows = Math.abs(drawn - set) <= 0.2 * Math.abs(set) + 100;
        if (s.load().isStore()) {
            // One that is empty, or full, does not care how much more it might.
            boolean further = set < 0 ? next < before : next > before;
            return follows || !further ? change : 0;
        }
        if (next > before) {
            return follows ? change : 0;
        }
        return Math.min(0, change);
    }
}
