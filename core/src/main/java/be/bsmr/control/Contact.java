package be.bsmr.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a load can be reached.
 *
 * @param last when one that cannot be reached was last heard of; null while it can be reached, and
 *     of one that never was
 */
public record Contact(boolean isReached, @Nullable Instant last) {

    /** It answers, or it is of a kind that never does. */
    public static final Contact REACHED = new Contact(true, null);

    /** It has not answered yet. */
    public static final Contact NOT_YET = new Contact(false, null);

    public Contact {
        if (isReached && last != null) {
            throw new IllegalArgumentException("what is reached is not lost since " + last);
        }
    }

    /** It answered at {@code last}, and does not any more. */
    public static Contact lost(Instant last) {
        return new Contact(false, last);
    }
}
