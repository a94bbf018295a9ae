package be.bsmr.control;

import be.bsmr.control.LoadState.Position;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the quarter under its target with the loads that it may control. It weighs the energy that
 * is left in the quarter against the forecast's distribution, never the watts of the moment: a
 * kettle changes neither much.
 *
 * <ul>
 *   <li>Modulating loads share what is left over, the highest priority first.
 *   <li>A load is shed when waiting any longer could not be made good by shedding it later: until
 *       then the house may yet save itself. Of all sets of loads that suffice, the one with the
 *       least discomfort goes.
 *   <li>Restored is one load at a time, when the quarter stays under its target with it to the end.
 *   <li>Limits of the owner come before the target: longest times, what is due, times of the week,
 *       compressors, a person's hand.
 * </ul>
 */
public final class LoadController {

    /** How sure it must be that a load can be drawn to the end before it is given more. */
    private static final double RAISE = 0.97;

    /** The same when the longest time without power has nearly passed: it comes back anyway. */
    private static final double RAISE_AT_LAST = 0.5;

    /** A risk of more than this is not taken when it is the last moment to avoid it. */
    private static final double RISK = 0.03;

    /** The same in the last two minutes, when nothing can be made good any more. */
    private static final double LATE_RISK = 0.01;

    /** Only a greater risk is worth switching a load that is not known to draw. */
    static final double RISK_UNSEEN = 0.2;

    /** What is given to loads stays so far below the target: it cannot be taken back. */
    private static final double SPARED = 0.05;

    /** Of the level, what is due may use while it lies below a peak that is set already. */
    private static final double OF_LEVEL = 1.05;

    /** So close below the target counts as passing it. */
    private static final double MARGINAL = 0.01;

    private static final Duration LATE = Duration.ofMinutes(2);

    /** So long a quarter has hardly begun, s. */
    private static final double EARLY = 120;

    /** From a command to its effect on the meter. */
    private static final double LAG = 5;

    /** It is looked at again each second, but commands and telegrams may be late: s. */
    private static final double MARGIN = 15;

    /** A load is not given back for less, s: it would soon be shed again. */
    private static final double WORTH_RESTORING = 300;

    /** Between two loads that are given back. */
    private static final Duration APART = Duration.ofSeconds(20);

    /** Between two raises of a modulating load. */
    static final Duration SETTLED = Duration.ofSeconds(30);

    /** Between two settings of a battery: what it gives too late it can give more of. */
    private static final Duration STORE_SETTLED = Duration.ofSeconds(60);

    /** The same towards the quarter's end. */
    private static final Duration STORE_LATE = Duration.ofSeconds(15);

    /** A battery that has to give more than this share can hardly make good later what it waits. */
    private static final double NEARLY_ALL = 0.6;

    /** Smaller changes, as a share of what a modulating load is set to, are not worth a command. */
    private static final double BAND = 0.15;

    /** The same, as a share of what a battery can draw. */
    private static final double STORE_BAND = 0.2;

    /** W. */
    private static final double LEAST_BAND = 100;

    /** Towards the end of the quarter, s, it is half as wide. */
    private static final double LAST = 300;

    /** What runs makes way for what matters so much more. */
    private static final double BELOW = 0.75;

    /** From one command to the next that gives a modulating load more. */
    private static final Duration RAISED = Duration.ofMinutes(2);

    /** The same of a battery. */
    private static final Duration STORE_RAISED = Duration.ofSeconds(60);

    /** What is left of the main fuse, A: currents are told with one decimal at best. */
    private static final double FUSE_SPARED = 0.5;

    /** Towards the end there is too little left to raise anything for. */
    private static final Duration TOO_LATE_TO_RAISE = Duration.ofSeconds(45);

    /** Shedding that would lower the quarter's demand by less than this is for nothing, W. */
    private static final double WORTHWHILE = 25;

    private static final double QUARTER = QuarterHour.LENGTH.toSeconds();

