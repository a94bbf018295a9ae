package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A local day, 23 or 25 hours long twice a year: the mean power of each minute, and the demand of
 * each quarter. Of a day that was imported only the quarters are known, and no target.
 *
 * @param start first instant of the day
 * @param end first instant of the next
 * @param minutes in order of time; minutes nobody measured are missing
 * @param quarters the complete ones, in order of time
 */
public record PowerOfDay(
        LocalDate day,
        Instant start,
        Instant end,
        List<Minute> minutes,
        List<QuarterDemand> quarters) {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** The slowest meters send every 10 s: nearer to the end than that nothing more will come. */
    private static final Duration LAST_CADENCE = Duration.ofSeconds(10);

    /**
     * A minute of the meter's time.
     *
     * @param last when it was last heard of
     * @param kilowatts mean import power of what was read in it
     * @param targetKw the demand to stay under, at its end
     */
    public record Minute(Instant start, Instant last, double kilowatts, double targetKw) {}

    public PowerOfDay {
        minutes = List.copyOf(minutes);
        quarters = List.copyOf(quarters);
        if (minutes.isEmpty() && quarters.isEmpty()) {
            throw new IllegalArgumentException("nothing is stored of " + day);
        }
    }

    /**
     * @param points in order of time; those of other days are left out
     * @param quarters in order of time; those of other days and incomplete ones are left out
     * @throws IllegalArgumentException when nothing is left
     */
    public static PowerOfDay of(
            LocalDate day, List<PowerPoint> points, List<QuarterDemand> quarters, ZoneId zone) {
        Instant start = day.atStartOfDay(zone).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
        List<Minute> minutes = new ArrayList<>();
        long sum = 0;
        int count = 0;
        for (PowerPoint p : points) {
            if (p.at().isBefore(start) || !p.at().isBefore(end)) {
                continue;
            }
            Instant minute =
                    start.plus(
                            MINUTE.multipliedBy(Duration.between(start, p.at()).dividedBy(MINUTE)));
            int last = minutes.size() - 1;
            boolean same = last >= 0 && minutes.get(last).start().equals(minute);
            sum = p.imported().watts() + (same ? sum : 0);
            count = 1 + (same ? count : 0);
            Minute next =
                    new Minute(minute, p.at(), sum / 1000.0 / count, p.target().watts() / 1000.0);
            if (same) {
                minutes.set(last, next);
            } else {
                minutes.add(next);
            }
        }
        List<QuarterDemand> complete =
                quarters.stream()
                        .filter(q -> q.complete())
                        .filter(q -> !q.quarter().start().isBefore(start))
                        .filter(q -> q.quarter().start().isBefore(end))
                        .toList();
        return new PowerOfDay(day, start, end, minutes, complete);
    }

    /** Of several alike the first; empty when none is complete. */
    Optional<QuarterDemand> highest() {
        return quarters.stream().max(Demands.BY_HEIGHT);
    }

    /** When the day was last heard of. */
    Instant last() {
        Instant read = minutes.isEmpty() ? start : minutes.get(minutes.size() - 1).last();
        Instant counted =
                quarters.isEmpty() ? start : quarters.get(quarters.size() - 1).quarter().end();
        return read.isAfter(counted) ? read : counted;
    }

    boolean isOver() {
        return !last().isBefore(end.minus(LAST_CADENCE));
    }

    Duration length() {
        return Duration.between(start, end);
    }
}
