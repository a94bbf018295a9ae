package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an actuator must do. The newest command for a load is the only one that counts. */
public sealed interface Command {

    /** The command that brings the load's actuator to where {@code s} says the load is. */
    static Command towards(LoadNow s, Instant at) {
        String id = s.load().id();
        if (s.isShed()) {
            return new Shed(
                    id, at, s.isInHand(at) ? null : Duration.between(at, QuarterHour.of(at).end()));
        }
        Integer value = s.value();
        return value == null || (!s.load().isStore() && value.equals(s.load().free()))
                ? new Restore(id, at)
                : new Set(id, at, value);
    }

    /** Id of the load. */
    String load();

    /** Site time of the decision. */
    Instant at();

    /**
     * Cut the load off; a modulating one is paused.
     *
     * @param worth so long it is worth beginning to obey: what is shed for a quarter that has ended
     *     is off for nothing. Null when it is worth it until there is another command: a person, or
     *     the fail-safe, wants it off.
     */
    record Shed(String load, Instant at, @Nullable Duration worth) implements Command {

        public Shed(String load, Instant at) {
            this(load, at, null);
        }
    }

    /** Let the load draw what it likes; a modulating one up to its highest value. */
    record Restore(String load, Instant at) implements Command {}

    /**
     * Let a modulating load draw so much, on if it was paused.
     *
     * @param value in the load's own unit ({@link Actuation.Unit}), within its range
     */
    record Set(String load, Instant at, int value) implements Command {}
}
