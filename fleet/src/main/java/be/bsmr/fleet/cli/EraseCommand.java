package be.bsmr.fleet.cli;

import be.bsmr.fleet.sink.Erasure;
import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Forgets a house. */
@Command(
        name = "erase",
        description = {
            "Forget a house: its rows in PostgreSQL, and its membership.",
            "What topics keep by time, such as its quarters, goes when their time is over."
        })
final class EraseCommand implements Callable<Integer> {

    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "KEY", description = "its pseudonym")
    private String key = "";

    @Override
    public Integer call() throws ConfigException, IOException {
        System.out.println(Erasure.of(Parts.sink(config.read()), key) + " rows erased");
        return 0;
    }
}
