package be.bsmr.backtest;

/**
 * The means of power that the simple methods go on with. Each power is the mean since the one
 * before it. Changes as it runs.
 */
final class Means {

    private static final int WINDOW = 30;
    private static final double SLOW_S = 300;
    private static final double FAST_S = 120;

    /** The last seconds' powers, W, around and around. */
    private final double[] window = new double[WINDOW];

    private int next;
    private int filled;
    private double last;
    private double fast;
    private double slow;

    /** What was before says nothing any more. */
    void forget() {
        filled = 0;
    }

    /**
     * @param watts mean of the last {@code seconds}
     */
    void add(double watts, long seconds) {
        if (filled == 0) {
            fast = watts;
            slow = watts;
        }
        fast += (watts - fast) * -Math.expm1(-seconds / FAST_S);
        slow += (watts - slow) * -Math.expm1(-seconds / SLOW_S);
        for (long s = Math.min(seconds, WINDOW); s > 0; s--) {
            window[next] = watts;
            next = (next + 1) % WINDOW;
            filled = Math.min(filled + 1, WINDOW);
        }
        last = watts;
    }

    double last() {
        return last;
    }

    double mean30() {
        double sum = 0;
        for (int i = 1; i <= filled; i++) {
            sum += window[Math.floorMod(next - i, WINDOW)];
        }
        return sum / filled;
    }

    double ema120() {
        return fast;
    }

    double ema300() {
        return slow;
    }
}
