package be.bsmr.control;

import be.bsmr.control.LoadState.Position;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the loads at one moment: the loads as they stand after what has been decided so
 * far, the commands and decisions, and by how much these change what the quarter comes to. The acts
 * ({@link Obligations}, {@link Modulation}, {@link Shedding}, {@link Restoring}) follow one
 * another; each builds on what those before it did. Made for one decision and mutable; the plan of
 * the coming day is a {@link Plan}.
 */
final class ControlPlan {

    /**
     * The probability of passing the target, 0–1, above which a load is held back when this is the
     * last moment at which that helps.
     */
    static final double RISK = 0.03;

    /** What takes the place of {@link #RISK} in the last two minutes: nothing can be made good. */
    static final double LATE_RISK = 0.01;

    /** Only a greater risk is worth switching a load that is not known to draw. */
    static final double RISK_UNSEEN = 0.2;

    /** What is given to loads stays this share of the target below it: it cannot be taken back. */
    static final double SPARED = 0.05;

    static final double QUARTER = QuarterHour.LENGTH.toSeconds();

    /** Of the level, what is due may use while it lies below a peak that is set already. */
    private static final double OF_LEVEL = 1.05;

    private static final Duration LATE = Duration.ofMinutes(2);

    private final View view;
    private final OwnersLimits owner;
    private final Turns turns;
    private final Rank rank;
    private final int net;
    private final double left;
    private final List<LoadNow> loads;
    private final List<LoadNow> loadsView;
    private final List<Command> commands = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    /**
     * What has been given back or taken away since the outlook was made, W on average to the end.
     */
    private double moved;

    /**
     * @param loads as they stand before anything is decided
     * @param view its forecast takes these loads to stay as they are
     * @param net import minus export, W
     */
    ControlPlan(List<LoadNow> loads, View view, int net) {
        this.loads = new ArrayList<>(loads);
        loadsView = Collections.unmodifiableList(this.loads);
        this.view = view;
        this.net = net;
        left = view.outlook().left().toMillis() / 1000.0;
        owner = new OwnersLimits(view);
        double target = view.target().watts();
        turns = new Turns(loads, view.now(), target);
        rank = new Rank(owner, turns, target);
    }

    ControlOutcome outcome() {
        return new ControlOutcome(loads, commands, decisions);
    }

    // ---- what is known

    View view() {
        return view;
    }

    Instant now() {
        return view.now();
    }

    OwnersLimits owner() {
        return owner;
    }

    /** When loads that were withheld before this decision come back. */
    Turns turns() {
        return turns;
    }

    /** How much a load matters now, against the others; the highest is served first. */
    double rank(LoadNow s) {
        return rank.of(s);
    }

    /** Import minus export, W. */
    int net() {
        return net;
    }

    /** What is left of the quarter, s. */
    double left() {
        return left;
    }

    /** Whether nothing that goes wrong now can be made good in what is left of the quarter. */
    boolean isLate() {
        return view.outlook().left().compareTo(LATE) <= 0;
    }

    /** The loads after what has been done so far, in the order of the configuration. */
    List<LoadNow> loads() {
        return loadsView;
    }

    boolean hasCommands() {
        return !commands.isEmpty();
    }

    // ---- the running quarter

    /**
     * The energy between the target and what the quarter passes with probability {@code risk}, J;
     * below zero when it is more likely to pass the target. It goes by what the house has given
     * reason to expect: what it has never been seen to do can be met when it comes, and is no
     * reason to hold anything back before.
     */
    double room(double risk) {
        return room(risk, 0);
    }

    /**
     * The energy that {@link #room(double)} tells of, J, if {@code freed} W less were drawn to the
     * quarter's end.
     */
    double room(double risk, int freed) {
        double likely = view.outlook().forecast().evident().quantile(1 - risk).watts();
        return (view.target().watts() - likely) * QUARTER - (moved - freed) * left;
    }

    /**
     * By how much the level lies below what the quarter may come to, W: what has time leaves that
     * unused. Where prices say when a load draws, it uses all in its quarters.
     */
    double belowLevel(LoadNow s) {
        if (view.plan().isPriced(s.load().id())) {
            return 0;
        }
        double level = view.plan().aim().max(view.level()).watts();
        return level == 0 ? 0 : Math.max(0, view.target().watts() - OF_LEVEL * level);
    }

