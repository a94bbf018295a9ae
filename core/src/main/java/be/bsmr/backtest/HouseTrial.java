package be.bsmr.backtest;

import be.bsmr.control.Command;
import be.bsmr.control.Load;
import be.bsmr.control.LoadState;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Moment;
import be.bsmr.simulator.SimulatedLoad;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One house under one manager, second by second: its {@link HouseLoad}s, and what is told between
 * them, the meter and the manager. {@link HouseTally} counts what comes of it. Changes as it runs.
 */
public final class HouseTrial {

    static final int QUARTER = 900;

    /** An actuator that gets no answer asks again after a growing pause, s. */
    private static final int FIRST_PAUSE = 5;

    /** So often, and then gives up. */
    private static final int ATTEMPTS = 4;

    /** A plug with a meter says so often what it draws. */
    private static final int METERED_EVERY = 10;

    private final Scenario scenario;
    private final Manager manager;
    private final boolean claims;
    private final Random chance;
    private final HouseMeter meter;
    private final List<HouseLoad> loads = new ArrayList<>();
    private final Map<String, Pending> onTheWay = new HashMap<>();
    private final List<Reported> reports = new ArrayList<>();
    private final double[] circuits = new double[3];
    private final HouseTally tally;

    /** Import minus export in each second of the quarter, W. */
    private final double[] net = new double[QUARTER];

    private boolean whole;

    private record Reported(long at, String load, LoadState.Report report) {}

    /** A command on its way to its load. */
    private record Pending(long at, Command command, int attempt) {}

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
        scenario.loads().forEach(l -> loads.add(new HouseLoad(l, tally)));
    }

    /**
     * A house in which our own controller keeps to what an owner has set, for the month's peak.
     *
     * @param settings with the loads of {@code scenario}
     */
    public static HouseTrial under(SiteSettings settings, Scenario scenario) {
        return new HouseTrial(
                scenario,
                new SiteManager(settings, PeakGoal.Span.MONTH),
                PeakGoal.OF_THE_MONTH,
                false);
    }

    /** From now on no peak has been set yet; what was learned of the house stays. */
    public void forgetPeaks() {
        manager.forgetPeaks();
    }

    /**
     * One second passes.
     *
     * @param base what nobody controls, import minus export, W; not a number in a hole of the trace
     * @param uncontrolled the same loads when nobody controls, after this second
     */
    public void run(Moment now, double base, List<SimulatedLoad> uncontrolled) {
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
            HouseLoad load = loads.get(i);
            obey(load, now.second());
            if (claims) {
                load.claim(now);
            }
            double watts = load.run(now);
            sum += watts;
            spread(load.made().load(), watts);
            load.judge(now, uncontrolled.get(i));
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

    /**
     * Import minus export in a second of the last quarter of an hour, W.
     *
     * @param second s since 1970
     */
    public double net(long second) {
        return net[(int) Math.floorMod(second, (long) QUARTER)];
    }

    /**
     * What a load drew in a second of the last quarter of an hour, W; below zero it fed the house.
     *
     * @param load its place in the scenario, from 0
     * @param second s since 1970
     */
    public double drew(int load, long second) {
        return loads.get(load).drew(second);
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

    private void obey(HouseLoad load, long now) {
        String id = load.made().load().id();
        Pending p = onTheWay.get(id);
        if (p == null || now < p.at) {
            return;
        }
        onTheWay.remove(id);
        if (load.made().failing() > 0 && chance.nextDouble() < load.made().failing()) {
            long again = now + ((long) FIRST_PAUSE << p.attempt);
            if (p.attempt + 1 < ATTEMPTS) {
                onTheWay.put(id, new Pending(again, p.command, p.attempt + 1));
            } else {
                reports.add(new Reported(again, id, LoadState.Report.FAILED));
            }
            return;
        }
        load.obey(p.command, now);
        reports.add(new Reported(now + 1, id, LoadState.Report.CONFIRMED));
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
            for (HouseLoad load : loads) {
                if (load.made().metered()) {
                    take(
                            second,
                            new SiteInput.LoadObserved(
                                    at,
                                    load.made().load().id(),
                                    load.isOn(),
                                    Power.ofWatts(Math.round(load.drew(second - 1)))));
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
            for (HouseLoad load : loads) {
                if (load.made().load().id().equals(c.load())) {
                    onTheWay.put(c.load(), new Pending(second + load.made().delayS(), c, 0));
                }
            }
        }
    }

    // ---- what is counted

    private void begin(Moment now, List<SimulatedLoad> uncontrolled) {
        whole = true;
        Instant start = Instant.ofEpochSecond(now.second());
        tally.begin(start, missed(uncontrolled));
        ZonedDateTime local = start.atZone(scenario.zone());
        loads.forEach(load -> load.begin(now, local));
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
            missed += Math.max(0, loads.get(i).missed() - uncontrolled.get(i).missed());
        }
        return missed;
    }

    /** The quarter's demand, had the loads been withheld from its start as far as they may. */
    private Power demand(Moment now) {
        double[] without = net.clone();
        loads.forEach(load -> load.withhold(now, without));
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
