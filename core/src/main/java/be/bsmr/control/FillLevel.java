package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is due by a time of day has to be drawn, target or not. It costs the lowest peak when it
 * fills the coming quarters like water, the emptiest first: up to one level.
 */
final class FillLevel {

    private static final double QUARTER = QuarterHour.LENGTH.toSeconds();

    /** The rest of the house is not foreseen exactly. */
    private static final double SPARED = 0.05;

    /** W; near enough. */
    private static final double EXACT = 10;

    /**
     * Something due.
     *
     * @param joules that are still wanted
     * @param watts that it can draw
     */
    record Duty(Instant until, double joules, double watts) {}

    private FillLevel() {}

    /** Zero when nothing is due. */
    static Power of(List<LoadState> loads, View view) {
        List<Duty> duties = new ArrayList<>();
        double others = 0;
        for (LoadState s : loads) {
            Due due = s.load().limits().due();
            if (due != null && isPending(s, due, view)) {
                Duration left = due.time().left(view.local());
                duties.add(
                        new Duty(
                                view.now().plus(left),
                                due.energy().joules() - s.day().dueJoules(),
                                s.most().watts()));
            } else if (due == null && !s.load().isStore()) {
                others += s.day().meanWatts();
            }
        }
        if (duties.isEmpty()) {
            return Power.ZERO;
        }
        duties.sort(Comparator.comparing(Duty::until));
        Instant last = duties.get(duties.size() - 1).until();
        List<Double> house = new ArrayList<>();
        for (QuarterHour q = new QuarterHour(view.outlook().soFar().quarter().end());
                q.end().compareTo(last) <= 0;
                q = new QuarterHour(q.end())) {
            house.add(view.ahead().apply(q).quantile(0.5).watts() + others);
        }
        double level = 0;
        double joules = 0;
        double watts = 0;
        for (Duty duty : duties) {
            joules += duty.joules();
            watts += duty.watts();
            Duration left = Duration.between(view.outlook().soFar().quarter().end(), duty.until());
            int quarters = (int) (left.toSeconds() / (long) QUARTER);
            level = Math.max(level, level(house.subList(0, Math.max(0, quarters)), joules, watts));
        }
        return Power.ofWatts(Math.round(level * (1 + SPARED)));
    }

    /** A car that may charge and does not is full, whatever was foreseen. */
    private static boolean isPending(LoadState s, Due due, View view) {
        boolean idle =
                !s.isShed()
                        && s.draw().isReported(view.now())
                        && !s.draw().running()
                        && (s.since() == null
                                || view.now().isAfter(s.since().plus(LoadWatch.PATIENCE)));
        return !idle
                && s.day().dueSince() != null
                && due.time().contains(view.local())
                && s.day().dueJoules() < due.energy().joules();
    }

    private static double level(List<Double> house, double joules, double watts) {
        double low = 0;
        double high = watts + house.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        while (high - low > EXACT) {
            double level = (low + high) / 2;
            double fits = 0;
            for (double quarter : house) {
                fits += QUARTER * Math.max(0, Math.min(watts, level - quarter));
            }
            if (fits < joules) {
                low = level;
            } else {
                high = level;
            }
        }
        return high;
    }
}
