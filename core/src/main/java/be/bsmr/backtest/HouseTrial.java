package be.bsmr.backtest;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Moment;
import be.bsmr.simulator.SimulatedLoad;
import be.bsmr.site.SiteInput;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One house under one manager, second by second; {@link HouseTally} counts what comes of it. */
final class HouseTrial {

    private static final int QUARTER = 900;

    /** An actuator that gets no answer asks again after a growing pause, s. */
    private static final int FIRST_PAUSE = 5;

    /** So often, and then gives up. */
    private static final int ATTEMPTS = 4;

    /** A plug with a meter says so often what it draws. */
    private static final int METERED_EVERY = 10;

    /** A breach of less than this is rounding. */
    private static final double SLIGHT = 0.01;

    private final Scenario scenario;
    private final Manager manager;
    private final boolean claims;
    private final Random chance;
    private final HouseMeter meter;
    private final List<Controlled> loads = new ArrayList<>();
    private final List<Reported> reports = new ArrayList<>();
    private final double[] circuits = new double[3];
    private final HouseTally tally;

    /** Import minus export in each second of the quarter, W. */
    private final double[] net = new double[QUARTER];

    private boolean whole;

    private record Reported(long at, String load, LoadState.Report report) {}

    /** A command on its way. */
    private record Pending(long at, Command command, int attempt) {}

    /** A load as it stands in this house. */
    private static final class Controlled {
        private final ControlledLoad made;
        private final SimulatedLoad simulated;
        private Allowance allowed = Allowance.UNCONTROLLED;
        private @Nullable Pending pending;

        /** How it would have gone on, had it not been withheld; null while it is not. */
        private @Nullable SimulatedLoad free;

        /** When it was shed, and given back; s since 1970. */
        private long offSince = Long.MIN_VALUE / 2;

        private long onSince = Long.MIN_VALUE / 2;

        /** Last second in which it was free, s since 1970. */
        private long withheldSince;

        private long wasOffFor;
        private long shedsOn;
        private int sheds;

        // At the start of the quarter:
        private SimulatedLoad then;
        private boolean mayBeWithheld;
        private long keptOnUntil;
        private final double[] watts = new double[QUARTER];

        Controlled(ControlledLoad made) {
            this.made = made;
            simulated = made.simulated().copy();
            then = simulated;
        }
    }

    /**
     * @param claims whether loads take by themselves what is due, since the manager does not look
     */
    HouseTrial(Scenario scenario, Manager manager, PeakGoal goal, boolean claims) {
        this.claims = claims;
        this.scenario = scenario;
        this.manager = manager;
        tally = new HouseTally(goal, scenario.zone());
        chance = new Random(scenario.seed());
        meter = new HouseMeter(scenario.grid());
        scenario.loads().forEach(l -> loads.add(new Controlled(l)));
    }

    /**
     * One second passes.
     *
     * @param base what nobody controls, import minus export, W; not a number in a hole of the trace
     * @param uncontrolled the same loads when nobody controls, after this second
     */
    void run(Moment now, double base, List<SimulatedLoad> uncontrolled) {
        boolean known = !Double.isNaN(base);
        int second = (int) Math.floorMod(now.second(), (long) QUARTER);
        if (second == 0) {
            begin(now, uncontrolled);
        }
        whole &= known;
        double sum = known ? base : 0;
        for (int c = 0; c < circuits.length; c++) {
            circuits[c] = sum * scenario.shares().get(c);
        }
        for (int i = 0; i < loads.size(); i++) {
            Controlled s = loads.get(i);
            obey(s, now.second());
            claim(s, now);
            part(s, s.allowed);
            double watts = s.simulated.run(now, s.allowed);
            s.watts[second] = watts;
            sum += watts;
            spread(s.made.load(), watts);
            compare(s, now, watts);
            judge(s, now, uncontrolled.get(i));
        }
        net[second] = sum;
        if (known) {
            // In a hole it stands still, or what nobody knows would count as a peak.
            meter.count(sum);
        }
        if (second == QUARTER - 1) {
            end(now, uncontrolled);
            // The telegram of :15:00 shows the demand of the quarter that begins.
            meter.turn();
        }
        tell(now.second() + 1, known, sum);
    }

    private void spread(Load load, double watts) {
        if (load.wires().size() == 3 || load.wires().isEmpty()) {
            for (int c = 0; c < circuits.length; c++) {
                circuits[c] += watts / circuits.length;
            }
            return;
        }
        int first = load.wires().stream().mapToInt(Integer::intValue).min().orElse(1);
        // Between two wires: L1–L2 is the first circuit, L2–L3 the second, L1–L3 the third.
        boolean outer = load.wires().size() == 2 && load.wires().contains(3) && first == 1;
        circuits[outer ? 2 : first - 1] += watts;
    }

