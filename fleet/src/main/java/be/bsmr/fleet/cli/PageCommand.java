package be.bsmr.fleet.cli;

import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Fills the database and serves the page. */
@Command(
        name = "page",
        description = "Fill PostgreSQL with what the fleet says, and serve the page.")
final class PageCommand implements Callable<Integer> {

    @Mixin private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws IOException, ConfigException {
        try (Parts parts = new Parts(config.read())) {
            parts.page();
            return parts.untilEnded() ? 1 : 0;
        }
    }
}
