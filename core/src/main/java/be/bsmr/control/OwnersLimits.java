package be.bsmr.control;

import java.time.Duration;
import java.time.Instant;

/** What the limits that the owner has set mean for a load at one moment. */
final class OwnersLimits {

    /** Only a greater risk is worth a switch when a day's switches go faster than the day. */
    private static final double RISK_SCARCE = 0.5;

    /** Only a greater risk is worth the last switch of a day. */
    private static final double RISK_LAST = 0.9;

    /** A day's switches may be ahead of the day by this share of it. */
    static final double AHEAD = 0.2;

    /** After an actuator failed it is left alone. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(20);

    /** After switching it had no effect again and again it is left alone. */
    private static final Duration AFTER_FRUITLESS = Duration.ofHours(1);

    /** What is due needs nearly all the time that is left. */
    static final double URGENT = 0.8;

    private final View view;
    private final Instant now;

    OwnersLimits(View view) {
        this.view = view;
        now = view.now();
    }

    /** What a load must draw from now on to have in time what is due, W; 0 = nothing is. */
    double dueWatts(LoadNow s) {
        Due due = s.load().limits().due();
        if (due == null || s.day().dueSince() == null) {
            return 0;
        }
        double joules = due.energy().joules() - s.day().dueJoules();
        double seconds = Math.max(60, due.time().left(view.local()).toSeconds());
        return Math.max(0, joules / seconds);
    }

    /** Whether what is due needs nearly all the time that is left. */
    boolean isUrgent(LoadNow s) {
        return dueWatts(s) > URGENT * s.most().watts();
    }

    /** Whether it still has to draw something by a time of day. */
    boolean isDue(LoadNow s) {
        return dueWatts(s) > 0;
    }

    /**
     * The least that a modulating load may be set to while it is on, W: its lowest value, or what
     * it must draw once what is due is urgent.
     */
    double least(LoadNow s, Actuation.Modulating m) {
        double least = m.power(m.min()).watts();
        double due = dueWatts(s);
        return due == 0 || !isUrgent(s)
                ? least
                : Math.max(least, Math.min(due, m.power(m.max()).watts()));
    }

    /** Whether it is one of the times at which the load is never shed. */
    boolean isLeftAlone(LoadNow s) {
        return s.load().limits().leaveAlone(view.local());
    }

    /** Whether it has kept its position for the shortest time that it must stay shed. */
    boolean isShedLongEnough(LoadNow s) {
        return s.since() == null || !now.isBefore(s.since().plus(s.load().limits().minShed()));
    }

    /**
     * Whether it has had its shortest time on since it was given back, and a third of that since it
     * began to draw by itself; a modulating load, whether its last setting has settled.
     */
    boolean hasRun(LoadNow s) {
        Duration minOn = s.load().limits().minOn();
        if (s.load().actuation() instanceof Actuation.Modulating) {
            return s.since() == null || !now.isBefore(s.since().plus(Modulation.SETTLED));
        }
        Instant began = s.draw().running() ? s.draw().runningSince() : null;
        boolean byItself = began == null || !now.isBefore(began.plus(minOn.dividedBy(3)));
        return byItself && (s.since() == null || !now.isBefore(s.since().plus(minOn)));
    }

    /** Whether the load is not counted on for a while: it cannot be reached, or did not obey. */
    boolean hasFailed(LoadNow s) {
        if (!s.contact().isReached() || s.since() == null) {
            return !s.contact().isReached();
        }
        boolean failed = s.report() == LoadState.Report.FAILED;
        // One that is seen to run all the same is tried again now and then.
        Duration pause = s.draw().running() ? AFTER_FRUITLESS.dividedBy(6) : AFTER_FRUITLESS;
        boolean fruitless = s.fruitless() >= LoadWatch.FRUITLESS;
        return (failed && now.isBefore(s.since().plus(AFTER_FAILURE)))
                || (fruitless && now.isBefore(s.since().plus(pause)));
    }

    /**
     * The probability, 0–1, of passing the target above which the load's next switch of the day is
     * worth it.
     */
    double riskWorth(LoadNow s) {
        int most = s.load().limits().switchesPerDay();
        int used = s.day().shedsOn(view.today());
        if (most == 0 || used == 0) {
            return 0;
        }
        if (used == most - 1) {
            return RISK_LAST;
        }
        double ahead = aheadOfDay(s);
        return ahead < 0 ? 0 : ahead < AHEAD ? ControlPlan.RISK_UNSEEN : RISK_SCARCE;
    }

    /** By how much the share of the day's switches that are used is ahead of the day's hours. */
    double aheadOfDay(LoadNow s) {
        int most = s.load().limits().switchesPerDay();
        double day = view.local().toLocalTime().toSecondOfDay() / 86_400.0;
        return most == 0 ? -day : (double) s.day().shedsOn(view.today()) / most - day;
    }
}
