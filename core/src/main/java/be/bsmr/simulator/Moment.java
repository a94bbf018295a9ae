package be.bsmr.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Random;

/**
 * One second in the life of a house.
 *
 * @param second its start, s since 1970
 * @param day local date, as days since 1970
 * @param secondOfDay what a clock on the wall shows, 0…86399
 */
public record Moment(long second, long day, int secondOfDay) {

    static final int DAY = 86_400;

    /** The first moment of a quarter-hour, within which no clock is changed. */
    public static Moment of(Instant start, ZoneId zone) {
        ZonedDateTime local = start.atZone(zone);
        return new Moment(
                start.getEpochSecond(),
                local.toLocalDate().toEpochDay(),
                local.toLocalTime().toSecondOfDay());
    }

    /** So many seconds later, on the same day. */
    public Moment plus(int seconds) {
        return new Moment(second + seconds, day, secondOfDay + seconds);
    }

    int dayOfYear() {
        return LocalDate.ofEpochDay(day).getDayOfYear();
    }

    /** Chance of its own for each day, so that what people do does not hang on what we do. */
    static Random chance(long seed, long day) {
        // The first numbers of neighbouring seeds are alike.
        return new Random((seed * 1_000_003 + day) * 0x9E3779B97F4A7C15L);
    }
}
