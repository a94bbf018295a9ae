package be.bsmr.otherwise;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is counted of a past that goes through the site once more. Changes as it does. */
final class RelivedTally {

    private static final int QUARTER = (int) QuarterHour.LENGTH.toSeconds();

    /** Less than this does not wait, J: a watt for a quarter. */
    private static final double LEAST = 900;

    private static final long NOTHING_WAITS = Long.MIN_VALUE;

    private final ZoneId zone;
    private final PeakTarget target;
    private final SortedMap<YearMonth, Month> months = new TreeMap<>();
    private int quarters;
    private int leftOut;
    private int above;
    private int stillAbove;
    private double importBefore;
    private double importAfter;
    private double given;
    private double taken;
    private double wished;
    private double moved;
    private int times;
    private long longest;

    // Of the running quarter:
    private boolean whole;
    private double was;
    private double would;

    /** Of all loads together, J. */
    private double waiting;

    /** When something began to wait, s since 1970. */
    private long since = NOTHING_WAITS;

    /**
     * @param target of each month before there is a peak in it
     */
    RelivedTally(ZoneId zone, PeakTarget target) {
        this.zone = zone;
        this.target = target;
    }

    /**
     * One second.
     *
     * @param second s since 1970
     * @param before import minus export as it was, W; not a number where nobody measured
     * @param now what it would have been, W
     */
    void second(long second, double before, double now) {
        if (Math.floorMod(second, QUARTER) == 0) {
            whole = true;
            was = 0;
            would = 0;
        }
        whole &= !Double.isNaN(before);
        was += Math.max(0, before);
        would += Math.max(0, now);
        if (!Double.isNaN(before)) {
            importBefore += Math.max(0, before);
            importAfter += Math.max(0, now);
        }
    }

    /** What a battery drew in that second, W; below zero it gave. */
    void stored(double watts) {
        taken += Math.max(0, watts);
        given += Math.max(0, -watts);
    }

    /**
     * What a load drew in that second.
     *
     * @param before in the past, W
     * @param now W
     * @param counts false while the forecast only learns: what waits then is still to be drawn
     */
    void drawn(double before, double now, boolean counts) {
        waiting += before - now;
        if (counts) {
            wished += before;
            moved += Math.max(0, before - now);
        }
    }

    /** All of that second has been told. */
    void end(long second) {
        if (waiting >= LEAST && since == NOTHING_WAITS) {
            since = second;
            times++;
        }
        if (since != NOTHING_WAITS) {
            longest = Math.max(longest, second + 1 - since);
            since = waiting < LEAST ? NOTHING_WAITS : since;
        }
        if (Math.floorMod(second, QUARTER) == QUARTER - 1) {
            quarter(second);
        }
    }

    private void quarter(long second) {
        if (!whole) {
            leftOut++;
            return;
        }
        quarters++;
        YearMonth month = YearMonth.from(Instant.ofEpochSecond(second).atZone(zone));
        Power before = Power.ofWatts(Math.round(was / QUARTER));
        Power now = Power.ofWatts(Math.round(would / QUARTER));
        Power line = target.in(month, PeakHistory.EMPTY);
        above += before.isAbove(line) ? 1 : 0;
        stillAbove += now.isAbove(line) ? 1 : 0;
        months.merge(
                month,
                new Month(month, before, now),
                (a, b) -> new Month(month, a.was().max(b.was()), a.would().max(b.would())));
    }

    Relived result(List<String> unmodelled) {
        return new Relived(
                List.copyOf(months.values()),
                quarters,
                leftOut,
                joules(importBefore),
                joules(importAfter),
                joules(given),
                joules(taken),
                new Relived.Waits(
                        above,
                        stillAbove,
                        times,
                        Duration.ofSeconds(longest),
                        joules(wished),
                        joules(moved),
                        joules(waiting),
                        unmodelled));
    }

    private static Energy joules(double joules) {
        return new Energy(Math.round(joules));
    }
}
