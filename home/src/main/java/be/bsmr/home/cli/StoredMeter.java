package be.bsmr.home.cli;

import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which house's database is meant. */
final class StoredMeter {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "says where the database and the house are (default: "
                            + Settings.USUAL_IN_WORDS
                            + ")")
    private @Nullable Path configFile;

    @Option(names = "--demo", description = "the database of bsmr demo")
    private boolean demo;

    /** Whether the simulated house is meant. */
    boolean isDemo() {
        return demo;
    }

    HomeConfig config() throws Fault {
        return demo
                ? DemoHouse.config(configFile).with("store.file", DemoHouse.DATABASE)
                : Settings.readOrUsual(configFile);
    }

    /** The database, which must be there. */
    static Path database(HomeConfig config) throws Fault {
        Path file = config.store().file();
        if (!Files.exists(file)) {
            throw Fault.unavailable(
                    "there is no database "
                            + file.toAbsolutePath()
                            + " yet; run or demo makes it, --config or --demo names another");
        }
        return file;
    }

    /** Opens it to read. */
    static History open(HomeConfig config) throws Fault {
        try {
            return History.open(database(config));
        } catch (IOException e) {
            throw Fault.unavailable(e);
        }
    }
}
