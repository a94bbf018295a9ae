package be.bsmr.home.source;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times in a file of powers: seconds or milliseconds since 1970, ISO 8601, or day, month
 * and year; without a zone they are local. Changes as it runs: what is ambiguous in a time is read
 * off the one before.
 */
final class TraceClock {

    private static final Pattern EPOCH = Pattern.compile("\\d{9,16}(\\.\\d+)?");

    private static final Pattern HOUR =
            Pattern.compile(
                    "(\\d{1,4})([-/.])(\\d{1,2})\\2(\\d{1,4})[T ]\\s*(\\d{1,2})"
                            + "(Z|[+-]\\d{2}(?::?\\d{2})?)?");

    private static final Pattern REST = Pattern.compile("(\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?");

    /** Larger numbers are milliseconds: as seconds they would be after the year 5000. */
    private static final double MILLISECONDS_FROM = 1e11;

    private static final long HOUR_MS = 3_600_000;

    private ZoneId zone;
    private String hour = "";
    private long hourStartsAt;
    private boolean hourComesTwice;
    private @Nullable LocalDate lastDate;
    private long last = Long.MIN_VALUE;

    /**
     * @param zone of times that name none
     */
    TraceClock(ZoneId zone) {
        this.zone = zone;
    }

    /** Milliseconds since 1970; empty when {@code text} is no time. */
    OptionalLong millis(String text) {
        int colon = text.indexOf(':');
        OptionalLong at = colon < 0 ? epoch(text) : local(text, colon);
        if (at.isPresent()) {
            last = at.getAsLong();
        }
        return at;
    }

    private static OptionalLong epoch(String text) {
        if (!EPOCH.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        double number = Double.parseDouble(text);
        return OptionalLong.of(Math.round(number < MILLISECONDS_FROM ? number * 1000 : number));
    }

    /** A file has some thousand times in each hour: only minutes and seconds are read again. */
    private OptionalLong local(String text, int colon) {
        int offset = offsetAt(text, colon);
        String newHour = text.substring(0, colon) + text.substring(offset);
        int millis = restOfHour(text.substring(colon + 1, offset).strip());
        if (millis < 0 || (!newHour.equals(hour) && !turnTo(newHour))) {
            return OptionalLong.empty();
        }
        long at = hourStartsAt + millis;
        if (hourComesTwice && last - at > HOUR_MS / 2) {
            hourComesTwice = false;
            hourStartsAt += HOUR_MS;
            at += HOUR_MS;
        }
        return OptionalLong.of(at);
    }

    private static int offsetAt(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'Z' || c == '+' || c == '-') {
                return i;
            }
        }
        return text.length();
    }

    /** Milliseconds; below zero when they make no sense. */
    private static int restOfHour(String text) {
        Matcher m = REST.matcher(text);
        if (!m.matches()) {
            return -1;
        }
        int minute = Integer.parseInt(m.group(1));
        int second = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
        if (minute > 59 || second > 59) {
            return -1;
        }
        String fraction = m.group(3) == null ? "000" : (m.group(3) + "000").substring(0, 3);
        return (minute * 60 + second) * 1000 + Integer.parseInt(fraction);
    }

    private boolean turnTo(String newHour) {
        Matcher m = HOUR.matcher(newHour);
        if (!m.matches()) {
            return false;
        }
        try {
            LocalDate date = date(m.group(1), m.group(3), m.group(4));
            LocalDateTime start = date.atTime(Integer.parseInt(m.group(5)), 0);
            if (m.group(6) != null) {
                hourStartsAt = start.toInstant(ZoneOffset.of(m.group(6))).toEpochMilli();
                hourComesTwice = false;
            } else {
                List<ZoneOffset> offsets = zone.getRules().getValidOffsets(start);
                if (offsets.isEmpty()) {
                    // Whoever writes the hour that spring skips does not change clocks at all.
                    zone = zone.getRules().getTransition(start).getOffsetBefore();
                }
                hourComesTwice = offsets.size() > 1;
                // The earlier of two.
                hourStartsAt = start.atZone(zone).toInstant().toEpochMilli();
            }
            lastDate = date;
            hour = newHour;
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /**
     * The year first, or the day. Some programs write month before day, in part of a file even:
     * that is believed when it cannot be otherwise, or when only so the date goes on from the one
     * before.
     */
    private LocalDate date(String first, String second, String third) {
        int a = Integer.parseInt(first);
        int b = Integer.parseInt(second);
        int c = Integer.parseInt(third);
        if (first.length() == 4) {
            return LocalDate.of(a, b, c);
        }
        int year = third.length() == 4 ? c : 2000 + c;
        if (b > 12) {
            return LocalDate.of(year, a, b);
        }
        LocalDate dayFirst = LocalDate.of(year, b, a);
        if (a > 12 || lastDate == null) {
            return dayFirst;
        }
        LocalDate monthFirst = LocalDate.of(year, a, b);
        return !goesOn(dayFirst) && goesOn(monthFirst) ? monthFirst : dayFirst;
    }

    private boolean goesOn(LocalDate date) {
        return lastDate != null && Math.abs(ChronoUnit.DAYS.between(lastDate, date)) <= 1;
    }
}
