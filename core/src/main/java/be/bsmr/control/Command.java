package be.bsmr.control;

import java.time.Instant;

/** What a relay must do. The newest command for a load is the only one that counts. */
public sealed interface Command {

    /** Id of the load. */
    String load();

    /** Site time of the decision. */
    Instant at();

    /** Cut the load off. */
    record Shed(String load, Instant at) implements Command {}

    /** Let the load draw power again. */
    record Restore(String load, Instant at) implements Command {}
}
