package be.bsmr.quarter;

/** Whether the estimators contradict each other, and whether that has been told. */
public enum Contradiction {
    NONE,
    /** In the quarter before, and told then; not yet in this one. */
    BEFORE,
    /** In this quarter. */
    NOW;

    /** What it is a quarter later: it ends with the first quarter that has none. */
    Contradiction later() {
        return this == NOW ? BEFORE : NONE;
    }
}
