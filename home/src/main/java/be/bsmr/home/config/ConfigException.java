package be.bsmr.home.config;

import java.nio.file.Path;

/**
 * A configuration that cannot be used. The message is for the person who wrote it: file, line, what
 * to write.
 */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1;

    /** Characters that are shown of a problem. */
    private static final int LONGEST = 1000;

    private final int line;
    private final boolean unopened;

    public ConfigException(Path file, int line, String problem) {
        this(file + (line > 0 ? ", line " + line : "") + ": " + inOneLine(problem), line, false);
    }

    private ConfigException(String message, int line, boolean unopened) {
        super(message);
        this.line = line;
        this.unopened = unopened;
    }

    /** Where it is wrong, counted from 1; 0 when no line is to blame. */
    public int line() {
        return line;
    }

    /** Of a file of which nothing could be read, in words that name it. */
    static ConfigException unopened(String problem) {
        return new ConfigException(inOneLine(problem), 0, true);
    }

    /** Whether the file could not be opened; else it is wrong inside. */
    public boolean isUnopened() {
        return unopened;
    }

    /** A value may be a megabyte long, or hold characters that would make lines of their own. */
    private static String inOneLine(String problem) {
        String line = problem.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
