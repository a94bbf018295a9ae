package be.bsmr.home.cli;

import be.bsmr.home.Sources;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The configuration and the source that a command was given. */
final class Settings {

    /**
     * The file that is read where none is named, if it is there: here, or the service's where a
     * package has installed it.
     */
    static final Path USUAL = Path.of(System.getProperty("bsmr.config", "bsmr.yaml"));

    private Settings() {}

    /** The file's; the usual one's when none was named, or the defaults when that is not there. */
    static HomeConfig readOrUsual(@Nullable Path file) throws Fault {
        return read(file == null && Files.exists(USUAL) ? USUAL : file);
    }

    /** The file's, or the defaults when none was named. */
    static HomeConfig read(@Nullable Path file) throws Fault {
        if (file == null) {
            return HomeConfig.DEFAULT;
        }
        try {
            return HomeConfig.read(file);
        } catch (ConfigException e) {
            throw Fault.of(e);
        }
    }

    /** What was written behind {@code --source}, or in the configuration. */
    static SourceSpec source(String text) throws Fault {
        try {
            return SourceSpec.parse(text);
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        }
    }

    /** A source of bytes, not yet opened. */
    static ByteSource open(String text, HomeConfig config) throws Fault {
        return open(text, null, config);
    }

    /**
     * Opens a source that has a second way to the same meter.
     *
     * @param fallback what is read while the first fails; null = nothing
     */
    static ByteSource open(String text, @Nullable String fallback, HomeConfig config) throws Fault {
        SourceSpec spec = source(text);
        if (fallback != null && source(fallback).equals(spec)) {
            throw Fault.usage(
                    "the fallback is the source itself, "
                            + text
                            + "; name a second way to the meter, or none");
        }
        try {
            return fallback == null
                    ? Sources.of(spec, config)
                    : Sources.of(spec, source(fallback), config);
        } catch (IOException e) {
            throw Fault.unavailable(e);
        }
    }
}
