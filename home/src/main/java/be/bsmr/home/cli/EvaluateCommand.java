package be.bsmr.home.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How good the program is at what it does, on recordings. */
@Command(
        name = "evaluate",
        description = "Measure how good the program is, on recordings.",
        subcommands = {EvaluateForecastCommand.class, EvaluateControlCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr evaluate forecast --trace january.csv",
            "  bsmr evaluate control --trace january.csv --loads examples/control/family.yaml"
        })
final class EvaluateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "say what to evaluate: forecast or control");
    }
}