    // ---- commands

    private void obey(Controlled s, long now) {
        Pending p = s.pending;
        if (p == null || now < p.at) {
            return;
        }
        s.pending = null;
        String id = s.made.load().id();
        if (s.made.failing() > 0 && chance.nextDouble() < s.made.failing()) {
            long again = now + ((long) FIRST_PAUSE << p.attempt);
            if (p.attempt + 1 < ATTEMPTS) {
                s.pending = new Pending(again, p.command, p.attempt + 1);
            } else {
                reports.add(new Reported(again, id, LoadState.Report.FAILED));
            }
            return;
        }
        change(s, allowance(s.made.load(), p.command), now);
        reports.add(new Reported(now + 1, id, LoadState.Report.CONFIRMED));
    }

    private void change(Controlled s, Allowance next, long now) {
        if (next.on() != s.allowed.on()) {
            tally.switched();
            if (next.on()) {
                s.wasOffFor = now - s.offSince;
                s.onSince = now;
            } else {
                s.offSince = now;
                s.sheds++;
            }
        } else if (!next.equals(s.allowed)
                && s.made.load().actuation() instanceof Actuation.Modulating) {
            tally.set();
        }
        s.allowed = next;
    }

    /**
     * Under a way that knows no limits of the owner the load itself takes what is due: from then on
     * it is free until that way gives it back.
     */
    private void claim(Controlled s, Moment now) {
        if (!claims || s.simulated.isStore()) {
            return;
        }
        if (isFree(s.made.load(), s.allowed)) {
            s.withheldSince = now.second();
            return;
        }
        Duration longest = s.made.load().limits().longestShed();
        boolean timeIsUp = longest != null && now.second() - s.withheldSince > longest.toSeconds();
        if (timeIsUp || !s.simulated.isFine(now)) {
            Instant at = Instant.ofEpochSecond(now.second());
            Command back = new Command.Restore(s.made.load().id(), at);
            change(s, allowance(s.made.load(), back), now.second());
        }
    }

    private static Allowance allowance(Load load, Command command) {
        if (command instanceof Command.Shed) {
            return Allowance.OFF;
        }
        if (load.actuation() instanceof Actuation.Modulating m) {
            int value = command instanceof Command.Set set ? set.value() : m.max();
            return new Allowance(true, m.power(value).watts());
        }
        return new Allowance(true, Double.POSITIVE_INFINITY);
    }

    private static boolean isFree(Load load, Allowance allowed) {
        return allowed.on()
                && (Double.isNaN(allowed.watts())
                        || Double.isInfinite(allowed.watts())
                        || (load.actuation() instanceof Actuation.Modulating m
                                && allowed.watts() >= m.power(m.max()).watts()));
    }

    // ---- what the manager hears

    private void tell(long second, boolean known, double sum) {
        Instant at = Instant.ofEpochSecond(second);
        for (int i = 0; i < reports.size(); i++) {
            Reported r = reports.get(i);
            if (r.at <= second) {
                reports.remove(i--);
                take(second, new SiteInput.LoadReport(at, r.load, r.report));
            }
        }
        if (!known) {
            take(second, new SiteInput.Tick(at));
            return;
        }
        if (second % METERED_EVERY == 0) {
            for (Controlled s : loads) {
                if (s.made.metered()) {
                    int last = (int) Math.floorMod(second - 1, (long) QUARTER);
                    take(
                            second,
                            new SiteInput.LoadObserved(
                                    at,
                                    s.made.load().id(),
                                    s.allowed.on(),
                                    Power.ofWatts(Math.round(s.watts[last]))));
                }
            }
        }
        SiteInput.MeterRead read = meter.read(at, sum, circuits);
        if (isOverFuse(read.reading())) {
            tally.overFuse();
        }
        take(second, read);
    }

    private boolean isOverFuse(Reading reading) {
        Current fuse = scenario.fuse();
        if (fuse == null) {
            return false;
        }
        for (PhaseReading phase : reading.phases()) {
            Current current = phase.current();
            if (current != null && current.amperes() > fuse.amperes()) {
                return true;
            }
        }
        return false;
    }

