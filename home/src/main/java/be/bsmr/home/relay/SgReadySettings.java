package be.bsmr.home.relay;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A heat pump with two contacts, <em>SG Ready</em> (Bundesverband Wärmepumpe). The first alone
 * closed blocks it (state 1), none closed is normal (2), the second alone advises it to run more
 * (3), both order it to (4).
 *
 * @param block contact 1
 * @param boost contact 2; null where it is not wired
 * @param free the state of one that is not shed, 2…4; 2 when left out (null)
 */
public record SgReadySettings(SgReadyContact block, @Nullable SgReadyContact boost, Integer free) {

    public SgReadySettings {
        free = Objects.requireNonNullElse(free, 2);
        if (block == null) {
            throw new IllegalArgumentException(
                    "block is the contact that blocks the heat pump, such as {pin: 23}: write it");
        }
        if (free < 2 || free > 4) {
            throw new IllegalArgumentException(
                    "free is how a heat pump is left that is not held back: 2 (normal), 3 (advised"
                            + " to run more) or 4 (ordered to), not "
                            + free);
        }
        if (free > 2 && boost == null) {
            throw new IllegalArgumentException(
                    "free: " + free + " needs boost, such as {pin: 24}: write it");
        }
    }
}
