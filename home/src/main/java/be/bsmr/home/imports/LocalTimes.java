package be.bsmr.home.imports;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the local times of an export into instants. In the hour that comes twice in autumn, what an
 * interval ends at tells which of the two is meant, and where that does not tell, the order does:
 * the first row of a series that bears a time is the summer's, the second the winter's.
 */
final class LocalTimes {

    private static final Pattern DAY_FIRST =
            Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})");
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2}))?");

    private final ZoneId zone;

    /** How often each time of the double hour was seen, by series. */
    private final Map<String, Turns> seen = new HashMap<>();

    private final Map<String, LocalDateTime> before = new HashMap<>();
    private Duration usual = Duration.ZERO;

    LocalTimes(ZoneId zone) {
        this.zone = zone;
    }

    ZoneId zone() {
        return zone;
    }

    /** From when, and for how long. */
    record Interval(Instant start, long seconds) {}

    /**
     * @param series what counts its own hours: a register of a meter
     * @throws BadRow when no such interval exists
     */
    Interval interval(LocalDateTime from, LocalDateTime to, String series) throws BadRow {
        List<Interval> possible = new ArrayList<>();
        for (Instant start : instants(from)) {
            List<Instant> ends = instants(to);
            // Some end the quarter before the missing hour where that hour would begin.
            for (Instant end : ends.isEmpty() ? List.of(to.atZone(zone).toInstant()) : ends) {
                if (end.isAfter(start)) {
                    possible.add(new Interval(start, Duration.between(start, end).toSeconds()));
                }
            }
        }
        if (instants(from).isEmpty()) {
            throw skipped(from);
        }
        if (possible.isEmpty()) {
            throw new BadRow(
                    Why.of(Why.Kind.ENDS_BEFORE_IT_BEGINS).with("from", from).with("to", to));
        }
        List<Interval> asUsual =
                possible.stream().filter(i -> i.seconds() == usual.toSeconds()).toList();
        boolean twice = asUsual.size() == 2;
        Interval interval =
                twice
                        ? asUsual.get(turn(from, series))
                        : asUsual.isEmpty() ? shortest(possible) : asUsual.get(0);
        before.put(series, from);
        usual = Duration.ofSeconds(interval.seconds());
        return interval;
    }

    /**
     * @throws BadRow when no such time exists
     */
    Instant instant(LocalDateTime at, String series) throws BadRow {
        List<Instant> instants = instants(at);
        if (instants.isEmpty()) {
            throw skipped(at);
        }
        Instant instant = instants.size() == 1 ? instants.get(0) : instants.get(turn(at, series));
        before.put(series, at);
        return instant;
    }

    private static BadRow skipped(LocalDateTime at) {
        return new BadRow(Why.of(Why.Kind.SKIPPED_HOUR).with("at", at));
    }

    private static Interval shortest(List<Interval> possible) {
        Interval shortest = possible.get(0);
        for (Interval i : possible) {
            if (i.seconds() < shortest.seconds()) {
                shortest = i;
            }
        }
        return shortest;
    }

    /** Which of the two: files that go back in time tell the winter's first. */
    private int turn(LocalDateTime at, String series) throws BadRow {
        LocalDateTime last = before.get(series);
        boolean backwards = last != null && last.isAfter(at);
        Turns turns = seen.computeIfAbsent(series + at, k -> new Turns(backwards));
        if (++turns.seen > 2) {
            throw new BadRow(Why.of(Why.Kind.THIRD_TIME).with("at", at));
        }
        return (turns.seen == 1) == turns.backwards ? 1 : 0;
    }

    private static final class Turns {

        private final boolean backwards;
        private int seen;

        private Turns(boolean backwards) {
            this.backwards = backwards;
        }
    }

    private List<Instant> instants(LocalDateTime at) {
        List<Instant> instants = new ArrayList<>();
        for (ZoneOffset offset : zone.getRules().getValidOffsets(at)) {
            instants.add(at.toInstant(offset));
        }
        return instants;
    }

    /**
     * Day first or year first, whatever stands between.
     *
     * @throws BadRow when it is no date
     */
    static LocalDate date(String text) throws BadRow {
        Matcher dayFirst = DAY_FIRST.matcher(text);
        Matcher yearFirst = YEAR_FIRST.matcher(text);
        try {
            if (dayFirst.matches()) {
                return LocalDate.of(number(dayFirst, 3), number(dayFirst, 2), number(dayFirst, 1));
            }
            if (yearFirst.matches()) {
                return LocalDate.of(
                        number(yearFirst, 1), number(yearFirst, 2), number(yearFirst, 3));
            }
        } catch (DateTimeException e) {
            throw new BadRow(Why.Kind.NO_DATE, text);
        }
        throw new BadRow(Why.Kind.NO_DATE, text);
    }

    /**
     * @throws BadRow when it is no time of day
     */
    static LocalTime time(String text) throws BadRow {
        Matcher m = TIME.matcher(text);
        try {
            if (m.matches()) {
                return LocalTime.of(
                        number(m, 1), number(m, 2), m.group(3) == null ? 0 : number(m, 3));
            }
        } catch (DateTimeException e) {
            throw new BadRow(Why.Kind.NO_TIME_OF_DAY, text);
        }
        throw new BadRow(Why.Kind.NO_TIME_OF_DAY, text);
    }

    /**
     * A date and a time with a space or a T between them.
     *
     * @throws BadRow when it is none
     */
    static LocalDateTime dateTime(String text) throws BadRow {
        String[] parts = text.split("[ T]+", 2);
        if (parts.length < 2) {
            throw new BadRow(Why.Kind.NO_DATE_AND_TIME, text);
        }
        return date(parts[0]).atTime(time(parts[1]));
    }

    private static int number(Matcher m, int group) {
        @Nullable String digits = m.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
