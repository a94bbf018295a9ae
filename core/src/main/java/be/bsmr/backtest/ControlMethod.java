package be.bsmr.backtest;

import java.util.Locale;

/** A way to control loads. */
public enum ControlMethod {
    /** Nobody controls. */
    NONE,
    /** The power of the moment may not pass the target, as chargers and most managers have it. */
    LIMIT,
    /** {@link GreedyManager}. */
    GREEDY,
    /** Our controller. */
    BSMR;

    /** The word that reports have for it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
