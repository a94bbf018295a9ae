package be.bsmr.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one load stands.
 *
 * @param load which
 * @param mode who decides
 * @param position what was last commanded
 * @param since when it was commanded; null at the start, when nothing has been
 * @param overSince since when the forecast has been above the target without a break; null when it
 *     is not
 * @param report what its relay last answered; null when it has not
 */
public record LoadState(
        Load load,
        Mode mode,
        Position position,
        @Nullable Instant since,
        @Nullable Instant overSince,
        @Nullable Report report) {

    /** Who decides over a load. */
    public enum Mode {
        AUTO,
        ALWAYS_ON,
        ALWAYS_SHED
    }

    public enum Position {
        /** Free to draw power. */
        CONNECTED,
        /** Cut off by us. */
        SHED
    }

    /** A relay's answer. */
    public enum Report {
        CONFIRMED,
        FAILED
    }

    public static LoadState initial(Load load) {
        return new LoadState(load, Mode.AUTO, Position.CONNECTED, null, null, null);
    }

    public boolean isShed() {
        return position == Position.SHED;
    }

    LoadState moved(Position to, Instant at) {
        return new LoadState(load, mode, to, at, null, null);
    }

    LoadState over(@Nullable Instant from) {
        return new LoadState(load, mode, position, since, from, report);
    }

    public LoadState in(Mode newMode) {
        return new LoadState(load, newMode, position, since, null, report);
    }

    public LoadState reported(Report answer) {
        return new LoadState(load, mode, position, since, overSince, answer);
    }
}
