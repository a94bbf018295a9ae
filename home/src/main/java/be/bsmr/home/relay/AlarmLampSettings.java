package be.bsmr.home.relay;

import be.bsmr.control.WeeklyTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;

/**
 * A lamp or a buzzer on a pin that says how the quarter does. What the configuration leaves out is
 * null, and as said here.
 *
 * @param pin BCM number, 2…27
 * @param activeLow whether it is on while the pin is low; false by default
 * @param from the least that it tells of the quarter; {@link From#MAYBE} by default
 * @param longestS after so many seconds of the same it is off until something else is to be told;
 *     0, the default, = as long as it lasts
 * @param quiet times of the week at which it tells nothing, such as {@code 22:00-07:00}; none by
 *     default
 */
public record AlarmLampSettings(
        int pin, Boolean activeLow, From from, Integer longestS, List<String> quiet) {

    /** Where it begins to tell. */
    public enum From {
        /** The quarter may pass the target. */
        MAYBE,
        /** The quarter is on course to pass the target. */
        ALARM,
        /** The target has been passed. */
        PASSED
    }

    private static final int MOST_SECONDS = 900;

    /**
     * @throws IllegalArgumentException when a value makes no sense
     */
    public AlarmLampSettings {
        Pins.check("pin", pin);
        activeLow = Objects.requireNonNullElse(activeLow, false);
        from = Objects.requireNonNullElse(from, From.MAYBE);
        longestS = Objects.requireNonNullElse(longestS, 0);
        quiet = List.copyOf(Objects.requireNonNullElse(quiet, List.of()));
        if (longestS < 0 || longestS > MOST_SECONDS) {
            throw new IllegalArgumentException(
                    "longest_s is 0 (as long as it lasts) to 900 seconds, not " + longestS);
        }
        var unused = quiet.stream().map(WeeklyTime::parse).toList();
    }

    /** What it shows of a signal at a time of the week. */
    LampSignal shown(LampSignal signal, ZonedDateTime now) {
        boolean heeded =
                switch (signal) {
                    case NONE, PASSED, SILENT -> true;
                    case MAYBE -> from == From.MAYBE;
                    case ALARM -> from != From.PASSED;
                };
        boolean rests = quiet.stream().anyMatch(text -> WeeklyTime.parse(text).contains(now));
        return heeded && !rests ? signal : LampSignal.NONE;
    }
}
