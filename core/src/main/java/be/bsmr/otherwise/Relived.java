package be.bsmr.otherwise;

import be.bsmr.unit.Energy;
import java.time.Duration;
import java.util.List;

/**
 * What came of a past that went through the site once more, second by second.
 *
 * @param months of the time that counts, by the powers that the meter told: {@code was} is as it
 *     was, {@code would} what the site made of it
 * @param quarters that are known from start to end
 * @param leftOut quarters that are not
 * @param importBefore all import that is known of that time
 * @param importAfter what it would have been
 * @param given what a battery gave the house
 * @param taken what it drew
 */
public record Relived(
        List<Month> months,
        int quarters,
        int leftOut,
        Energy importBefore,
        Energy importAfter,
        Energy given,
        Energy taken,
        Waits waits) {

    /**
     * What loads had to wait for. What they drew in the past is assumed.
     *
     * @param above quarters above the target, as it was
     * @param stillAbove quarters above it that are left
     * @param times at which something had to wait
     * @param longest until all of it had been drawn
     * @param wished what the loads drew in the past
     * @param moved what of that had to wait
     * @param left what had not been drawn yet at the end, also of what waited at the beginning
     * @param unmodelled ids of loads that are left as they were: batteries, and those of which
     *     power or energy of a day is not known
     */
    public record Waits(
            int above,
            int stillAbove,
            int times,
            Duration longest,
            Energy wished,
            Energy moved,
            Energy left,
            List<String> unmodelled) {

        public Waits {
            unmodelled = List.copyOf(unmodelled);
        }
    }

    public Relived {
        months = List.copyOf(months);
    }
}
