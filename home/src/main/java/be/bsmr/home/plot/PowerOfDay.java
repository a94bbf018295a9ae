package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A local day, 23 or 25 hours long twice a year. Of a day that was imported only the quarters are
 * known, and the target that follows from them.
 *
 * @param start first instant of the day
 * @param end first instant of the next
 * @param minutes in order of time; minutes nobody measured are missing
 * @param quarters the complete ones, in order of time
 * @param target of the day
 * @param loads those that were held back
 */
public record PowerOfDay(
        LocalDate day,
        Instant start,
        Instant end,
        List<Minute> minutes,
        List<QuarterDemand> quarters,
        TargetLine target,
        List<HeldBack> loads) {

    /** The slowest meters send every 10 s: nearer to the end than that nothing more will come. */
    private static final Duration LAST_CADENCE = Duration.ofSeconds(10);

    /**
     * A minute of the meter's time.
     *
     * @param last when it was last heard of
     * @param importedKw mean import power of what was read in it
     * @param exportedKw mean export power of what was read in it
     */
    public record Minute(Instant start, Instant last, double importedKw, double exportedKw) {

        static final Duration LENGTH = Duration.ofMinutes(1);

        public Instant end() {
            return start.plus(LENGTH);
        }
    }

    public PowerOfDay {
        minutes = List.copyOf(minutes);
        quarters = List.copyOf(quarters);
        loads = List.copyOf(loads);
        if (minutes.isEmpty() && quarters.isEmpty()) {
            throw new IllegalArgumentException("nothing is stored of " + day);
        }
    }

    /**
     * @param minutes of the day, in order of time
     * @param quarters in order of time; those of other days and incomplete ones are left out
     * @throws IllegalArgumentException when nothing is left
     */
    public static PowerOfDay of(
            LocalDate day,
            List<Minute> minutes,
            List<QuarterDemand> quarters,
            TargetLine target,
            List<HeldBack> loads,
            ZoneId zone) {
        Instant start = day.atStartOfDay(zone).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
        List<QuarterDemand> complete =
                quarters.stream()
                        .filter(q -> q.complete())
                        .filter(q -> !q.quarter().start().isBefore(start))
                        .filter(q -> q.quarter().start().isBefore(end))
                        .toList();
        return new PowerOfDay(day, start, end, minutes, complete, target, loads);
    }

    /** Of several alike the first; empty when none is complete. */
    Optional<QuarterDemand> highest() {
        return quarters.stream().max(Demands.BY_HEIGHT);
    }

    /** The highest mean of a minute, kW; 0 when nothing was fed in. */
    double highestExport() {
        return minutes.stream().mapToDouble(Minute::exportedKw).max().orElse(0);
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
