package be.bsmr.community;

import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * Cars that come home every evening and are charged until the morning.
 *
 * @param count how many more than there were
 * @param each what one draws
 * @param charging for how long one would draw it
 * @param arrive when they come home
 * @param leave when they go; of the next day unless it is later than {@code arrive}
 */
public record Cars(int count, Power each, Duration charging, LocalTime arrive, LocalTime leave) {

    public Cars {
        if (count < 1 || !each.isAbove(Power.ZERO) || charging.isNegative() || charging.isZero()) {
            throw new IllegalArgumentException("one car or more, which draw something for a while");
        }
        Duration home = Duration.between(arrive, leave);
        home = home.isNegative() || home.isZero() ? home.plusDays(1) : home;
        if (charging.compareTo(home) > 0) {
            throw new IllegalArgumentException(
                    "a car that is home from "
                            + arrive
                            + " to "
                            + leave
                            + " cannot charge for "
                            + charging);
        }
    }

    /** What all of them draw at once, W. */
    double watts() {
        return (double) count * each.watts();
    }

    /** What all of them take in a night, J. */
    double joules() {
        return watts() * charging.toSeconds();
    }

    Instant arrive(LocalDate evening, ZoneId zone) {
        return evening.atTime(arrive).atZone(zone).toInstant();
    }

    Instant leave(LocalDate evening, ZoneId zone) {
        LocalDate day = leave.isAfter(arrive) ? evening : evening.plusDays(1);
        return day.atTime(leave).atZone(zone).toInstant();
    }
}
