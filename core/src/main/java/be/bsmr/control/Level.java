package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The demand that is aimed for on purpose where the target cannot be kept: what is due by a time of
 * day has to be drawn, and what can only be on or off has to run. The lowest peak comes of one even
 * level: what is due fills the coming quarters like water, the emptiest first.
 */
final class Level {

    private static final double QUARTER = QuarterHour.LENGTH.toSeconds();

    /** W; near enough. */
    private static final double EXACT = 10;

    /** What is due is to be there so long before its time, or a quarter of what is left. */
    private static final Duration EARLY = Duration.ofMinutes(30);

    /** While it is never shed a load is taken to draw this share of its power. */
    private static final double LEFT_ALONE = 0.7;

    /** A load that must run so long at a stretch cannot share a quarter with another. */
    private static final Duration INDIVISIBLE = Duration.ofMinutes(10);

    /** One that hardly ever runs does not decide about the level. */
    private static final double RARE = 0.03;

    /**
     * Of the quarters of the coming day, the rest of the house leaves so many to an indivisible.
     */
    private static final double OFTEN = 0.85;

    /** Until a whole day was seen the house is not taken to go on with what it draws now, W. */
    private static final double UNKNOWN = 500;

    /** It rises by at least this share of what is missing. */
    private static final double RISE = 0.2;

    private static final double RISE_QUARTERS = 8;

    private static final int A_DAY = (int) Duration.ofDays(1).dividedBy(QuarterHour.LENGTH);

    /**
     * Something due.
     *
     * @param joules that are still wanted
     * @param watts that it can draw
     */
    private record Duty(Instant until, double joules, double watts) {}

    private final List<LoadState> loads;
    private final View view;
    private final QuarterHour running;

    private Level(List<LoadState> loads, View view) {
        this.loads = loads;
        this.view = view;
        running = view.outlook().soFar().quarter();
    }

    /**
     * Of the quarter that begins; zero when the target needs no help.
     *
     * @param view with the level of the quarter before
     */
    static Power of(List<LoadState> loads, View view) {
        return new Level(loads, view).next();
    }

    private Power next() {
        List<Duty> duties = duties();
        double wanted = Math.max(filling(duties), indivisible());
        double before = view.level().watts();
        if (wanted > before) {
            int quarters = duties.isEmpty() ? 1 : quartersUntil(last(duties));
            double share = Math.max(RISE, Math.min(1, RISE_QUARTERS / quarters));
            wanted = before + share * (wanted - before);
        }
        return Power.ofWatts(Math.round(wanted));
    }

    // ---- what is due

    private List<Duty> duties() {
        List<Duty> duties = new ArrayList<>();
        for (LoadState s : loads) {
            Due due = s.load().limits().due();
            if (due != null && isPending(s, due)) {
                duties.add(duty(s, due));
            }
        }
        duties.sort(Comparator.comparing(Duty::until));
        return duties;
    }

    private Duty duty(LoadState s, Due due) {
        Duration left = due.time().left(view.local());
        Duration early = left.dividedBy(4);
        if (early.compareTo(EARLY) > 0) {
            early = EARLY;
        }
        return new Duty(
                view.now().plus(left).minus(early),
                due.energy().joules() - s.day().dueJoules(),
                s.most().watts());
    }

    /** A car that may charge and does not is full, whatever was foreseen. */
    private boolean isPending(LoadState s, Due due) {
        boolean idle =
                !s.isShed()
                        && !s.draw().running()
                        && (s.since() == null
                                || view.now().isAfter(s.since().plus(LoadWatch.PATIENCE)));
        return !idle
                && s.day().dueSince() != null
                && due.time().contains(view.local())
                && s.day().dueJoules() < due.energy().joules();
    }

    private static Instant last(List<Duty> duties) {
        return duties.get(duties.size() - 1).until();
    }

    /** With the running one. */
    private int quartersUntil(Instant end) {
        long seconds = Duration.between(running.start(), end).toSeconds();
        return (int) Math.max(1, seconds / (long) QUARTER);
    }

    /** Up to which demand the quarters are filled so that all is drawn in time, W; 0 without. */
    private double filling(List<Duty> duties) {
        if (duties.isEmpty()) {
            return 0;
        }
        List<Double> house = new ArrayList<>();
        int all = Math.min(A_DAY, quartersUntil(last(duties)));
        for (int i = 0; i < all; i++) {
            house.add(house(i) + others(quarter(i)));
        }
        double level = 0;
        double joules = 0;
        double watts = 0;
        for (Duty duty : duties) {
            joules += duty.joules();
            watts += duty.watts();
            int quarters = Math.min(all, quartersUntil(duty.until()));
            level = Math.max(level, filled(house.subList(0, quarters), joules, watts));
        }
        return level;
    }

    /** What the loads draw that are not due, W. */
    private double others(QuarterHour quarter) {
        ZonedDateTime at = quarter.start().atZone(view.zone());
        double others = 0;
        for (LoadState s : loads) {
            if (s.load().limits().due() == null && !s.load().isStore()) {
                others +=
                        s.load().limits().leaveAlone(at)
                                ? Math.max(s.day().meanWatts(), LEFT_ALONE * s.usually().watts())
                                : s.day().meanWatts();
            }
        }
        return others;
    }

    private static double filled(List<Double> house, double joules, double watts) {
        double low = 0;
        double high = watts + Collections.max(house);
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

    // ---- what is on or off

    /** What the largest load needs that must run whole quarters, W; 0 without. */
    private double indivisible() {
        double largest = 0;
        for (LoadState s : loads) {
            Limits limits = s.load().limits();
            boolean whole =
                    s.load().steering() instanceof Steering.OnOff
                            && (limits.minOn().compareTo(INDIVISIBLE) >= 0
                                    || limits.switchesPerDay() > 0);
            if (whole && s.day().meanWatts() >= RARE * s.usually().watts()) {
                largest = Math.max(largest, s.usually().watts());
            }
        }
        if (largest == 0) {
            return 0;
        }
        List<Double> day = new ArrayList<>();
        for (int i = 0; i < A_DAY; i++) {
            day.add(house(i));
        }
        Collections.sort(day);
        return largest + day.get((int) (OFTEN * (A_DAY - 1)));
    }

    // ---- the rest of the house

    private QuarterHour quarter(int later) {
        return QuarterHour.of(running.start().plus(QuarterHour.LENGTH.multipliedBy(later)));
    }

    private double house(int later) {
        double foreseen = view.ahead().apply(quarter(later)).quantile(0.5).watts();
        return view.knowsADay() ? foreseen : Math.min(foreseen, UNKNOWN);
    }
}
