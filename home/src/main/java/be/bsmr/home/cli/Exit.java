package be.bsmr.home.cli;

/** Exit codes of the program. */
final class Exit {

    /** Done; also when the answer is that nothing is stored of what was asked for. */
    static final int OK = 0;

    /** Something failed while running, or nothing could be made of what was given. */
    static final int FAILED = 1;

    /** The command line or the configuration is wrong (picocli's own code for wrong usage). */
    static final int USAGE = 2;

    /** A file, port or address could not be opened. */
    static final int UNAVAILABLE = 3;

    private Exit() {}
}
