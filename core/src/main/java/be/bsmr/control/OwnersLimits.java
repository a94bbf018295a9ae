package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** The same after switching it had no effect again and again. */
    private static final Duration AFTER_FRUITLESS = Duration.ofHours(1);

    /** What is due needs nearly all the time that is left. */
    static final double URGENT = 0.8;

    /** Of what the quarter may come to, what is due gets no more. */
    private static final double DUE_SHARE = 0.7;

    private final View view;
    private final Instant now;

    OwnersLimits(View view) {
        this.view = view;
        now = view.now();
    }

    /** What a load must draw from now on to have in time what is due, W; 0 = nothing is. */
    double dueWatts(LoadState s) {
        Due due = s.load().limits().due();
        if (due == null || s.day().dueSince() == null) {
            return 0;
        }
        double joules = due.energy().joules() - s.day().dueJoules();
        double seconds = Math.max(60, due.time().left(view.local()).toSeconds());
        return Math.max(0, joules / seconds);
    }

    /** Whether what is due needs nearly all the time that is left. */
    boolean isUrgent(LoadState s) {
        return dueWatts(s) > URGENT * s.most().watts();
    }

    /** Whether it still has to draw something by a time of day. */
    boolean isDue(LoadState s) {
        return dueWatts(s) > 0;
    }

    /**
     * How much a load matters now, against the others: its priority; withheld, the more the longer
     * it lasts; and what is due, by how much of its time that needs.
     */
    double rank(LoadState s) {
        double due = dueWatts(s);
        if (due > 0) {
            double most = Math.min(s.most().watts(), DUE_SHARE * view.target().watts());
            return Math.max(1, Load.MOST_PRIORITY * due / most);
        }
        double pressing = s.isShed() ? pressing(s) : 0;
        return s.load().priority() * (1 + 2 * pressing * pressing);
    }

    boolean isLeftAlone(LoadState s) {
        return s.load().limits().leaveAlone(view.local());
    }

    /** When loads must be given back at the latest; not two of them in one quarter. */
    Map<String, Instant> latestReturns(List<LoadState> loads) {
        List<LoadState> held =
                loads.stream()
                        .filter(s -> s.isShed() && !s.isInHand(now))
                        .filter(s -> !returns(s, now).equals(Instant.MAX))
                        .sorted(Comparator.comparing((LoadState s) -> returns(s, now)).reversed())
                        .toList();
        Map<String, Instant> latest = new HashMap<>();
        Instant next = Instant.MAX;
        for (LoadState s : held) {
            Instant before = next.minus(QuarterHour.LENGTH);
            Instant own = returns(s, now);
            Instant at = own.isAfter(before) ? before : own;
            next = at;
            latest.put(s.load().id(), at);
        }
        return latest;
    }

    /** When it must be given back at the latest; what it has not caught up yet counts. */
    static Instant returns(LoadState s, Instant now) {
        Duration longest = s.load().limits().longestShed();
        return s.since() == null || longest == null
                ? Instant.MAX
                : now.plusSeconds((long) Math.max(0, longest.toSeconds() - s.day().withheld()));
    }

    boolean isShedLongEnough(LoadState s) {
        return s.since() == null || !now.isBefore(s.since().plus(s.load().limits().minShed()));
    }

    /** How much of the longest time without power has passed, 0–1. */
    double pressing(LoadState s) {
        Duration longest = s.load().limits().longestShed();
        return longest == null ? 0 : Math.min(1, s.day().withheld() / longest.toSeconds());
    }

    /** Long enough since we gave it back; a third of that since it began by itself. */
    boolean hasRun(LoadState s) {
        Duration minOn = s.load().limits().minOn();
        if (s.load().steering() instanceof Steering.Modulating) {
            return s.since() == null || !now.isBefore(s.since().plus(LoadController.SETTLED));
        }
        Instant began = s.draw().running() ? s.draw().runningSince() : null;
        boolean byItself = began == null || !now.isBefore(began.plus(minOn.dividedBy(3)));
        return byItself && (s.since() == null || !now.isBefore(s.since().plus(minOn)));
    }

    /** Whether it is not counted on for a while: it cannot be reached, or did not obey. */
    boolean hasFailed(LoadState s) {
        if (s.lost() != null || s.since() == null) {
            return s.lost() != null;
        }
        boolean failed = s.report() == LoadState.Report.FAILED;
        // One that is seen to run all the same is tried again now and then.
        Duration pause = s.draw().running() ? AFTER_FRUITLESS.dividedBy(6) : AFTER_FRUITLESS;
        boolean fruitless = s.fruitless() >= LoadWatch.FRUITLESS;
        return (failed && now.isBefore(s.since().plus(AFTER_FAILURE)))
                || (fruitless && now.isBefore(s.since().plus(pause)));
    }

    /** What the break must be likelier than for the load's next switch of the day. */
    double riskWorth(LoadState s) {
        int most = s.load().limits().switchesPerDay();
        int used = s.day().shedsOn(view.today());
        if (most == 0 || used == 0) {
            return 0;
        }
        if (used == most - 1) {
            return RISK_LAST;
        }
        double ahead = aheadOfDay(s);
        return ahead < 0 ? 0 : ahead < AHEAD ? LoadController.RISK_UNSEEN : RISK_SCARCE;
    }

    /** By how much the share of the day's switches that are used is ahead of the day's hours. */
    double aheadOfDay(LoadState s) {
        int most = s.load().limits().switchesPerDay();
        double day = view.local().toLocalTime().toSecondOfDay() / 86_400.0;
        return most == 0 ? -day : (double) s.day().shedsOn(view.today()) / most - day;
    }
}
