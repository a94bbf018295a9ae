package be.bsmr.control;

import be.bsmr.unit.Power;
import java.time.Duration;

/**
 * A switchable appliance: on or off, nothing between.
 *
 * @param id short name used in topics and configuration: lower-case letters, digits, {@code -} and
 *     {@code _}
 * @param name what people call it
 * @param power what it draws when it runs, above zero
 * @param minShed it stays shed at least this long, so that a compressor or a relay is not worn out
 * @param minOn it stays on at least this long once restored
 */
public record Load(String id, String name, Power power, Duration minShed, Duration minOn) {

    public Load {
        if (!id.matches("[a-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException(
                    "a load's id is 1 to 32 of a-z, 0-9, - and _, not '" + id + "'");
        }
        if (power.watts() <= 0) {
            throw new IllegalArgumentException("a load draws more than 0 W, not " + power);
        }
        if (minShed.isNegative() || minOn.isNegative()) {
            throw new IllegalArgumentException("a load's shortest times cannot be negative");
        }
    }
}
