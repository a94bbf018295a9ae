package be.bsmr.home.store;

import be.bsmr.quarter.RegisterDifference;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a register has grown over readings of which some may be false: a corrupted digit, a
 * dongle that starts anew, another meter. What no house can draw is no growth, and a register that
 * comes back to where it was had never been away.
 */
final class RegisterGrowth {

    /** A register may be so many seconds behind, and then make up for it. */
    private static final long LATE = 60;

    /** Where the register stood, and what it had grown by then. */
    private record Point(long at, long wattHours, long grown) {}

    private Point first;
    private Point last;

    /** When it last changed. */
    private long changed;

    /** How many readings were in line with {@link #last}. */
    private int inLine = 1;

    /** Before it grew last: when it falls back to there, it had not grown. */
    private @Nullable Point before;

    /** Where it jumped from. */
    private @Nullable Point left;

    private long highestWatts;

    /**
     * @param at seconds since 1970
     */
    RegisterGrowth(long at, long wattHours) {
        first = new Point(at, wattHours, 0);
        last = first;
        changed = at;
    }

    /**
     * The next reading.
     *
     * @param watts the power that went with it, or 0: large users draw more than houses do
     */
    void next(long at, long wattHours, long watts) {
        highestWatts = Math.max(highestWatts, watts);
        boolean grows = fits(last, wattHours, Math.max(at - last.at, Math.min(at - changed, LATE)));
        if (left != null
                && fits(left, wattHours, at - left.at)
                && (left.wattHours > last.wattHours || !grows)) {
            long grown = left.grown + wattHours - left.wattHours;
            moveTo(new Point(at, wattHours, Math.max(last.grown, grown)), at);
            left = null;
            inLine = 2;
        } else if (grows) {
            if (left != null && left.at == first.at) {
                first = last;
                left = null;
            }
            inLine++;
            if (wattHours == last.wattHours) {
                last = new Point(at, wattHours, last.grown);
            } else {
                Point from = last;
                moveTo(new Point(at, wattHours, last.grown + wattHours - last.wattHours), at);
                before = from;
            }
        } else if (before != null
                && wattHours < last.wattHours
                && fits(before, wattHours, at - before.at)) {
            moveTo(new Point(at, wattHours, before.grown + wattHours - before.wattHours), at);
        } else {
            jump(new Point(at, wattHours, last.grown), at);
        }
    }

    private void moveTo(Point point, long at) {
        last = point;
        changed = at;
        before = null;
    }

    /** One reading alone is not believed: the first may be it, and so may this one. */
    private void jump(Point to, long at) {
        if (inLine > 1 || left == null) {
            left = last;
        }
        inLine = 1;
        moveTo(to, at);
    }

    private boolean fits(Point from, long wattHours, long seconds) {
        return grows(wattHours - from.wattHours, seconds, highestWatts);
    }

    /** Whether a register can grow by so much, Wh, in so many seconds. */
    private static boolean grows(long wattHours, long seconds, long watts) {
        // Most seconds: nothing grew.
        if (wattHours == 0) {
            return true;
        }
        return wattHours > 0
                && !RegisterDifference.isJump(
                        Energy.ofWattHours(wattHours),
                        Duration.ofSeconds(seconds),
                        Power.ofWatts(watts));
    }

    /** What is known of it now. */
    Quarter known() {
        Point end = inLine == 1 && left != null ? left : last;
        return new Quarter(first.at, first.wattHours, end.at, end.wattHours, end.grown);
    }

    /**
     * What a register did in a quarter-hour.
     *
     * @param firstAt when it was first read, seconds since 1970
     * @param first Wh
     * @param lastAt when it was last read
     * @param last Wh
     * @param grown Wh, between the two
     */
    record Quarter(long firstAt, long first, long lastAt, long last, long grown) {

        /** What it grew until {@code next}, Wh; 0 when that is of another meter, or false. */
        long growthUntil(Quarter next) {
            long between = next.first - last;
            long watts = Math.max(watts(), next.watts());
            return grows(between, next.firstAt - lastAt, watts) ? between : 0;
        }

        private long watts() {
            return lastAt > firstAt ? grown * 3600 / (lastAt - firstAt) : 0;
        }
    }
}
