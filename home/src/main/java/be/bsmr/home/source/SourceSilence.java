package be.bsmr.home.source;

import be.bsmr.site.Pauses;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a source has said nothing, and whether that is longer than it ever takes. One that
 * speaks once a minute is not opened anew each time it is about to. One thread.
 */
final class SourceSilence {

    private final Duration usual;
    private Pauses pauses = Pauses.NONE;
    private long since = System.nanoTime();

    /**
     * @param usual so much is allowed to any source
     */
    SourceSilence(Duration usual) {
        this.usual = usual;
    }

    /** The source was opened: what it did before counts for its habit, not for its silence. */
    void begins() {
        since = System.nanoTime();
    }

    void ends() {
        since = System.nanoTime();
        pauses = pauses.heard(Instant.EPOCH.plusNanos(since));
    }

    boolean isTooLong() {
        return System.nanoTime() - since > allowed().toNanos();
    }

    Duration allowed() {
        return pauses.patience(usual);
    }

    /** The trouble that it is. */
    SilentSource trouble(String what, String advice) {
        return new SilentSource(what, allowed(), advice);
    }
}
