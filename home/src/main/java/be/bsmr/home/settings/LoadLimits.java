package be.bsmr.home.settings;

import be.bsmr.control.Due;
import be.bsmr.control.Limits;
import be.bsmr.control.WeeklyTime;
import be.bsmr.unit.Energy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long and how often a load may be withheld.
 *
 * @param minShedS seconds it stays shed at least
 * @param minOnS seconds it stays on at least once restored
 * @param longestShedMin minutes it may be withheld at a stretch; 0 = as long as it takes
 * @param switchesPerDay how often it may be shed in a day; 0 = no limit
 * @param neverShed times of the week at which it is left alone
 * @param due what it must have had by a time of day; null = nothing
 * @param handsOffMin minutes it is left alone after somebody switched it by hand
 */
public record LoadLimits(
        int minShedS,
        int minOnS,
        int longestShedMin,
        int switchesPerDay,
        List<String> neverShed,
        @Nullable DueSettings due,
        int handsOffMin) {

    /**
     * What is due.
     *
     * @param kwh energy it must have had
     * @param time in which, such as {@code 22:00-07:00}
     */
    public record DueSettings(double kwh, String time) {

        Due due() {
            return new Due(
                    Energy.ofWattHours(Math.round(kwh * 1000)),
                    WeeklyTime.parse(Objects.requireNonNullElse(time, "")));
        }
    }

    public LoadLimits {
        neverShed = List.copyOf(neverShed);
    }

    /**
     * @throws IllegalArgumentException when a value makes no sense
     */
    Limits limits() {
        return new Limits(
                Duration.ofSeconds(minShedS),
                Duration.ofSeconds(minOnS),
                longestShedMin == 0 ? null : Duration.ofMinutes(longestShedMin),
                switchesPerDay,
                neverShed.stream().map(WeeklyTime::parse).toList(),
                due == null ? null : due.due(),
                Duration.ofMinutes(handsOffMin));
    }
}
