package be.bsmr.home.source;

import be.bsmr.home.source.Finding.Kind;
import be.bsmr.home.source.Finding.Severity;
import be.bsmr.home.source.LineDoctor.HostClock;
import be.bsmr.meter.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the link doctor heard of one meter's clock, and of the pace of its telegrams. */
final class HeardClock {

    private static final Duration AGREES = Duration.ofSeconds(5);
    private static final Duration DIFFERS = Duration.ofSeconds(60);
    private static final double MANY = 0.05;
    private static final int MOST_INTERVALS = 20;

    /** So long must be listened to say that a clock stands, or how fast it goes. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    /** In a recording as many telegrams that say something new. */
    private static final int ENOUGH = 10;

    /** What repeats one telegram for so long is stuck: no meter speaks less often. */
    private static final Duration STUCK = Duration.ofMinutes(2);

    private final HostClock hostClock;
    private final ZoneId zone;
    private final SortedMap<Long, Long> intervals = new TreeMap<>();
    private @Nullable Instant first;
    private @Nullable Instant latest;
    private @Nullable Instant firstHeard;
    private @Nullable Instant lastHeard;
    private @Nullable Duration skew;
    private @Nullable Reading before;
    private long telegrams;
    private long fresh;

    /**
     * @param zone the meter's
     */
    HeardClock(HostClock hostClock, ZoneId zone) {
        this.hostClock = hostClock;
        this.zone = zone;
    }

    /**
     * @param at host clock
     */
    void hear(Reading reading, Instant at) {
        telegrams++;
        firstHeard = firstHeard == null ? at : firstHeard;
        lastHeard = at;
        boolean repeat = reading.measuredAt() != null && reading.equals(before);
        before = reading;
        if (repeat) {
            return;
        }
        fresh++;
        Instant stamp = reading.measuredAt();
        if (stamp == null) {
            return;
        }
        Duration ahead = Duration.between(at, stamp);
        // The telegram that took the least time to come says most of the clocks.
        skew = skew == null || ahead.compareTo(skew) > 0 ? ahead : skew;
        if (latest != null && stamp.isAfter(latest)) {
            intervals.merge(Duration.between(latest, stamp).toSeconds(), 1L, Long::sum);
            if (intervals.size() > MOST_INTERVALS) {
                intervals.remove(intervals.lastKey());
            }
        }
        first = first == null ? stamp : first;
        latest = latest == null || stamp.isAfter(latest) ? stamp : latest;
    }

    /** The distance between most of the telegrams, s. */
    Optional<Long> interval() {
        return intervals.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /**
     * @param refused telegrams that came, but broken
     */
    Optional<Finding> missing(long refused) {
        if (interval().isEmpty() || first == null || latest == null) {
            return Optional.empty();
        }
        long expected = Duration.between(first, latest).toSeconds() / interval().get() + 1;
        long missing = expected - fresh - refused;
        return missing <= 0
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                        Kind.MISSING_TELEGRAMS,
                                        missing > expected * MANY
                                                ? Severity.PROBLEM
                                                : Severity.NOTE,
                                        Map.of())
                                .with("missing", missing)
                                .with("expected", expected));
    }

    void tell(List<Finding> found) {
        if (fresh < telegrams) {
            boolean stuck = fresh == 1 && isLive() && heardFor().compareTo(STUCK) >= 0;
            found.add(
                    (stuck ? Finding.problem(Kind.STUCK) : Finding.note(Kind.REPEATS))
                            .with("repeats", telegrams - fresh)
                            .with("telegrams", telegrams)
                            .with("heard_s", heardFor().toSeconds()));
        }
        if (skew == null || first == null || latest == null) {
            found.add(Finding.note(Kind.NO_METER_TIME));
            return;
        }
        Duration went = Duration.between(first, latest);
        String stamp = local(latest);
        Optional<Finding> pace = pace(went);
        pace.ifPresent(f -> found.add(f.with("went_s", went.toSeconds()).with("stamp", stamp)));
        boolean stands = pace.isPresent() && pace.get().kind() == Kind.CLOCK_STANDS;
        if (isLive() && !stands) {
            found.add(offset(skew).with("skew_s", Math.round(skew.toMillis() / 1000.0)));
        }
    }

    /** Whether the clock goes on, and as fast as the host's. */
    private Optional<Finding> pace(Duration went) {
        if (!isLive()) {
            return went.isZero() && fresh >= ENOUGH
                    ? Optional.of(Finding.problem(Kind.CLOCK_STANDS).with("telegrams", fresh))
                    : Optional.empty();
        }
        Duration heard = heardFor();
        if (fresh < 3 || heard.compareTo(LONG_ENOUGH) < 0) {
            return Optional.empty();
        }
        Finding finding =
                went.isZero()
                        ? Finding.problem(Kind.CLOCK_STANDS).with("telegrams", fresh)
                        : went.multipliedBy(2).compareTo(heard) < 0
                                ? Finding.problem(Kind.CLOCK_SPEED)
                                : Finding.note(Kind.CLOCK_SPEED);
        boolean usual =
                went.multipliedBy(2).compareTo(heard) >= 0
                        && went.compareTo(heard.multipliedBy(2)) <= 0;
        return usual ? Optional.empty() : Optional.of(finding.with("heard_s", heard.toSeconds()));
    }

    private String local(Instant stamp) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").format(stamp.atZone(zone));
    }

    private Duration heardFor() {
        return firstHeard == null || lastHeard == null
                ? Duration.ZERO
                : Duration.between(firstHeard, lastHeard);
    }

    private boolean isLive() {
        return hostClock != HostClock.OF_NO_USE;
    }

    private Finding offset(Duration ahead) {
        Duration size = ahead.abs();
        if (size.compareTo(AGREES) <= 0) {
            return Finding.ok(Kind.CLOCK);
        }
        Severity severity = size.compareTo(DIFFERS) <= 0 ? Severity.NOTE : Severity.PROBLEM;
        // A Raspberry Pi has no clock of its own: without a network it wakes up in the past.
        boolean wokeInThePast = ahead.toDays() >= 1 && hostClock != HostClock.SYNCHRONISED;
        if (hostClock == HostClock.NOT_SYNCHRONISED || wokeInThePast) {
            return new Finding(Kind.HOST_CLOCK, severity, Map.of());
        }
        long toWholeHours = Math.floorMod(size.toSeconds() + 30, 3600);
        boolean hours = size.toMinutes() >= 59 && size.toHours() <= 12 && toWholeHours <= 60;
        return new Finding(hours ? Kind.HOURS_OFF : Kind.CLOCK_SKEW, severity, Map.of());
    }
}