    private final View view;
    private final OwnersLimits owner;
    private final Turns turns;
    private final Rank rank;
    private final Instant now;
    private final double left;
    private final int net;
    private final List<LoadState> loads;
    private final List<Command> commands = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    /**
     * What has been given back or taken away since the outlook was made, W on average to the end.
     */
    private double moved;

    private LoadController(List<LoadState> loads, View view, int net) {
        this.view = view;
        owner = new OwnersLimits(view);
        this.net = net;
        now = view.now();
        left = view.outlook().left().toMillis() / 1000.0;
        this.loads = new ArrayList<>(loads);
        double target = view.target().watts();
        turns = new Turns(loads, now, target);
        rank = new Rank(owner, turns, target);
    }

    /** Watches what the newest reading shows of the loads; comes before the outlook is made. */
    public static ControlOutcome watch(
            List<LoadState> loads,
            Instant now,
            @Nullable Integer netBefore,
            @Nullable Instant before,
            int net) {
        return loads.isEmpty()
                ? ControlOutcome.unchanged(loads)
                : LoadWatch.look(loads, now, netBefore, before, net);
    }

    /** What the loads are believed to draw all together, W; below zero when they feed the house. */
    public static int drawn(List<LoadState> loads, Instant now) {
        return loads.stream().mapToInt(s -> s.drawn(now).watts()).sum();
    }

    /** What they will draw once the last commands have had effect, W. */
    public static int planned(List<LoadState> loads, Instant now) {
        return loads.stream().mapToInt(s -> s.planned(now).watts()).sum();
    }

    /**
     * Looks at the newest outlook.
     *
     * @param view its forecast takes the loads to stay as they are
     * @param net import minus export, W
     */
    public static ControlOutcome decide(List<LoadState> loads, View view, int net) {
        if (loads.isEmpty()) {
            return ControlOutcome.unchanged(loads);
        }
        LoadController c = new LoadController(loads, view, net);
        c.obeyHands();
        c.countDue();
        c.comfort();
        c.modulate();
        c.shed();
        c.restore();
        return new ControlOutcome(c.loads, c.commands, c.decisions);
    }

    /** Nobody controls any more: every load that we hold is given back. */
    public static ControlOutcome release(List<LoadState> loads, Instant now) {
        List<LoadState> next = new ArrayList<>();
        List<Command> commands = new ArrayList<>();
        for (LoadState s : loads) {
            LoadState free = s.moved(Position.CONNECTED, s.free(), now, null);
            boolean ours = s.mode() == ManualOverride.AUTO && !isAs(s, free);
            next.add(ours ? free : s);
            if (ours) {
                commands.add(command(free, now));
            }
        }
        return new ControlOutcome(next, commands, List.of());
    }

    static boolean isAs(LoadState a, LoadState b) {
        return a.position() == b.position() && Objects.equals(a.value(), b.value());
    }

    static Command command(LoadState s, Instant at) {
        String id = s.load().id();
        if (s.isShed()) {
            return new Command.Shed(
                    id, at, s.isInHand(at) ? null : Duration.between(at, QuarterHour.of(at).end()));
        }
        Integer value = s.value();
        return value == null || (!s.load().isStore() && value.equals(s.free()))
                ? new Command.Restore(id, at)
                : new Command.Set(id, at, value);
    }

    // ---- the running quarter

    /**
     * The energy between the target and what the quarter passes with probability {@code risk}, J.
     * By what the house has given reason to expect: what nobody has seen it do yet can be met when
     * it comes, and is no reason to withhold anything before.
     */
    private double room(double risk) {
        double likely = view.outlook().forecast().evident().quantile(1 - risk).watts();
        return (view.target().watts() - likely) * QUARTER - moved * left;
    }

    /** By how much the level lies below what the quarter may come to, W. */
    private double belowLevel() {
        double level = view.plan().aim().max(view.level()).watts();
        return level == 0 ? 0 : Math.max(0, view.target().watts() - OF_LEVEL * level);
    }

