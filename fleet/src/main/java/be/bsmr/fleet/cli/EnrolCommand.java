package be.bsmr.fleet.cli;

import be.bsmr.fleet.bridge.Pseudonym;
import be.bsmr.home.config.ConfigException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints what a fleet calls a meter. */
@Command(
        name = "enrol",
        description =
                "Print the pseudonym of a meter: the house's user at the MQTT broker, and its key"
                        + " among the members.")
final class EnrolCommand implements Callable<Integer> {

    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "NUMBER", description = "of the meter, as it stands on it, or its EAN")
    private String number = "";

    @Override
    public Integer call() throws ConfigException {
        if (!number.strip().matches("[0-9A-Za-z]*[0-9]{6}[0-9A-Za-z]*")) {
            throw new IllegalArgumentException(
                    "'"
                            + number
                            + "' is no number of a meter: write what stands on it, such as"
                            + " 1SAG1100123456, or an EAN");
        }
        System.out.println(new Pseudonym(config.read().tenant().requireSecret()).of(number));
        return 0;
    }
}
