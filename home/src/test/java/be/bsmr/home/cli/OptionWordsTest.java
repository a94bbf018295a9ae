package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

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

    @Test
    void othersSayWhatTheOptionSays() {
        CommandLine bill = Main.commandLine().getSubcommands().get("bill");
        assertThat(bill.getCommandSpec().findOption("--lang").description())
                .containsExactly("of the plain words (default: the system's)");
    }
}
