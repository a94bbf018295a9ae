package be.bsmr.control;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A time that comes back each week: {@code 22:00-06:00}, {@code mon-fri 06:30-08:00}, {@code
 * sat,sun 00:00-24:00}. One that passes midnight belongs to the day on which it begins.
 *
 * @param days on which it begins
 * @param from local time, included
 * @param to local time, not included; not after {@code from} = on the next day
 */
public record WeeklyTime(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    private static final Pattern FORM =
            Pattern.compile("(?:([a-z,-]+) +)?(\\d\\d?:\\d\\d) *- *(\\d\\d?:\\d\\d)");

    public WeeklyTime {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a weekly time needs at least one day");
        }
    }

    /**
     * @throws IllegalArgumentException saying what to write instead
     */
    public static WeeklyTime parse(String text) {
        Matcher m = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            throw wrong(text);
        }
        try {
            return new WeeklyTime(
                    m.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(m.group(1)),
                    time(m.group(2)),
                    time(m.group(3)));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(text).getMessage(), e);
        }
    }

    /** Whether {@code now} lies in this time of the week. */
    public boolean contains(ZonedDateTime now) {
        LocalTime time = now.toLocalTime();
        if (from.isBefore(to)) {
            return days.contains(now.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
        }
        return (days.contains(now.getDayOfWeek()) && !time.isBefore(from))
                || (days.contains(now.getDayOfWeek().minus(1)) && time.isBefore(to));
    }

    /** How long this time of the week still lasts at {@code now}, which lies in it. */
    public Duration left(ZonedDateTime now) {
        ZonedDateTime end = now.with(to);
        return Duration.between(now, end.isAfter(now) ? end : end.plusDays(1));
    }

    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            List<DayOfWeek> ends = new ArrayList<>();
            for (String name : part.split("-", -1)) {
                ends.add(day(name));
            }
            if (ends.size() > 2) {
                throw new IllegalArgumentException(part);
            }
            DayOfWeek last = ends.get(ends.size() - 1);
            for (DayOfWeek d = ends.get(0); d != last; d = d.plus(1)) {
                days.add(d);
            }
            days.add(last);
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        for (DayOfWeek d : DayOfWeek.values()) {
            if (name.length() >= 3 && d.name().toLowerCase(Locale.ROOT).startsWith(name)) {
                return d;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static LocalTime time(String text) {
        return text.equals("24:00")
                ? LocalTime.MIDNIGHT
                : LocalTime.parse(text.length() == 4 ? "0" + text : text);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "a time of the week is like 22:00-06:00 or mon-fri 06:30-08:00, not '"
                        + text
                        + "'");
    }

    @Override
    public String toString() {
        String when = from + "-" + to;
        return days.size() == DayOfWeek.values().length
                ? when
                : days.stream()
                                .sorted()
                                .map(d -> d.name().substring(0, 3).toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(","))
                        + " "
                        + when;
    }
}