    /** A share of what the quarter may come to, J. */
    private double reserve(double share) {
        return share * view.target().watts() * QUARTER;
    }

    private boolean isLate() {
        return view.outlook().left().compareTo(LATE) <= 0;
    }

    /** A person's mode holds also after a restart, or when the meter was silent. */
    private void obeyHands() {
        for (LoadState s : List.copyOf(loads)) {
            boolean off = s.mode() == ManualOverride.ALWAYS_SHED && !s.isShed();
            boolean on = s.mode() == ManualOverride.ALWAYS_ON && s.isShed();
            if (off || on) {
                LoadState next =
                        s.moved(off ? Position.SHED : Position.CONNECTED, s.free(), now, null);
                act(s, next, 0, 0, null);
            }
        }
    }

    private void countDue() {
        loads.replaceAll(
                s -> {
                    Due due = s.load().limits().due();
                    if (due == null) {
                        return s;
                    }
                    boolean counts = due.time().contains(view.local());
                    if (counts == (s.day().dueSince() != null)) {
                        return s;
                    }
                    return s.counting(s.day().due(counts ? now : null, 0));
                });
    }

    /** What the owner does not allow is ended, whatever the peak. */
    private void comfort() {
        for (LoadState s : List.copyOf(loads)) {
            if (!s.isShed() || s.isInHand(now)) {
                continue;
            }
            boolean tooLong = turns.hasCome(s) && owner.isShedLongEnough(s);
            if (tooLong || owner.isLeftAlone(s) || owner.isUrgent(s)) {
                LoadState next = connected(s, least(s));
                if (tooLong) {
                    next = next.resting(now.plus(Turns.rest(s)));
                }
                act(s, next, power(s), power(s), Decision.What.LOAD_RESTORED_FOR_COMFORT);
            }
        }
    }

    // ---- modulating loads

    private void modulate() {
        List<LoadState> on =
                loads.stream()
                        .filter(s -> s.load().actuation() instanceof Actuation.Modulating)
                        .filter(s -> !s.isShed() && !s.isInHand(now) && !owner.hasFailed(s))
                        .sorted(Comparator.comparingDouble(s -> -rank.of(s)))
                        .toList();
        if (on.isEmpty()) {
            return;
        }
        double drawn = on.stream().mapToInt(s -> s.planned(now).watts()).sum();
        double allowed = drawn + (room(RISK) - reserve(SPARED)) / Math.max(left, 10);
        List<LoadState> takers = on.stream().filter(s -> !isStore(s)).toList();
        double floors = takers.stream().filter(s -> !s.isIdle(now)).mapToDouble(this::floor).sum();
        double spare = allowed - floors;
        double above = belowLevel() * QUARTER / Math.max(left, 10);
        for (LoadState s : takers) {
            double floor = floor(s);
            double more = owner.isDue(s) ? Math.min(spare, spare - above) : spare;
            if (s.isIdle(now)) {
                // It takes no room, but when it begins it must not take more than there is.
                if (powerOf(s) > Math.max(floor, more)) {
                    set(s, Math.max(floor, more));
                }
                continue;
            }
            spare -= Math.max(0, set(s, floor + Math.max(0, more)) - floor);
        }
        // A battery gives what is missing then, or takes what is left: no load is filled from it.
        double given = 0;
        for (LoadState s : loads) {
            boolean taken = takers.stream().anyMatch(t -> t.load().id().equals(s.load().id()));
            given += taken ? s.planned(now).watts() : 0;
        }
        double lower = (view.target().watts() - view.outlook().target().watts()) * QUARTER;
        double ofStores = allowed - lower / Math.max(left, 10);
        for (LoadState s : on) {
            if (isStore(s)) {
                given += set(s, ofStores - given);
            }
        }
    }

