package be.bsmr.control;

import java.util.Locale;

/** What the running quarter means for the target, in one word. */
public enum Verdict {
    /** The target has been passed. */
    PASSED,
    /** The quarter is on course to pass the target. */
    ALARM,
    /** The quarter may pass the target. */
    MAYBE,
    /** Nothing speaks against it, but the quarter is not known from its first second. */
    UNSURE,
    /** The quarter stays under the target. */
    CALM,
    /** The target cannot be passed any more. */
    SAFE;

    /** The name used in topics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
