package be.bsmr.fleet.cli;

import be.bsmr.fleet.settings.FleetConfig;
import be.bsmr.fleet.sink.QuarterFile;
import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A month of quarter-hours as a file. */
@Command(
        name = "export",
        description = {
            "Write the quarter-hours of all houses in a month (of UTC) as a Parquet file.",
            "It holds pseudonyms, and is as personal as the database."
        })
final class ExportCommand implements Callable<Integer> {

    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "MONTH", description = "as 2026-01")
    private String month = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "that is not there yet")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException, ConfigException {
        FleetConfig fleet = config.read();
        YearMonth of;
        try {
            of = YearMonth.parse(month);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a month is as 2026-01, not '" + month + "'", e);
        }
        long quarters =
                QuarterFile.write(Parts.sink(fleet).postgres(), fleet.topics().tenant(), of, file);
        System.out.println(quarters + " quarter-hours in " + file);
        return 0;
    }
}