    private static boolean isStore(LoadState s) {
        return s.load().isStore();
    }

    private static double powerOf(LoadState s) {
        Actuation.Modulating m = (Actuation.Modulating) s.load().actuation();
        return m.power(s.value() == null ? m.max() : s.value()).watts();
    }

    private double floor(LoadState s) {
        Actuation.Modulating m = (Actuation.Modulating) s.load().actuation();
        double least = m.power(m.min()).watts();
        double due = owner.dueWatts(s);
        return due == 0 || !owner.isUrgent(s)
                ? least
                : Math.max(least, Math.min(due, m.power(m.max()).watts()));
    }

    /** Sets a load to what it may draw, W, if that is worth it; returns what it is set to, W. */
    private double set(LoadState s, double watts) {
        Actuation.Modulating m = (Actuation.Modulating) s.load().actuation();
        int value = withinFuse(s, m, owner.isLeftAlone(s) ? m.max() : m.valueWithin(watts));
        int before = s.value() == null ? m.max() : s.value();
        double change = m.power(value).watts() - m.power(before).watts();
        int most = m.power(isStore(s) ? m.max() : Math.max(before, value)).watts();
        double share = isStore(s) ? STORE_BAND : BAND;
        double band = Math.max(LEAST_BAND, (left < LAST ? share / 2 : share) * most);
        boolean settled = isSince(s, isStore(s) ? storeSettled() : SETTLED);
        boolean presses =
                watts <= NEARLY_ALL * m.power(m.min()).watts()
                        && -change >= (isSince(s, STORE_LATE) ? LEAST_BAND : band);
        boolean canWait = isStore(s) && before <= 0 && !presses;
        boolean danger = room(LATE_RISK) < 0 && !canWait;
        boolean blows = withinFuse(s, m, before) != before;
        boolean lower =
                change < 0
                        && (danger
                                || (settled && -change >= band)
                                || (isLate() && settled && room(RISK) < 0));
        boolean higher =
                change >= band
                        && isSince(s, isStore(s) ? STORE_RAISED : RAISED)
                        && view.outlook().left().compareTo(TOO_LATE_TO_RAISE) > 0;
        if (value != before && blows) {
            return move(s, m, before, value);
        }
        if (lower || higher) {
            return move(s, m, before, value);
        }
        return m.power(before).watts();
    }

    private Duration storeSettled() {
        return left < LAST ? STORE_LATE : STORE_SETTLED;
    }

    private boolean isSince(LoadState s, Duration pause) {
        return s.since() == null || !now.isBefore(s.since().plus(pause));
    }

    private double move(LoadState s, Actuation.Modulating m, int before, int value) {
        // Gently: what is given too soon cannot be taken back.
        int next =
                value > before && !isStore(s)
                        ? before + Math.max(m.step(), (value - before) / 2 / m.step() * m.step())
                        : value;
        double change = changeOf(s, m, before, next);
        LoadState moved =
                s.moved(
                        Position.CONNECTED,
                        next,
                        now,
                        Math.abs(change) >= 200
                                ? new PendingEffect(
                                        now,
                                        net,
                                        s.drawn(now).watts(),
                                        m.power(next).watts(),
                                        true,
                                        false)
                                : null);
        boolean news = before == m.max() || next == m.max();
        act(
                s,
                moved,
                change,
                m.power(next).watts(),
                !news
                        ? null
                        : next == m.max()
                                ? Decision.What.LOAD_RESTORED
                                : Decision.What.LOAD_LIMITED);
        return m.power(next).watts();
    }

    /** By how much its draw changes: a car that is full draws nothing, whatever it may. */
    private double changeOf(LoadState s, Actuation.Modulating m, int before, int next) {
        int drawn = s.planned(now).watts();
        int set = m.power(before).watts();
        boolean follows = Math.abs(drawn - set) <= 0.2 * Math.abs(set) + 100;
        if (isStore(s)) {
            // One that is empty, or full, does not care how much more it might.
            boolean further = set < 0 ? next < before : next > before;
            return follows || !further ? m.power(next).watts() - drawn : 0;
        }
        if (next > before) {
            return follows ? m.power(next).watts() - drawn : 0;
        }
        return Math.min(0, m.power(next).watts() - drawn);
    }

