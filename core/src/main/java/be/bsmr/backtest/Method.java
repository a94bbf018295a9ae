package be.bsmr.backtest;

/**
 * A way to foresee where the quarter will end. All but ours are what is drawn so far plus one power
 * for the time that is left.
 */
public enum Method {
    /** Our forecaster. */
    BSMR,
    /** The mean of the last 30 s, as in the original system. */
    MEAN30,
    /** The newest power. */
    LAST,
    /** The mean since the quarter began. */
    SO_FAR,
    /** An exponential mean with a time constant of 120 s. */
    EMA120,
    /** An exponential mean with a time constant of 300 s. */
    EMA300;

    /** The word that reports have for it, such as {@code so_far}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
