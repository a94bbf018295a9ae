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
 * @param lagS seconds from a command to its effect, beyond those of a relay
 */
public record LoadLimits(
        int minShedS,
        int minOnS,
        int longestShedMin,
        int switchesPerDay,
        List<String> neverShed,
        @Nullable DueSettings due,
        int handsOffMin,
        int lagS) {

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

    private static final int SG_READY_SIGNAL_S = 600;
    private static final int SG_READY_SHED_MIN = 30;
    private static final int SG_READY_DAY_MIN = 120;

    /** Until its compressor has run down. */
    private static final int SG_READY_LAG_S = 120;

    public LoadLimits {
        neverShed = List.copyOf(neverShed);
    }

    /**
     * What a heat pump behind <em>SG Ready</em> asks for: a signal lasts ten minutes at least, and
     * so does the pause between two; it is blocked two hours a day at most. What is written counts
     * as far as it keeps to that; what is left out, or 0, becomes four times half an hour.
     */
    LoadLimits ofSgReady() {
        int times = switchesPerDay;
        int minutes = longestShedMin;
        if (minutes == 0) {
            minutes = times == 0 ? SG_READY_SHED_MIN : Math.max(10, SG_READY_DAY_MIN / times);
        }
        if (times == 0) {
            times = Math.max(1, SG_READY_DAY_MIN / minutes);
        }
        return new LoadLimits(
                Math.max(minShedS, SG_READY_SIGNAL_S),
                Math.max(minOnS, SG_READY_SIGNAL_S),
                minutes,
                times,
                neverShed,
                due,
                handsOffMin,
                lagS == 0 ? SG_READY_LAG_S : lagS);
    }

    /**
     * @throws IllegalArgumentException when it could be blocked for longer in a day
     */
    void requireSgReady() {
        if (longestShedMin * switchesPerDay > SG_READY_DAY_MIN) {
            throw new IllegalArgumentException(
                    "SG Ready lets a heat pump be blocked two hours a day: write for example"
                            + " longest_shed_min: 30 with switches_per_day: 4, not "
                            + longestShedMin
                            + " with "
                            + switchesPerDay);
        }
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
                Duration.ofMinutes(handsOffMin),
                Duration.ofSeconds(lagS));
    }
}