    /** The value nearest to {@code wanted} at which no wire of the load passes the main fuse. */
    private int withinFuse(LoadState s, Actuation.Modulating m, int wanted) {
        Current fuse = view.fuse();
        if (fuse == null) {
            return wanted;
        }
        double more = Double.POSITIVE_INFINITY;
        double less = Double.POSITIVE_INFINITY;
        for (int wire : s.load().wires()) {
            Current current = wire <= view.currents().size() ? view.currents().get(wire - 1) : null;
            if (current != null) {
                more = Math.min(more, fuse.amperes() - current.amperes());
                less = Math.min(less, fuse.amperes() + current.amperes());
            }
        }
        if (Double.isInfinite(more)) {
            return wanted;
        }
        double perAmpere = wattsPerAmpere(s.load(), m);
        double drawn = s.drawn(now).watts();
        int most = m.valueWithin(drawn + (more - FUSE_SPARED) * perAmpere);
        int least = m.min() < 0 ? m.valueWithin(drawn - (less - FUSE_SPARED) * perAmpere) : m.min();
        return Math.min(Math.max(wanted, least), most);
    }

    private double wattsPerAmpere(Load load, Actuation.Modulating m) {
        if (m.unit() == Actuation.Unit.AMPERE) {
            return m.wattsPerUnit();
        }
        return load.wires().size() < 3 ? 230 : view.delta() ? 398 : 690;
    }

    // ---- shedding

    private void shed() {
        double risk = isLate() ? LATE_RISK : RISK;
        double missing = reserve(MARGINAL) - room(risk);
        if (missing <= 0 || isTooEarly()) {
            return;
        }
        List<Relief.Candidate> sure =
                loads.stream()
                        .filter(s -> s.draw().running() && mayShed(s))
                        .map(s -> new Relief.Candidate(s, rank.of(s), saves(s, 0)))
                        .filter(c -> isWorthwhile(c.joules()))
                        .toList();
        List<Relief.Candidate> chosen = Relief.of(sure, missing);
        double later =
                chosen.stream()
                        .mapToDouble(c -> saves(c.state(), MARGIN))
                        .filter(LoadController::isWorthwhile)
                        .sum();
        if (later >= missing) {
            return;
        }
        chosen.forEach(c -> cut(c.state(), false, Decision.What.LOAD_SHED));
        boolean enough = chosen.stream().mapToDouble(Relief.Candidate::joules).sum() >= missing;
        if (!enough && room(RISK_UNSEEN) < 0) {
            shedUnseen();
        }
    }

    /** What has hardly begun may end in any way: a load goes when more than allowed is expected. */
    private boolean isTooEarly() {
        return left > QUARTER - EARLY && !view.outlook().forecast().demand().isAbove(view.target());
    }

    /**
     * In danger, what may draw unseen is shed too: a relay that clicks in vain costs less than a
     * peak, and what is shed cannot begin. All together they draw no more than the house does.
     */
    private void shedUnseen() {
        double unexplained = 1.1 * (net - planned(loads, now));
        List<LoadState> doubtful =
                loads.stream()
                        .filter(s -> !s.draw().running() && mayShed(s))
                        .filter(s -> isWorthwhile(saves(s, 0)))
                        .sorted(Comparator.comparingDouble(rank::of))
                        .toList();
        for (LoadState s : doubtful) {
            if (s.usually().watts() <= unexplained) {
                unexplained -= s.usually().watts();
                cut(s, true, Decision.What.LOAD_SHED);
            }
        }
    }

