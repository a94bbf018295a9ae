package be.bsmr.fleet.cli;

import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All of it in one process. */
@Command(name = "run", description = "Bridge, streams and page in one process.")
final class RunCommand implements Callable<Integer> {

    @Mixin private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws IOException, ConfigException {
        try (Parts parts = new Parts(config.read())) {
            parts.streams();
            parts.page();
            parts.bridge();
            return parts.untilEnded() ? 1 : 0;
        }
    }
}
