package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;

/**
 * The quarters of the coming day, the running one first, as they are foreseen without what is due:
 * the rest of the house, and what other loads draw on average.
 */
final class Coming {

    static final int QUARTERS = (int) Duration.ofDays(1).dividedBy(QuarterHour.LENGTH);

    /** Until a whole day was seen the house is not taken to go on with what it draws now, W. */
    private static final double UNKNOWN = 500;

    /** While it is never shed a load is taken to draw this share of its power. */
    private static final double LEFT_ALONE = 0.7;

    private final List<LoadNow> loads;
    private final View view;
    private final QuarterHour running;
    private final double[] house = new double[QUARTERS];

    Coming(List<LoadNow> loads, View view) {
        this.loads = loads;
        this.view = view;
        running = view.outlook().soFar().quarter();
        Arrays.fill(house, Double.NaN);
    }

    QuarterHour quarter(int later) {
        return running.later(later);
    }

    /** How many begin before {@code end}, with the running one; at least that. */
    int until(Instant end) {
        long seconds = Duration.between(running.start(), end).toSeconds();
        return (int) Math.max(1, seconds / QuarterHour.LENGTH.toSeconds());
    }

    /** What the house comes to without any of the loads, W; in half of all cases it is less. */
    double house(int later) {
        if (Double.isNaN(house[later])) {
            house[later] = view.ahead().apply(quarter(later)).quantile(0.5).watts();
        }
        return view.knowsADay() ? house[later] : Math.min(house[later], UNKNOWN);
    }

    /** What all loads draw that are not due, W. */
    double others(int later) {
        return loads.stream().mapToDouble(s -> other(s, later)).sum();
    }

    /** What a load draws that is not due, W; 0 for one that is, and for a battery. */
    double other(LoadNow s, int later) {
        if (s.load().limits().due() != null || s.load().isStore()) {
            return 0;
        }
        ZonedDateTime at = quarter(later).start().atZone(view.zone());
        double mean = s.day().meanWatts();
        return s.load().limits().leaveAlone(at)
                ? Math.max(mean, LEFT_ALONE * s.usually().watts())
                : mean;
    }
}