    private void cut(LoadState s, boolean perhaps, Decision.What what) {
        int drawn = perhaps ? s.usually().watts() : s.planned(now).watts();
        PendingEffect check = new PendingEffect(now, net, drawn, 0, !perhaps, false);
        LoadState next = s.moved(Position.SHED, s.value(), now, check).shedOn(view.today());
        act(s, next, perhaps ? 0 : -drawn, drawn, what);
        for (LoadState other : List.copyOf(loads)) {
            if (other.load().needs().contains(s.load().id())
                    && !other.isShed()
                    && !other.isInHand(now)) {
                cut(other, !other.draw().running(), what);
            }
        }
    }

    private static boolean isWorthwhile(double joules) {
        return joules / QUARTER >= WORTHWHILE;
    }

    /** What shedding it after {@code wait} seconds saves in this quarter, J. */
    private double saves(LoadState s, double wait) {
        double drawn = s.draw().running() ? s.planned(now).watts() : s.usually().watts();
        return drawn * Math.max(0, left - LAG - wait);
    }

    private boolean mayShed(LoadState s) {
        Limits limits = s.load().limits();
        boolean canPause =
                !(s.load().actuation() instanceof Actuation.Modulating m) || m.pausable();
        return canPause
                && !s.isShed()
                && !s.isInHand(now)
                && !owner.hasFailed(s)
                && mayDraw(s)
                && owner.hasRun(s)
                && hasRested(s)
                && Turns.allowed(s).compareTo(limits.minShed()) >= 0
                && (limits.switchesPerDay() == 0
                        || s.day().shedsOn(view.today()) < limits.switchesPerDay())
                && isWorth(s)
                && !owner.isLeftAlone(s)
                && !owner.isUrgent(s);
    }

    /** After a long time without power it keeps it for a while, unless a break is likely. */
    private boolean hasRested(LoadState s) {
        if (s.restUntil() == null || !now.isBefore(s.restUntil())) {
            return true;
        }
        return s.since() != null
                && !now.isBefore(s.since().plus(QuarterHour.LENGTH))
                && room(RISK_UNSEEN) < 0
                && turns.comesBefore(view.outlook().soFar().quarter().end());
    }

    private boolean isWorth(LoadState s) {
        double risk = owner.riskWorth(s);
        return risk == 0 || room(risk) < 0;
    }

    /** Whether it draws, or may well do so unseen. */
    private boolean mayDraw(LoadState s) {
        if (s.draw().running()) {
            return s.drawn(now).watts() > 0;
        }
        return !s.draw().isReported(now) && net >= 0.9 * s.usually().watts();
    }

    // ---- restoring

    private void restore() {
        boolean busy =
                loads.stream()
                        .anyMatch(
                                s ->
                                        s.since() != null
                                                && now.isBefore(s.since().plus(APART))
                                                && !(s.load().actuation()
                                                        instanceof Actuation.Modulating));
        if (busy || !commands.isEmpty()) {
            return;
        }
        displace();
        Optional<LoadState> next =
                loads.stream()
                        .filter(s -> s.isShed() && !s.isInHand(now) && mayRestore(s))
                        .max(
                                Comparator.<LoadState>comparingDouble(rank::of)
                                        .thenComparing(
                                                s -> s.since() == null ? Instant.MIN : s.since(),
                                                Comparator.reverseOrder()));
        next.ifPresent(
                s ->
                        act(
                                s,
                                connected(s, least(s)),
                                power(s),
                                power(s),
                                Decision.What.LOAD_RESTORED));
    }

