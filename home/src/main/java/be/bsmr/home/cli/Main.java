package be.bsmr.home.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: {@code bsmr COMMAND}. */
@Command(
        name = "bsmr",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Reads the Belgian digital electricity meter, foresees the quarter-hour and acts before a"
                        + " costly peak.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr demo                              a simulated house, with dashboard",
            "  bsmr run --source serial:/dev/ttyUSB0  your own meter",
            "  bsmr watch                             the running quarter-hour, in the terminal",
            "  bsmr doctor                            what is the matter with the cable",
            "  bsmr decode evening.txt                what telegrams say, in plain words",
            "  bsmr history --resolution day          what was measured",
            "  bsmr bill --area imewo                 what the month peaks cost",
            "  bsmr passwd ann                        who may see the dashboard from elsewhere",
            "  bsmr COMMAND --help                    all about one command",
            "",
            "Exit codes: 0 done; 1 failed while running, or nothing is there of what was asked for;",
            "2 wrong command line or configuration; 3 a file, port or address could not be opened;",
            "130 stopped with Ctrl-C."
        })
public final class Main implements Callable<Integer> {

    private static final List<Class<?>> COMMANDS =
            List.of(
                    RunCommand.class,
                    DemoCommand.class,
                    WatchCommand.class,
                    DisplayCommand.class,
                    ReplayCommand.class,
                    SimulateCommand.class,
                    HistoryCommand.class,
                    ImportCommand.class,
                    ExportCommand.class,
                    PlotCommand.class,
                    BillCommand.class,
                    WhatIfCommand.class,
                    JournalCommand.class,
                    PasswdCommand.class,
                    TokenCommand.class,
                    StoreCommand.class,
                    NotifyCommand.class,
                    BackupCommand.class,
                    RestoreCommand.class,
                    DecodeCommand.class,
                    DoctorCommand.class,
                    EvaluateCommand.class,
                    UpdateCommand.class,
                    WarmUpCommand.class,
                    PackagingCommand.class);

    /** What only the launcher of a checkout does; it says that it is one. */
    private static final List<String> IN_A_CHECKOUT =
            List.of(
                    "",
                    "./bsmr test sets up the test tools and runs all tests; ./bsmr bench p1 times the reader.",
                    "./bsmr fleet is for very many meters: ./bsmr fleet --help.");

    @Spec private CommandSpec spec = CommandSpec.create();

    private Main() {}

    public static void main(String[] args) {
        List<Class<?>> asked = args.length == 0 ? List.of() : named(args[0]);
        System.exit(commandLine(asked.isEmpty() ? COMMANDS : asked).execute(args));
    }

    /**
     * The command line with its subcommands; what it prints on trouble is one line, not a stack
     * trace.
     */
    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /** One command that is asked for by its name needs no other: each takes its time to read. */
    private static List<Class<?>> named(String name) {
        return COMMANDS.stream()
                .filter(c -> c.getAnnotation(Command.class).name().equals(name))
                .toList();
    }

    private static CommandLine commandLine(List<Class<?>> among) {
        CommandLine commands = new CommandLine(new Main());
        if (Boolean.getBoolean("bsmr.checkout")) {
            UsageMessageSpec help = commands.getCommandSpec().usageMessage();
            List<String> footer = new ArrayList<>(List.of(help.footer()));
            footer.addAll(IN_A_CHECKOUT);
            help.footer(footer.toArray(String[]::new));
        }
        among.forEach(commands::addSubcommand);
        for (CommandLine sub : commands.getSubcommands().values()) {
            sub.getCommandSpec().mixinStandardHelpOptions(true);
        }
        return Trouble.inOneLine(commands.setResourceBundle(new OptionWords()));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say which command");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"bsmr " + number()};
        }

        /** The release's tag, or what {@code git describe} says of what lies after one. */
        static String number() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "(development)" : version;
        }
    }
}
