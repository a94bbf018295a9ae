package be.bsmr.backtest;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Moment;
import be.bsmr.simulator.SimulatedLoad;
import be.bsmr.site.SiteInput.MeterRead;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts a trace into a house with loads, once for each way to control them, and closes the loop each
 * second: the meter counts trace and loads together, the manager hears it, its commands reach the
 * loads. Changes as it runs.
 */
public final class ControlTrial {

    /** A silence of the trace that is longer than this is a hole. */
    public static final Duration LONGEST_SILENCE = ForecastTrial.LONGEST_SILENCE;

    private static final long QUARTER = QuarterHour.LENGTH.toSeconds();

    private final Scenario scenario;
    private final PeakGoal goal;
    private final EachSecond seconds;
    private final Map<ControlMethod, HouseTrial> houses = new EnumMap<>(ControlMethod.class);

    /** The loads when nobody controls. */
    private final List<SimulatedLoad> uncontrolled = new ArrayList<>();

    private final SortedMap<YearMonth, Integer> months = new TreeMap<>();
    private final SortedMap<LocalDate, Integer> periods = new TreeMap<>();
    private final List<Hindsight> foresight = new ArrayList<>();

    /** Of each load when nobody controls, since the quarter began, J. */
    private final double[] drawn;

    private double base;
    private double uncontrolledImport;
    private boolean whole;
    private int leftOut;

    /**
     * @param longestSilence between two readings; what is longer is a hole
     */
    public ControlTrial(
            Scenario scenario, PeakGoal goal, Set<ControlMethod> methods, Duration longestSilence) {
        this.scenario = scenario;
        this.goal = goal;
        drawn = new double[scenario.loads().size()];
        seconds = new EachSecond(scenario.zone(), longestSilence, this::run);
        for (ControlMethod m : methods) {
            houses.put(
                    m,
                    new HouseTrial(
                            scenario,
                            manager(m, scenario, goal),
                            goal,
                            m == ControlMethod.LIMIT || m == ControlMethod.GREEDY));
        }
        scenario.loads().forEach(l -> uncontrolled.add(l.simulated().copy()));
    }

    private static Manager manager(ControlMethod method, Scenario scenario, PeakGoal goal) {
        return switch (method) {
            case NONE -> (input, target) -> List.of();
            case LIMIT -> new LimitManager(scenario);
            case GREEDY -> new GreedyManager(scenario);
            case BSMR -> new SiteManager(scenario, goal);
        };
    }

    /** The next reading of the trace: its power is the mean since the one before. */
    public void take(MeterRead read) {
        seconds.take(read);
    }

    private void run(Moment now, double watts) {
        long second = now.second();
        int elapsed = (int) Math.floorMod(second, QUARTER);
        if (elapsed == 0) {
            whole = true;
            base = 0;
            Arrays.fill(drawn, 0);
            uncontrolledImport = 0;
        }
        whole &= !Double.isNaN(watts);
        base += watts;
        double all = watts;
        for (int i = 0; i < drawn.length; i++) {
            double one = uncontrolled.get(i).run(now, Allowance.UNCONTROLLED);
            drawn[i] += one;
            all += one;
        }
        uncontrolledImport += Math.max(0, all);
        for (HouseTrial house : houses.values()) {
            house.run(now, watts, uncontrolled);
        }
        if (elapsed == QUARTER - 1) {
            foresight.add(
                    new Hindsight(
                            Instant.ofEpochSecond(second + 1 - QUARTER),
                            whole ? base / QUARTER : Double.NaN,
                            whole ? uncontrolledImport / QUARTER : Double.NaN,
                            uncontrolled.stream().map(SimulatedLoad::need).toList(),
                            Arrays.stream(drawn).map(d -> d / QUARTER).boxed().toList()));
            if (whole) {
                months.merge(month(second), 1, Integer::sum);
                periods.merge(
                        goal.span().of(Instant.ofEpochSecond(second), scenario.zone()),
                        1,
                        Integer::sum);
            } else {
                leftOut++;
            }
        }
    }

    private YearMonth month(long second) {
        return YearMonth.from(Instant.ofEpochSecond(second).atZone(scenario.zone()));
    }

    /** Every quarter so far, for who may plan with all known in advance. */
    public List<Hindsight> foresight() {
        return List.copyOf(foresight);
    }

    /** So far. */
    public ControlScore score() {
        Map<ControlMethod, ControlScore.Of> scores = new EnumMap<>(ControlMethod.class);
        houses.forEach((m, house) -> scores.put(m, house.score(uncontrolled)));
        int quarters = months.values().stream().mapToInt(Integer::intValue).sum();
        return new ControlScore(
                quarters,
                leftOut,
                new TreeMap<>(months),
                goal.span(),
                new TreeMap<>(periods),
                scores);
    }
}