    /** Whoever matters much more than what runs gets its place, if it then fits. */
    private void displace() {
        Optional<LoadState> first =
                loads.stream()
                        .filter(s -> s.isShed() && !s.isInHand(now) && !owner.hasFailed(s))
                        .filter(s -> owner.isShedLongEnough(s) && !mayRestore(s))
                        .max(Comparator.comparingDouble(rank::of));
        if (first.isEmpty() || left < WORTH_RESTORING) {
            return;
        }
        LoadState waiting = first.get();
        double least = BELOW * rank.of(waiting);
        List<LoadState> lower =
                loads.stream()
                        .filter(s -> s.draw().running() && mayShed(s) && rank.of(s) < least)
                        .sorted(Comparator.comparingDouble(rank::of))
                        .toList();
        double before = moved;
        List<LoadState> gone = new ArrayList<>();
        for (LoadState s : lower) {
            moved -= s.planned(now).watts();
            gone.add(s);
            if (mayRestore(waiting, gone)) {
                moved = before;
                gone.forEach(g -> cut(g, false, Decision.What.LOAD_MAKES_WAY));
                return;
            }
        }
        moved = before;
    }

    private boolean mayRestore(LoadState s) {
        return mayRestore(s, List.of());
    }

    private boolean mayRestore(LoadState s, List<LoadState> gone) {
        Limits limits = s.load().limits();
        if (!owner.isShedLongEnough(s)) {
            return false;
        }
        boolean without =
                s.load().needs().stream()
                        .anyMatch(
                                id ->
                                        loads.stream()
                                                .anyMatch(
                                                        o ->
                                                                o.load().id().equals(id)
                                                                        && o.isShed()));
        if (without) {
            return false;
        }
        double more = power(s);
        double pressing = turns.pressing(s);
        double sure = RAISE - (RAISE - RAISE_AT_LAST) * pressing;
        double below = owner.isDue(s) && !owner.isUrgent(s) ? belowLevel() * QUARTER : 0;
        double help = Batteries.more(loads, now);
        if (room(1 - sure) - below - reserve(SPARED * (1 - pressing)) < (more - help) * left) {
            return false;
        }
        // What it must draw of the next quarter must fit there too.
        double over = Math.max((double) limits.minOn().toSeconds(), WORTH_RESTORING) - left;
        if (s.load().limits().switchesPerDay() > 0 && owner.aheadOfDay(s) > -OwnersLimits.AHEAD) {
            // Each return asks for another switch.
            over = Math.max(over, QUARTER);
        }
        if (over <= 0) {
            return true;
        }
        double target = view.target().watts() * QUARTER;
        double others = Math.max(0, planned(loads, now) - planned(gone, now));
        QuarterHour next = new QuarterHour(view.outlook().soFar().quarter().end());
        double house = (view.ahead().apply(next).quantile(sure).watts() + others) * QUARTER;
        return house + more * Math.min(QUARTER, over) <= target + help * QUARTER;
    }

    /** What it draws once it is given back: a modulating load begins with its least. */
    private double power(LoadState s) {
        Integer least = least(s);
        return s.load().actuation() instanceof Actuation.Modulating m && least != null
                ? m.power(least).watts()
                : s.atMost().watts();
    }

    private @Nullable Integer least(LoadState s) {
        return s.load().actuation() instanceof Actuation.Modulating m
                ? (Integer) m.valueWithin(floor(s) + 1)
                : null;
    }

    private LoadState connected(LoadState s, @Nullable Integer value) {
        return s.moved(
                Position.CONNECTED,
                value,
                now,
                new PendingEffect(now, net, 0, (int) Math.round(power(s)), true, false));
    }

    /**
     * @param change of what it draws to the quarter's end, W
     * @param power what people are told
     */
    private void act(
            LoadState before,
            LoadState next,
            double change,
            double power,
            Decision.@Nullable What what) {
        loads.replaceAll(s -> s.load().id().equals(next.load().id()) ? next : s);
        commands.add(command(next, now));
        moved += change;
        if (what == null) {
            return;
        }
        Outlook o = view.outlook();
        decisions.add(
                new Decision(now, what, before.load().id(), o.forecast().demand(), o.target())
                        .withPower(Power.ofWatts(Math.round(power)))
                        .likely(o.breakProbability()));
    }
}
