package be.bsmr.home.plot;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One direction of a chart.
 *
 * @param from its lower end
 * @param to its upper end, above {@code from}
 * @param ticks what is written along it
 * @param title what its numbers are; may be empty
 * @param grid whether a line goes through the chart at each tick
 */
record Axis(double from, double to, List<Tick> ticks, String title, boolean grid) {

    /** So many at most; further apart than their letters are high. */
    private static final int MOST_TICKS = 8;

    /** Room above the highest, for what is written on it. */
    private static final double HEADROOM = 1.06;

    private static final double[] NICE = {1, 2, 2.5, 5};

    /**
     * @param at where
     * @param label may be empty
     */
    record Tick(double at, String label) {}

    /**
     * Of numbers, with zero: its ends and ticks are round.
     *
     * @param lowest zero or below
     * @param highest zero or above
     */
    static Axis ofNumbers(double lowest, double highest, String title, Locale locale) {
        double low = lowest * HEADROOM;
        double high = highest > 0 || lowest < 0 ? highest * HEADROOM : 1;
        double step = step(high - low);
        long first = (long) Math.floor(low / step);
        long last = (long) Math.ceil(high / step);
        NumberFormat format = NumberFormat.getInstance(locale);
        int decimals = Math.max(0, BigDecimal.valueOf(step).stripTrailingZeros().scale());
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        List<Tick> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            ticks.add(new Tick(i * step, format.format(i * step).replace('-', '−')));
        }
        return new Axis(first * step, last * step, ticks, title, true);
    }

    /** The smallest of 1, 2, 2.5 and 5 times a power of ten with few enough ticks. */
    private static double step(double length) {
        for (int exponent = -3; ; exponent++) {
            for (double nice : NICE) {
                double step = BigDecimal.valueOf(nice).scaleByPowerOfTen(exponent).doubleValue();
                if (length / step <= MOST_TICKS - 1) {
                    return step;
                }
            }
        }
    }
}
