package be.bsmr.home.plot;

import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;

/**
 * Steps of power from zero, as few as tell a day from a night: each is a colour of a heat map.
 *
 * @param stepKw of each; a value on a border belongs to the step above
 * @param count 1 or more
 */
record HeatClasses(double stepKw, int count) {

    private static final List<Double> STEPS =
            List.of(0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 50.0, 100.0);

    /**
     * That reach up to a highest value.
     *
     * @param most classes
     */
    static HeatClasses upTo(double kilowatts, int most) {
        for (double step : STEPS) {
            if (kilowatts < step * most) {
                return new HeatClasses(step, 1 + (int) (kilowatts / step));
            }
        }
        return new HeatClasses(kilowatts / most * 1.001, most);
    }

    /** From 0. */
    int of(double kilowatts) {
        return Math.min(count - 1, (int) (kilowatts / stepKw));
    }

    /** Such as 0.5–1. */
    String name(int index, Locale locale) {
        return number(index * stepKw, locale) + "–" + number((index + 1) * stepKw, locale);
    }

    private static String number(double value, Locale locale) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMaximumFractionDigits(2);
        return format.format(value);
    }
}
