package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The original's four lines during one quarter.
 *
 * @param points at least one, in order of time
 * @param result what the quarter came to; empty while it runs, or when nobody knows
 */
public record LinesOfQuarter(
        QuarterHour quarter, List<QuarterPoint> points, Optional<QuarterDemand> result) {

    /** Of the points in each such stretch only the last is drawn. */
    private static final Duration THIN = Duration.ofSeconds(5);

    /** The slowest meters send every 10 s: nearer to the end than that nothing more will come. */
    private static final Duration LAST_CADENCE = Duration.ofSeconds(10);

    /**
     * @throws IllegalArgumentException when there are no points, or they are not in order of time,
     *     or not all of this quarter
     */
    public LinesOfQuarter {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to plot: no points");
        }
        Instant before = quarter.start();
        for (QuarterPoint p : points) {
            if (p.at().isBefore(before) || !p.at().isBefore(quarter.end())) {
                throw new IllegalArgumentException(
                        "a plot shows the points of one quarter in order of time; "
                                + p.at()
                                + " is not between "
                                + before
                                + " and "
                                + quarter.end());
            }
            before = p.at();
        }
    }

    /** The quarter of the first point, without a result. */
    public static LinesOfQuarter of(List<QuarterPoint> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to plot: no points");
        }
        return new LinesOfQuarter(QuarterHour.of(points.get(0).at()), points, Optional.empty());
    }

    QuarterPoint last() {
        return points.get(points.size() - 1);
    }

    boolean isOver() {
        return !last().at().isBefore(quarter.end().minus(LAST_CADENCE));
    }

    /** One point for each stretch that can be told apart on the picture. */
    List<QuarterPoint> thinned() {
        List<QuarterPoint> kept = new ArrayList<>();
        long stretch = -1;
        for (QuarterPoint p : points) {
            long of = Duration.between(quarter.start(), p.at()).dividedBy(THIN);
            if (of == stretch) {
                kept.set(kept.size() - 1, p);
            } else {
                kept.add(p);
            }
            stretch = of;
        }
        return kept;
    }
}
