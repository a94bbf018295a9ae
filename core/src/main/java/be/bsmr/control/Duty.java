package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Energy that a load still wants in one of its times of day.
 *
 * @param from at the earliest
 * @param until it is meant to have it: some time before it must
 * @param joules above zero
 * @param watts that it can draw
 */
public record Duty(String load, Instant from, Instant until, double joules, double watts) {

    private static final double QUARTER = QuarterHour.LENGTH.toSeconds();

    /**
     * What is due is meant to be drawn so long before its time ends, or a quarter of the time left
     * before when that is less.
     */
    private static final Duration EARLY = Duration.ofMinutes(30);

    /** What is due at this moment, the earliest end first. */
    static List<Duty> pending(List<LoadNow> loads, View view) {
        List<Duty> duties = new ArrayList<>();
        for (LoadNow s : loads) {
            Due due = s.load().limits().due();
            if (due != null && isPending(s, due, view)) {
                double had = s.day().dueJoules();
                duties.add(of(s, due, view.local(), due.energy().joules() - had));
            }
        }
        return sorted(duties);
    }

    /**
     * What is due at this moment, and what will be in times that begin and end within the coming
     * day; the earliest end first.
     */
    static List<Duty> ofADay(List<LoadNow> loads, View view, Coming coming) {
        List<Duty> duties = new ArrayList<>(pending(loads, view));
        Instant horizon = coming.quarter(Coming.QUARTERS).start();
        for (LoadNow s : loads) {
            Due due = s.load().limits().due();
            if (due == null || s.load().isStore()) {
                continue;
            }
            boolean within = due.time().contains(view.local());
            for (int i = 1; i < Coming.QUARTERS; i++) {
                ZonedDateTime at = coming.quarter(i).start().atZone(view.zone());
                boolean before = within;
                within = due.time().contains(at);
                if (within
                        && !before
                        && !at.plus(due.time().left(at)).toInstant().isAfter(horizon)) {
                    duties.add(of(s, due, at, (double) due.energy().joules()));
                }
            }
        }
        return sorted(duties);
    }

    private static Duty of(LoadNow s, Due due, ZonedDateTime from, double joules) {
        Duration left = due.time().left(from);
        Duration early = left.dividedBy(4);
        if (early.compareTo(EARLY) > 0) {
            early = EARLY;
        }
        Instant start = from.toInstant();
        return new Duty(
                s.load().id(), start, start.plus(left).minus(early), joules, s.most().watts());
    }

    /** A car that may charge and does not is full, whatever was foreseen. */
    private static boolean isPending(LoadNow s, Due due, View view) {
        return !s.isIdle(view.now())
                && due.time().contains(view.local())
                && s.day().dueJoules() < due.energy().joules();
    }

    private static List<Duty> sorted(List<Duty> duties) {
        duties.sort(Comparator.comparing(Duty::until));
        return duties;
    }

    /** What it draws of a quarter that has {@code room} for it, J; {@code had} is drawn before. */
    double takes(double room, double had) {
        double most = Math.min(watts, Math.max(0, room)) * QUARTER;
        return Math.min(most, joules - had);
    }
}
