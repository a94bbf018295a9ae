package be.bsmr.fleet.cli;

import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Counts, foresees and shares. */
@Command(
        name = "streams",
        description =
                "Count quarter-hours, foresee what they come to together, and share what is left.")
final class StreamsCommand implements Callable<Integer> {

    @Mixin private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws IOException, ConfigException {
        try (Parts parts = new Parts(config.read())) {
            parts.streams();
            return parts.untilEnded() ? 1 : 0;
        }
    }
}
