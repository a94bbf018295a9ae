package be.bsmr.home.notify;

import be.bsmr.control.WeeklyTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How people are told of one thing.
 *
 * @param level how urgent the message is, or off
 * @param quiet times of the week at which nothing is told, unless its level is high; null = those
 *     of all rules
 * @param mostPerDay messages a day, 1 to 100; that something is well again is told besides
 */
public record RuleSettings(Urgency level, @Nullable List<String> quiet, int mostPerDay) {

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public RuleSettings {
        Require.given("level", level);
        if (quiet != null) {
            quiet = List.copyOf(quiet);
            var unused = times(quiet);
        }
        if (mostPerDay < 1 || mostPerDay > 100) {
            throw new IllegalArgumentException(
                    "most_per_day is 1 to 100, not " + mostPerDay + "; for none write level: off");
        }
    }

    /**
     * @param otherwise the quiet hours of all rules
     */
    List<WeeklyTime> quiet(List<WeeklyTime> otherwise) {
        return quiet == null ? otherwise : times(quiet);
    }

    static List<WeeklyTime> times(List<String> quiet) {
        try {
            return quiet.stream().map(WeeklyTime::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("quiet: " + e.getMessage(), e);
        }
    }
}
