package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class OptionWordsTest {

    private static final Pattern KEY = Pattern.compile("bsmr\\.(.+)\\.(\\w+)");

    static List<String> keys() {
        return Collections.list(new OptionWords().getKeys());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void areThoseOfAnOptionThatIsThere(String key) {
        Matcher parts = KEY.matcher(key);
        assertThat(parts).matches();
        CommandLine command = Main.commandLine();
        for (String name : parts.group(1).split("\\.", -1)) {
            command = command.getSubcommands().get(name);
        }
        String words = new OptionWords().getString(key);
        assertThat(command.getCommandSpec().findOption("--" + parts.group(2)).description())
                .containsExactly(words);
    }

    /** A command line is seen by all users of the machine, and kept in a history. */
    @Test
    void noSecretHasToBeWrittenOnACommandLine() {
        List<OptionSpec> secrets = new ArrayList<>();
        addSecrets(Main.commandLine(), secrets);
        assertThat(secrets).hasSizeGreaterThan(1);
        assertThat(secrets)
                .allMatch(one -> one.interactive() || one.longestName().endsWith("-file"));
    }

    private static void addSecrets(CommandLine of, List<OptionSpec> secrets) {
        of.getCommandSpec().options().stream()
                .filter(one -> one.longestName().matches(".*(password|secret|token|key).*"))
                .forEach(secrets::add);
        of.getSubcommands().values().forEach(sub -> addSecrets(sub, secrets));
    }

    @Test
    void othersSayWhatTheOptionSays() {
        CommandLine bill = Main.commandLine().getSubcommands().get("bill");
        assertThat(bill.getCommandSpec().findOption("--lang").description())
                .containsExactly("of the plain words (default: the system's)");
    }
}
