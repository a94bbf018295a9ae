package be.bsmr.home.cli;

import be.bsmr.home.Sources;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.ByteSource;
import be.bsmr.home.source.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration and the source that a command was given. */
final class Settings {

    /** {@link #usual} as {@code --help} and the man pages say it. */
    static final String USUAL_IN_WORDS = "${sys:bsmr.config:-bsmr.yaml here}";

    /** What is read where no file is named and no package has installed the program. */
    private static final Path HERE = Path.of("bsmr.yaml");

    private Settings() {}

    /**
     * The file that is meant where none is named, there or not: the service's where a package has
     * installed the program, which its launcher says; else the one here.
     *
     * @throws Fault when that is the service's and only root may see it
     */
    static Path usual() throws Fault {
        return usualIfMay().orElseThrow(Fault::ofService);
    }

    /**
     * Empty when it is the service's, this user may not read it, and nothing here is of another
     * house: neither a configuration nor a database.
     */
    private static Optional<Path> usualIfMay() {
        Path service = Path.of(System.getProperty("bsmr.config", HERE.toString()));
        if (Files.isReadable(service)) {
            return Optional.of(service);
        }
        boolean another =
                Files.notExists(service)
                        || Files.exists(HERE)
                        || Files.exists(HomeConfig.DEFAULT.store().file());
        return another ? Optional.of(HERE) : Optional.empty();
    }

    /** Whether the house that is meant where none is named is one that only root may see. */
    static boolean isServiceOnly() {
        return usualIfMay().isEmpty();
    }

    /** The file's; the usual one's when none was named, or the defaults when that is not there. */
    static HomeConfig readOrUsual(@Nullable Path file) throws Fault {
        Path meant = file == null ? usual() : file;
        return read(file == null && Files.notExists(meant) ? null : meant);
    }

    /**
     * {@link #readOrUsual}, or the defaults for who may not read the service's: enough to find a
     * program on this machine that lets everybody look.
     */
    static HomeConfig readIfMay(@Nullable Path file) throws Fault {
        return file == null && isServiceOnly() ? HomeConfig.DEFAULT : readOrUsual(file);
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
