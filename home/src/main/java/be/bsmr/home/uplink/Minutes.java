package be.bsmr.home.uplink;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The minutes that are over, as far as they are known. A minute is the same whenever it is asked
 * for, so that what is sent twice is the same bytes.
 */
interface Minutes {

    /** The meter's time up to which minutes are whole; empty when none is. */
    Optional<Instant> until();

    /**
     * Some of the minutes that began at {@code from} or later, without one left out, oldest first;
     * empty when none of them is whole yet.
     *
     * @param from a full minute
     */
    List<Minute> after(Instant from);
}