    /** Whether what is due of a load has time, and comes cheaper later. */
    boolean waits(LoadNow s) {
        return view.plan().waits(s.load().id()) && owner.isDue(s) && !owner.isUrgent(s);
    }

    /** The energy of a share, 0–1, of what the quarter may come to, J. */
    double reserve(double share) {
        return share * view.target().watts() * QUARTER;
    }

    /** What the loads will draw once all commands have had effect, W. */
    int planned() {
        return LoadNow.planned(loads, now());
    }

    // ---- what is done

    /** A load is cut off, and with it the loads that do not work without it. */
    void shed(LoadNow s, Decision.What what) {
        shed(s, s.planned(now()).watts(), true, what);
    }

    /** A load that is not known to draw is cut off: the forecast counts on nothing from it. */
    void shedUnseen(LoadNow s, Decision.What what) {
        shed(s, s.usually().watts(), false, what);
    }

    /** A load is cut off as long as energy is dearer than when it is planned. */
    void shedForPrice(LoadNow s) {
        int first = decisions.size();
        shed(s, Decision.What.LOAD_WAITS_FOR_PRICE);
        Plan plan = view.plan();
        Decision told = decisions.get(first).saving(plan.priced().saves());
        decisions.set(
                first,
                plan.next(s.load().id())
                        .map(from -> told.over(new Decision.Span(now(), from)))
                        .orElse(told));
    }

    private void shed(LoadNow s, int drawn, boolean sure, Decision.What what) {
        PendingEffect check = new PendingEffect(now(), net, drawn, 0, sure, false);
        LoadNow next = s.moved(Position.SHED, s.value(), now(), check).shedOn(view.today());
        act(next, sure ? -drawn : 0, drawn, what);
        for (LoadNow other : List.copyOf(loads)) {
            if (other.load().needs().contains(s.load().id())
                    && !other.isShed()
                    && !other.isInHand(now())) {
                if (other.draw().running()) {
                    shed(other, what);
                } else {
                    shedUnseen(other, what);
                }
            }
        }
    }

    /**
     * A load is given back; a modulating one begins with its least. The least of a battery is to
     * give, and people are told that.
     */
    void restore(LoadNow s, Decision.What what) {
        double power = onReturn(s);
        PendingEffect check =
                new PendingEffect(now(), net, 0, (int) Math.round(power), true, false);
        act(
                s.moved(Position.CONNECTED, leastValue(s), now(), check),
                power,
                power,
                power < 0 ? Decision.What.LOAD_GIVES : what);
    }

    /** What a load draws once it is given back, W. */
    double onReturn(LoadNow s) {
        Integer least = leastValue(s);
        return s.load().actuation() instanceof Actuation.Modulating m && least != null
                ? m.power(least).watts()
                : s.atMost().watts();
    }

    private @Nullable Integer leastValue(LoadNow s) {
        return s.load().actuation() instanceof Actuation.Modulating m
                ? (Integer) m.valueWithin(owner.least(s, m) + 1)
                : null;
    }

    /**
     * A load is commanded, and people are told.
     *
     * @param next the load as it then is
     * @param change of what it draws to the quarter's end, W
     * @param power that people are told, W
     */
    void act(LoadNow next, double change, double power, Decision.What what) {
        act(next, change);
        Outlook o = view.outlook();
        decisions.add(
                new Decision(now(), what, next.load().id(), o.forecast().demand(), o.target())
                        .withPower(Power.ofWatts(Math.round(power)))
                        .likely(o.breakProbability()));
    }

    /**
     * A load is commanded without a word.
     *
     * @param next the load as it then is
     * @param change of what it draws to the quarter's end, W
     */
    void act(LoadNow next, double change) {
        count(next);
        commands.add(Command.towards(next, now()));
        moved += change;
    }

    /** What is known of a load changes; it is not commanded. */
    void count(LoadNow next) {
        loads.replaceAll(s -> s.load().id().equals(next.load().id()) ? next : s);
    }
}
