package be.bsmr.fleet.cli;

import be.bsmr.fleet.settings.FleetConfig;
import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command that opens parts of a fleet and keeps them running until Ctrl-C. */
abstract class PartsCommand implements Callable<Integer> {

    @Mixin private ConfigOption config = new ConfigOption();

    abstract void open(Parts parts) throws IOException, ConfigException;

    @Override
    public Integer call() throws IOException, ConfigException {
        FleetConfig fleet = config.read();
        Kafka.look(fleet.kafka());
        try (Parts parts = new Parts(fleet)) {
            open(parts);
            return parts.untilEnded() ? 1 : 0;
        }
    }

    /** Carries what houses say into Kafka. */
    @Command(
            name = "bridge",
            description = "Carry what houses and dongles say into Kafka, and shares back.")
    static final class Bridge extends PartsCommand {
        @Override
        void open(Parts parts) throws IOException {
            parts.bridge();
        }
    }

    /** Counts, foresees and shares. */
    @Command(
            name = "streams",
            description =
                    "Count quarter-hours, foresee what they come to together, and share what is"
                            + " left.")
    static final class Streams extends PartsCommand {
        @Override
        void open(Parts parts) throws IOException {
            parts.streams();
        }
    }

    /** Fills the database and serves the page. */
    @Command(
            name = "page",
            description = "Fill PostgreSQL with what the fleet says, and serve the page.")
    static final class Page extends PartsCommand {
        @Override
        void open(Parts parts) throws IOException, ConfigException {
            parts.page();
        }
    }

    /** All of it. */
    @Command(name = "run", description = "Bridge, streams and page in one process.")
    static final class All extends PartsCommand {
        @Override
        void open(Parts parts) throws IOException, ConfigException {
            parts.streams();
            parts.page();
            parts.bridge();
        }
    }
}
