package be.bsmr.otherwise;

import be.bsmr.unit.Power;
import java.time.YearMonth;

/**
 * A month's peak as it was, by its stored quarter-hours, and as it would have been.
 *
 * @param least what it could not have come below
 * @param would what it would have been; where only bounds are known, the likeliest
 * @param most what it could not have passed
 */
public record Month(YearMonth month, Power was, Power least, Power would, Power most) {

    /** Without bounds. */
    Month(YearMonth month, Power was, Power would) {
        this(month, was, would, would, would);
    }
}
