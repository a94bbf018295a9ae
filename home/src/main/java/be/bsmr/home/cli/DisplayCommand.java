package be.bsmr.home.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Displays that are driven from here. */
@Command(
        name = "display",
        description = "Show the running quarter-hour on a display.",
        subcommands = NextionCommand.class,
        footerHeading = "%nExample:%n",
        footer = "  bsmr display nextion /dev/ttyUSB1")
final class DisplayCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say which display: nextion");
    }
}
