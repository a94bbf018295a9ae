package be.bsmr.fleet.cli;

import be.bsmr.home.cli.Trouble;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program for many meters: {@code bsmr fleet COMMAND}. */
@Command(
        name = "bsmr fleet",
        mixinStandardHelpOptions = true,
        description =
                "Many meters on Kafka: counts their quarter-hours, foresees what they come to"
                        + " together, and shares what is left.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr fleet demo                     forty simulated flats, with all that belongs to a fleet",
            "  bsmr fleet demo --kill              the counting is killed again and again: nothing is lost",
            "  bsmr fleet topics                   once, for a new tenant",
            "  bsmr fleet members                  who is in which community, as fleet.yaml says",
            "  bsmr fleet run                      bridge, streams and page in one process",
            "",
            "Each reads fleet.yaml here, or what --config names; docs/fleet-run.md tells how all fits together."
        })
public final class FleetMain implements Callable<Integer> {

    private static final List<Class<?>> COMMANDS =
            List.of(
                    DemoCommand.class,
                    TopicsCommand.class,
                    MembersCommand.class,
                    EnrolCommand.class,
                    PartsCommand.All.class,
                    PartsCommand.Bridge.class,
                    PartsCommand.Streams.class,
                    PartsCommand.Page.class,
                    ExportCommand.class,
                    EraseCommand.class);

    /** What is asked for cannot be, or the configuration lacks what it needs. */
    private static final int USAGE = 2;

    @Spec private CommandSpec spec = CommandSpec.create();

    private FleetMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line with its subcommands. */
    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new FleetMain());
        COMMANDS.forEach(commands::addSubcommand);
        for (CommandLine sub : commands.getSubcommands().values()) {
            sub.getCommandSpec().mixinStandardHelpOptions(true);
        }
        Trouble.inOneLine(commands);
        var others = commands.getExecutionExceptionHandler();
        return commands.setExecutionExceptionHandler(
                (e, line, parsed) -> {
                    if (e instanceof IllegalArgumentException) {
                        line.getErr().println("bsmr: " + e.getMessage());
                        return USAGE;
                    }
                    return others.handleExecutionException(e, line, parsed);
                });
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say which command");
    }
}
