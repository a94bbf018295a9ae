package be.bsmr.quarter;

import java.nio.ByteBuffer;

/**
 * Appliances that switch to and fro: a hob, an oven, a thermostat. They are known by steps of the
 * power that come back: up, and up again by as much, with as much down between. While one goes on,
 * the mean of a whole cycle says what the next minutes draw; the power of the moment, or of any
 * other time, does not.
 *
 * <p>Changes in place, as {@link PowerFeatures} does.
 */
final class Cycles {

    /** A slower one is no cycle but a load that comes and goes, s. */
    static final int LONGEST = 200;

    /** A mean is taken over at least so long, s. */
    private static final int SHORTEST = 30;

    private static final int STEPS = 24;

    /** Steps are of one appliance when they differ by less than this share. */
    private static final double ALIKE = 0.07;

    /** A ramp of a few seconds is one step, s. */
    private static final int RAMP = 3;

    /** A change of at least this many watts, and of this share, is an appliance that switches. */
    private static final double STEP_WATTS = 150;

    private static final double STEP_SHARE = 0.05;

    /** Saved while there is none. */
    private static final double NO_LEVEL = -Double.MAX_VALUE;

    /** The newest steps, a ring: when, s since 1970, and by how much, W. */
    private final long[] at;

    private final double[] sizes;
    private int count;

    /** The power since the last step, W. */
    private double level = Double.NaN;

    Cycles() {
        at = new long[STEPS];
        sizes = new double[STEPS];
    }

    private Cycles(Cycles c) {
        at = c.at.clone();
        sizes = c.sizes.clone();
        count = c.count;
        level = c.level;
    }

    Cycles copy() {
        return new Cycles(this);
    }

    /**
     * The power of one more second.
     *
     * @param power import minus export, W
     */
    void add(long second, int power) {
        double change = power - level;
        if (Math.abs(change) > Math.max(STEP_WATTS, STEP_SHARE * Math.abs(level))) {
            step(second, change);
            level = power;
        } else {
            level = Double.isNaN(level) ? power : level + change * 0.1;
        }
    }

    private void step(long second, double watts) {
        if (count > 0) {
            int newest = (count - 1) % STEPS;
            if (second - at[newest] <= RAMP && watts > 0 == sizes[newest] > 0) {
                sizes[newest] += watts;
                return;
            }
        }
        at[count % STEPS] = second;
        sizes[count % STEPS] = watts;
        count++;
    }

    /**
     * So many seconds are a whole number of cycles of the slowest that goes on.
     *
     * @return 0 when none does, else 30…{@value #LONGEST}
     */
    int whole(long now) {
        int slowest = 0;
        for (int i = 0; i < Math.min(count, STEPS); i++) {
            int first = count - 1 - i;
            if (now - at[first % STEPS] > LONGEST) {
                break;
            }
            int period = period(first);
            if (period > slowest && now - newestLike(first) <= period + RAMP) {
                slowest = period;
            }
        }
        return slowest == 0 || slowest >= SHORTEST
                ? slowest
                : slowest * ((SHORTEST + slowest - 1) / slowest);
    }

    /**
     * Since the step before that is like step {@code i}, s; 0 = there is none. What goes back
     * between may be in one step with another appliance's.
     */
    private int period(int i) {
        double size = Math.abs(sizes[i % STEPS]);
        double back = 0;
        for (int j = i - 1; j >= 0 && j > count - 1 - STEPS; j--) {
            long since = at[i % STEPS] - at[j % STEPS];
            if (since > LONGEST) {
                return 0;
            }
            double step = sizes[j % STEPS];
            if (step > 0 != sizes[i % STEPS] > 0) {
                back += Math.abs(step);
            } else if (back >= (1 - ALIKE) * size && isLike(i, j, 1)) {
                return (int) since;
            }
        }
        return 0;
    }

    private long newestLike(int i) {
        for (int k = count - 1; k > i; k--) {
            if (isLike(i, k, 1) || isLike(i, k, -1)) {
                return at[k % STEPS];
            }
        }
        return at[i % STEPS];
    }

    private boolean isLike(int i, int j, int sign) {
        double a = sizes[i % STEPS];
        double b = sign * sizes[j % STEPS];
        return a > 0 == b > 0 && Math.abs(a - b) <= ALIKE * Math.max(Math.abs(a), Math.abs(b));
    }

    void save(Memory to) {
        for (int i = 0; i < STEPS; i++) {
            to.putLong(at[i]);
        }
        to.put(sizes);
        to.putInt(count);
        to.put(new double[] {Double.isNaN(level) ? NO_LEVEL : level});
    }

    static Cycles load(ByteBuffer from) {
        Cycles cycles = new Cycles();
        for (int i = 0; i < STEPS; i++) {
            cycles.at[i] = from.getLong();
        }
        System.arraycopy(Memory.doubles(from, STEPS), 0, cycles.sizes, 0, STEPS);
        cycles.count = Memory.within(from.getInt(), Integer.MAX_VALUE);
        double level = Memory.doubles(from, 1)[0];
        cycles.level = level == NO_LEVEL ? Double.NaN : level;
        return cycles;
    }
}
