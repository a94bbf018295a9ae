package be.bsmr.backtest;

import be.bsmr.backtest.ControlScore.Breach;
import be.bsmr.backtest.ControlScore.Period;
import be.bsmr.backtest.ControlScore.Toll;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is counted of one house under one manager. Changes as the house runs. */
final class HouseTally {

    private static final double KWH = 3_600_000;

    private final PeakGoal goal;
    private final ZoneId zone;
    private final SortedMap<YearMonth, Power> peaks = new TreeMap<>();

    /**
     * By the meter, which also counts what is known of a quarter with a hole: the target follows.
     */
    private final SortedMap<LocalDate, Power> billed = new TreeMap<>();

    private final SortedMap<LocalDate, Period> periods = new TreeMap<>();

    /** What had been counted when the running period began. */
    private Counted before = Counted.NOTHING;

    private LocalDate period = LocalDate.MIN;
    private Power target = Power.ZERO;
    private int overTarget;
    private int avoidable;
    private int raised;

    /** Of each period in which a level stood above the target, by how much at most. */
    private final SortedMap<LocalDate, Power> raises = new TreeMap<>();

    private int switches;
    private int settings;
    private int overFuse;
    private double delayed;
    private @Nullable Breach worst;

    /**
     * All that only grows.
     *
     * @param delayed J
     * @param missed J
     */
    private record Counted(
            int switches, int settings, double delayed, double missed, int overFuse) {

        static final Counted NOTHING = new Counted(0, 0, 0, 0, 0);

        Toll since(Counted earlier) {
            return new Toll(
                    switches - earlier.switches,
                    settings - earlier.settings,
                    (delayed - earlier.delayed) / KWH,
                    (missed - earlier.missed) / KWH,
                    overFuse - earlier.overFuse);
        }
    }

    HouseTally(PeakGoal goal, ZoneId zone) {
        this.goal = goal;
        this.zone = zone;
    }

    /** A load was shed or given back. */
    void switched() {
        switches++;
    }

    /** A load was set to another value. */
    void set() {
        settings++;
    }

    /** In one second a wire drew more than the main fuse. */
    void overFuse() {
        overFuse++;
    }

    /**
     * A load drew less than it would have, had it not just been withheld.
     *
     * @param joules by how much
     */
    void delayed(double joules) {
        delayed += joules;
    }

    /** A comfort limit was passed; the most serious breach is kept. */
    void breached(Breach breach) {
        if (worst == null || breach.serious() > worst.serious()) {
            worst = breach;
        }
    }

    /**
     * A quarter begins.
     *
     * @param missed what people wanted in vain by now, beyond what they miss when nobody controls,
     *     J
     */
    void begin(Instant start, double missed) {
        LocalDate next = goal.span().of(start, zone);
        if (!next.equals(period)) {
            before = counted(missed);
            period = next;
        }
        target = goal.in(period, billed);
    }

    /** What the running quarter is to stay under. */
    Power target() {
        return target;
    }

    /** What the meter saw of a quarter, whole or not: the target follows. */
    void bill(Power demand) {
        billed.merge(period, demand, Power::max);
    }

    /**
     * A quarter is over that was known from start to end.
     *
     * @param lastSecond of it
     * @param level that was aimed for on purpose
     * @param least its demand, had the loads been withheld as far as they may
     * @param missed as of {@link #begin}
     */
    void end(Instant lastSecond, Power demand, Power level, Supplier<Power> least, double missed) {
        if (level.isAbove(target)) {
            raised++;
            raises.merge(period, level.minus(target), Power::max);
        }
        Power meant = target.max(level);
        if (demand.isAbove(meant)) {
            overTarget++;
            avoidable += least.get().isAbove(meant) ? 0 : 1;
        }
        peaks.merge(YearMonth.from(lastSecond.atZone(zone)), demand, Power::max);
        Period soFar = periods.get(period);
        periods.put(
                period,
                new Period(
                        soFar == null ? 1 : soFar.quarters() + 1,
                        soFar == null ? demand : soFar.peak().max(demand),
                        counted(missed).since(before)));
    }

    private Counted counted(double missed) {
        return new Counted(switches, settings, delayed, missed, overFuse);
    }

    /**
     * So far.
     *
     * @param missed as of {@link #begin}
     */
    ControlScore.Of score(double missed) {
        return new ControlScore.Of(
                new TreeMap<>(peaks),
                overTarget,
                avoidable,
                raised,
                raises.values().stream().mapToInt(Power::watts).sum()
                        / (double) Math.max(1, periods.size()),
                counted(missed).since(Counted.NOTHING),
                worst,
                new TreeMap<>(periods));
    }
}
