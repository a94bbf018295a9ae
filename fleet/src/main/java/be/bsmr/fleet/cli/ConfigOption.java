package be.bsmr.fleet.cli;

import be.bsmr.fleet.settings.FleetConfig;
import be.bsmr.home.config.ConfigException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The configuration that a command reads. */
final class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "configuration in YAML (default: fleet.yaml here)")
    private Path file = Path.of("fleet.yaml");

    FleetConfig read() throws ConfigException {
        return FleetConfig.read(file);
    }
}
