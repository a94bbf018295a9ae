package be.bsmr.home.source;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log readable when a thing happens again and again: it is worth a line the first time,
 * then at most every {@link #PERIOD}. One thread.
 */
final class Occasionally {

    static final Duration PERIOD = Duration.ofMinutes(10);

    private @Nullable Instant saidAt;
    private long count;

    /** Counts one more; true when it is worth a line. A clock that was set back does not mute. */
    boolean isDue(Instant now) {
        count++;
        if (saidAt != null && Duration.between(saidAt, now).abs().compareTo(PERIOD) < 0) {
            return false;
        }
        saidAt = now;
        return true;
    }

    /** For behind the line: nothing the first time. */
    String again() {
        return count > 1 ? " (" + count + " times so far)" : "";
    }

    /** How often it has happened. */
    long count() {
        return count;
    }
}
