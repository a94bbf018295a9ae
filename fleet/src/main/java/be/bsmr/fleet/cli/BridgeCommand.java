package be.bsmr.fleet.cli;

import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Carries what houses say into Kafka. */
@Command(
        name = "bridge",
        description = "Carry what houses and dongles say into Kafka, and shares back.")
final class BridgeCommand implements Callable<Integer> {

    @Mixin private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws IOException, ConfigException {
        try (Parts parts = new Parts(config.read())) {
            parts.bridge();
            return parts.untilEnded() ? 1 : 0;
        }
    }
}
