package be.bsmr.home.config;

import java.nio.file.Path;

/**
 * A configuration that cannot be used. The message is for the person who wrote it: file, line, what
 * to write.
 */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1;

    public ConfigException(Path file, int line, String problem) {
        super(file + (line > 0 ? ", line " + line : "") + ": " + problem);
    }
}