    private void take(long second, SiteInput input) {
        for (Command c : manager.hear(input, tally.target())) {
            for (Controlled s : loads) {
                if (s.made.load().id().equals(c.load())) {
                    s.pending = new Pending(second + s.made.delayS(), c, 0);
                }
            }
        }
    }

    // ---- what is counted

    /** Whoever is withheld from now on would have gone on from here. */
    private static void part(Controlled s, Allowance allowed) {
        if (s.simulated.isStore() || isFree(s.made.load(), allowed)) {
            s.free = null;
        } else if (s.free == null) {
            s.free = s.simulated.copy();
        }
    }

    /** Energy that comes later because the load is withheld now. */
    private void compare(Controlled s, Moment now, double watts) {
        if (s.free != null) {
            tally.delayed(Math.max(0, s.free.run(now, Allowance.UNCONTROLLED) - watts));
        }
    }

    private void judge(Controlled s, Moment now, SimulatedLoad uncontrolled) {
        double amount = s.simulated.breach() - uncontrolled.breach();
        if (amount < SLIGHT) {
            return;
        }
        tally.breached(
                new ControlScore.Breach(
                        s.made.load().id(),
                        Instant.ofEpochSecond(now.second()),
                        amount,
                        s.simulated.unit()));
    }

    private void begin(Moment now, List<SimulatedLoad> uncontrolled) {
        whole = true;
        Instant start = Instant.ofEpochSecond(now.second());
        tally.begin(start, missed(uncontrolled));
        ZonedDateTime local = start.atZone(scenario.zone());
        for (Controlled s : loads) {
            Limits limits = s.made.load().limits();
            if (s.shedsOn != now.day()) {
                s.shedsOn = now.day();
                s.sheds = 0;
            }
            s.then = s.simulated.copy();
            long longest =
                    limits.longestShed() == null
                            ? Long.MAX_VALUE
                            : limits.longestShed().toSeconds();
            // After a long time without power it needs some with it.
            long rest = s.wasOffFor >= 0.9 * longest ? longest / 2 : 0;
            s.keptOnUntil = s.onSince + Math.max(limits.minOn().toSeconds(), rest);
            boolean tooLong = !s.allowed.on() && now.second() + QUARTER - s.offSince > longest;
            boolean noMore =
                    s.allowed.on()
                            && limits.switchesPerDay() > 0
                            && s.sheds >= limits.switchesPerDay();
            s.mayBeWithheld = !tooLong && !noMore && !limits.leaveAlone(local);
        }
    }

    private void end(Moment now, List<SimulatedLoad> uncontrolled) {
        Power demand = Power.ofWatts((long) (meter.quarter() / QUARTER));
        tally.bill(demand);
        if (whole) {
            tally.end(
                    Instant.ofEpochSecond(now.second()),
                    demand,
                    manager.level(),
                    () -> demand(now),
                    missed(uncontrolled));
        }
    }

    /** What people wanted in vain, beyond what they miss when nobody controls, J. */
    private double missed(List<SimulatedLoad> uncontrolled) {
        double missed = 0;
        for (int i = 0; i < loads.size(); i++) {
            missed += Math.max(0, loads.get(i).simulated.missed() - uncontrolled.get(i).missed());
        }
        return missed;
    }

    /** The quarter's demand, had the loads been withheld from its start as far as they may. */
    private Power demand(Moment now) {
        double[] without = net.clone();
        for (Controlled s : loads) {
            if (!s.mayBeWithheld) {
                continue;
            }
            Load load = s.made.load();
            Allowance least =
                    load.actuation() instanceof Actuation.Modulating m && !m.pausable()
                            ? new Allowance(true, m.power(m.min()).watts())
                            : Allowance.OFF;
            SimulatedLoad withheld = s.then.copy();
            double[] saved = new double[QUARTER];
            Moment start = now.plus(1 - QUARTER);
            for (int i = 0; i < QUARTER; i++) {
                Moment at = start.plus(i);
                boolean kept = at.second() < s.keptOnUntil;
                saved[i] = s.watts[i] - withheld.run(at, kept ? Allowance.UNCONTROLLED : least);
            }
            if (withheld.isFine(now) && withheld.breach() == 0) {
                for (int i = 0; i < QUARTER; i++) {
                    without[i] -= saved[i];
                }
            }
        }
        double joules = 0;
        for (double watts : without) {
            joules += Math.max(0, watts);
        }
        return Power.ofWatts((long) (joules / QUARTER));
    }

    ControlScore.Of score(List<SimulatedLoad> uncontrolled) {
        return tally.score(missed(uncontrolled));
    }
}
