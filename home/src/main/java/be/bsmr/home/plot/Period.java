package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * What lies along the horizontal axis.
 *
 * @param thin of the points in each such stretch only the last is drawn
 */
record Period(Instant start, Instant end, Duration thin) {

    /** The slowest meters send every 10 s: nearer to the end than that nothing more will come. */
    private static final Duration LAST_CADENCE = Duration.ofSeconds(10);

    /** The quarter that all points lie in. */
    static Period quarter(List<QuarterPoint> points) {
        QuarterHour quarter = QuarterHour.of(first(points));
        return new Period(quarter.start(), quarter.end(), Duration.ofSeconds(5))
                .holding(points, "one quarter");
    }

    /** The local day that all points lie in; 23 or 25 hours twice a year. */
    static Period day(List<QuarterPoint> points, ZoneId zone) {
        LocalDate day = first(points).atZone(zone).toLocalDate();
        return new Period(
                        day.atStartOfDay(zone).toInstant(),
                        day.plusDays(1).atStartOfDay(zone).toInstant(),
                        Duration.ofSeconds(30))
                .holding(points, "one day");
    }

    boolean isOver(Instant last) {
        return !last.isBefore(end.minus(LAST_CADENCE));
    }

    Duration length() {
        return Duration.between(start, end);
    }

    private static Instant first(List<QuarterPoint> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to plot: no points");
        }
        return points.get(0).at();
    }

    private Period holding(List<QuarterPoint> points, String what) {
        Instant before = start;
        for (QuarterPoint p : points) {
            if (p.at().isBefore(before) || !p.at().isBefore(end)) {
                throw new IllegalArgumentException(
                        "a plot shows the points of "
                                + what
                                + " in order of time; "
                                + p.at()
                                + " is not between "
                                + before
                                + " and "
                                + end);
            }
            before = p.at();
        }
        return this;
    }
}
