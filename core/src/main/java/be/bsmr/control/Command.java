package be.bsmr.control;

import java.time.Instant;

/** What an actuator must do. The newest command for a load is the only one that counts. */
public sealed interface Command {

    /** Id of the load. */
    String load();

    /** Site time of the decision. */
    Instant at();

    /** Cut the load off; a modulating one is paused. */
    record Shed(String load, Instant at) implements Command {}

    /** Let the load draw what it likes; a modulating one up to its highest value. */
    record Restore(String load, Instant at) implements Command {}

    /**
     * Let a modulating load draw so much, on if it was paused.
     *
     * @param value in the load's own unit ({@link Steering.Unit}), within its range
     */
    record Set(String load, Instant at, int value) implements Command {}
}
