package be.bsmr.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a load can be reached.
 *
 * @param last when one that cannot be reached was last heard of; null while it can be reached, and
 *     of one that never was
 * @param isToldOnly whether it is told by messages that nothing answers: it counts as reached, but
 *     nobody knows whether anything listens
 */
public record Contact(boolean isReached, @Nullable Instant last, boolean isToldOnly) {

    /** It answers, or it is switched by wires. */
    public static final Contact REACHED = new Contact(true, null, false);

    /** Messages are sent to it, and nothing is heard of it. */
    public static final Contact TOLD_ONLY = new Contact(true, null, true);

    /** It has not answered yet. */
    public static final Contact NOT_YET = new Contact(false, null, false);

    public Contact {
        if (isReached && last != null) {
            throw new IllegalArgumentException("what is reached is not lost since " + last);
        }
    }

    /** It answered at {@code last}, and does not any more. */
    public static Contact lost(Instant last) {
        return new Contact(false, last, false);
    }
}
