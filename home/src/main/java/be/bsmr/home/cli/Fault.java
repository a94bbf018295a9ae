package be.bsmr.home.cli;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.ConfigFile;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.file.Path;

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

    /** What was typed is about the house of the service, whose files only root may see. */
    static Fault ofService() {
        String[] typed = System.getProperty("sun.java.command", "").split(" ", 2);
        return usage(
                "that is the service's house: sudo bsmr "
                        + (typed.length == 2 ? typed[1] : "COMMAND")
                        + " (another house is named with --config)");
    }

    static Fault unavailable(String message) {
        return new Fault(Exit.UNAVAILABLE, message);
    }

    /** Of a file, a port or an address, in words that name what to do. */
    static Fault unavailable(IOException e) {
        return unavailable(PlainWords.of(e));
    }

    /** This fault, told after what it was that could not be done. */
    static Fault unavailable(String what, IOException e) {
        return unavailable(what + ": " + PlainWords.of(e));
    }

    /** A file that cannot be opened is another fault than one that is wrong inside. */
    static Fault of(ConfigException e) {
        String message = String.valueOf(e.getMessage());
        return e.isUnopened() ? unavailable(message) : usage(message);
    }

    static Fault failed(String message) {
        return new Fault(Exit.FAILED, message);
    }

    /** This fault, saying where in {@code file} stands the key that it names. */
    Fault in(Path file) {
        return new Fault(exitCode, ConfigFile.located(file, String.valueOf(getMessage())));
    }

    /** This fault, saying where the key of a port goes for who has no configuration file. */
    Fault withoutFile() {
        if (!String.valueOf(getMessage()).contains(".port")) {
            return this;
        }
        return new Fault(
                exitCode,
                getMessage()
                        + "; there is no configuration yet: that key goes into a file, as"
                        + " web: {port: 8081} into bsmr.yaml, and bsmr run --config bsmr.yaml");
    }

    int exitCode() {
        return exitCode;
    }
}
