package be.bsmr.fleet.cli;

import be.bsmr.fleet.settings.FleetConfig;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.LooseFiles;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The configuration that a command reads. */
final class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "configuration in YAML (default: fleet.yaml here)")
    private Path file = Path.of("fleet.yaml");

    /** Reads it, and warns of files with secrets that others on this machine may read. */
    FleetConfig read() throws ConfigException {
        FleetConfig config = FleetConfig.read(file);
        LooseFiles.warnings(file, config.page().users(), config.keyFiles())
                .forEach(warning -> System.err.println("bsmr: " + warning));
        return config;
    }
}
