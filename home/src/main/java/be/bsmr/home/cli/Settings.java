package be.bsmr.home.cli;

import be.bsmr.home.HomeConfig;
import be.bsmr.home.config.ConfigException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The configuration that a command was given. */
final class Settings {

    private Settings() {}

    /** The file's, or the defaults when none was named. */
    static HomeConfig read(@Nullable Path file) throws Fault {
        if (file == null) {
            return HomeConfig.DEFAULT;
        }
        try {
            return HomeConfig.read(file);
        } catch (ConfigException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        }
    }
}
