package be.bsmr.home.cli;

/**
 * A problem that the person at the keyboard can solve: printed in one line, without a stack trace.
 */
final class Fault extends Exception {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Fault(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static Fault usage(String message) {
        return new Fault(Exit.USAGE, message);
    }

    static Fault unavailable(String message) {
        return new Fault(Exit.UNAVAILABLE, message);
    }

    static Fault failed(String message) {
        return new Fault(Exit.FAILED, message);
    }

    int exitCode() {
        return exitCode;
    }
}
