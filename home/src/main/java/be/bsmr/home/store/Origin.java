package be.bsmr.home.store;

/** Whose export tells something, in the order in which they are believed. */
public enum Origin {
    /** Mijn Fluvius, or another grid operator's portal: what is billed. */
    GRID_OPERATOR(1),
    HOMEWIZARD(2),
    P1_MONITOR(3),
    DSMR_READER(4),
    HOME_ASSISTANT(5),
    /** The system that BSMR comes after. Its quarters have the export taken off. */
    ORIGINAL(6);

    private final int code;

    Origin(int code) {
        this.code = code;
    }

    /** In the database. */
    int code() {
        return code;
    }

    static Origin of(int code) {
        for (Origin origin : values()) {
            if (origin.code == code) {
                return origin;
            }
        }
        throw new IllegalArgumentException("no origin has the code " + code);
    }
}
