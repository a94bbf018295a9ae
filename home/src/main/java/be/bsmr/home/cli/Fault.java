package be.bsmr.home.cli;

import be.bsmr.home.config.ConfigFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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

    static Fault unavailable(String message) {
        return new Fault(Exit.UNAVAILABLE, message);
    }

    /** Of a file, a port or an address, in words that name what to do. */
    static Fault unavailable(IOException e) {
        return unavailable(said(e));
    }

    /** The same, after what it was that could not be done. */
    static Fault unavailable(String what, IOException e) {
        return unavailable(what + ": " + said(e));
    }

    /** What Java says of a file is often its name only; here is the fault, too. */
    private static String said(IOException e) {
        if (!(e instanceof FileSystemException file) || file.getFile() == null) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
        String name = file.getFile();
        if (e instanceof NoSuchFileException) {
            return "there is no " + name + "; is the name right, and its disk plugged in?";
        }
        if (e instanceof AccessDeniedException) {
            return "this user may not use " + name + "; see ls -l " + name;
        }
        if (e instanceof FileAlreadyExistsException) {
            return name + " is there already; name another file";
        }
        return name + ": " + (file.getReason() == null ? e.toString() : file.getReason());
    }

    static Fault failed(String message) {
        return new Fault(Exit.FAILED, message);
    }

    /** The same, saying where in {@code file} stands the key that it names. */
    Fault in(Path file) {
        return new Fault(exitCode, ConfigFile.located(file, String.valueOf(getMessage())));
    }

    int exitCode() {
        return exitCode;
    }
}
