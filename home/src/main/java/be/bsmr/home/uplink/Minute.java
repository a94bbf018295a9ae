package be.bsmr.home.uplink;

import be.bsmr.wire.HouseMessage;
import java.time.Instant;
import java.util.List;

/**
 * What is to be said of one minute: its seconds, and the quarter-hour that ended with it.
 *
 * @param end the first instant after it, the meter's time
 * @param messages in their order; empty when nothing was measured
 */
record Minute(Instant end, List<HouseMessage> messages) {

    static final long SECONDS = 60;

    Minute {
        messages = List.copyOf(messages);
    }

    /** The full minute at or before {@code time}. */
    static Instant floor(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), SECONDS) * SECONDS);
    }
}
