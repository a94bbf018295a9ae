package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the command line says of itself, and of what is typed wrongly. */
class CommandLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "frobnicate | there is no command frobnicate",
                "jurnal | there is no command jurnal; is journal meant?",
                "run --sorce x | there is no option --sorce; is --source meant?",
                "decode a b | 'b' is one word too many",
                "run --source | --source SOURCE is missing",
                "replay | FILE is missing",
                "whatif --for 1h | --load POWER is missing",
                "whatif | what if what?",
                "whatif --battery 10 | --battery '10' is no energy; write it with its unit, as 10kWh",
                "whatif --battery 10kWh --efficiency 120 | efficiency is above 0 to 1, not 1.2",
                "whatif --target 3kW --without-bsmr | --battery, --target and --without-bsmr are three questions",
                "whatif --target 3kW --for 1h | --load, --for, --within and --at are of a load",
                "demo --seed x | --seed 'x' is no whole number; write digits only",
                "demo --seed 99999999999999999999 | --seed '99999999999999999999' is too large",
                "demo --speed 0 | --speed '0' is no speed; write a number above 0",
                "demo --speed max | --speed 'max' is no speed; write a number above 0",
                "bill --volume abc | --volume 'abc' is no number; write it with a point",
                "bill --area west --year 1990 | --year 1990: peaks are billed since 2023",
                "history --format xml | --format 'xml' is unknown; write json, csv, table",
                "store | say what: store info",
                "display | say which display: nextion",
                "display nextion | PORT is missing",
                "display nextion /dev/tty9 --columns 7 | --columns 7 does not part 900 seconds evenly",
                "display nextion /dev/tty9 --baud 14400 | the display knows no 14400 baud; write one of",
                "display nextion /dev/tty9 --dim 101 | --light and --dim are 0 to 100",
                "display nextion /dev/tty9 --night 22 | --night '22' is no night; write it as 22:00",
                "import f.csv --as foo | --as 'foo' has no = in it; write --as ID=WHAT",
                "demo --seed 1 --seed 2 | --seed is there twice",
            })
    void saysInOneLineWhatIsTypedWronglyAndWhatToWrite(String typed, String said) {
        Said line = typed(typed.split(" "));
        assertThat(line.exit()).isEqualTo(Exit.USAGE);
        assertThat(line.err()).startsWith("bsmr: " + said).endsWith("\n");
        assertThat(line.err().lines()).hasSize(1);
        assertThat(line.out()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void helpIsWrappedOnceAndShowsExamplesAsTheyAreTyped(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();
        String help = command.getUsageMessage();
        assertThat(command.getCommandSpec().findOption("--help"))
                .as(command.getCommandName())
                .isNotNull();
        assertThat(help.lines())
                .as("columns of %s", command.getCommandName())
                .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(Trouble.HELP_WIDTH));
        assertThat(help.lines().map(String::stripTrailing)).contains(usage.footer());
        assertThat(usage.description())
                .as("a sentence or more, broken by whoever prints it")
                .allSatisfy(d -> assertThat(d).endsWith("."));
    }

    @Test
    void theListOfCommandsCutsNoSentence() {
        String help = Main.commandLine().getUsageMessage().replaceAll("\\s+", " ");
        for (CommandLine command : Main.commandLine().getSubcommands().values()) {
            var usage = command.getCommandSpec().usageMessage();
            if (!usage.hidden()) {
                assertThat(help).contains(command.getCommandName() + " " + usage.description()[0]);
            }
        }
    }

    private static Stream<CommandLine> all() {
        return with(Main.commandLine()).filter(c -> !c.getCommandSpec().usageMessage().hidden());
    }

    private static Stream<CommandLine> with(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(CommandLineTest::with));
    }

    private record Said(int exit, String out, String err) {}

    private static Said typed(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> typed = new ArrayList<>(List.of(words));
        int exit =
                Main.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(typed.toArray(String[]::new));
        return new Said(exit, out.toString(), err.toString());
    }
}
