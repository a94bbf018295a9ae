package be.bsmr.home.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code docs/troubleshooting.md} has what the program says when something is wrong, each sentence
 * under its key, so that a link leads there whatever the language. The sentences are written from
 * {@link Words}, between marks: {@code -Dbsmr.docs=write}.
 */
class TroubleshootingTest {

    private static final Path PAGE = Path.of("../docs/troubleshooting.md");
    private static final Pattern PART =
            Pattern.compile(
                    "(<!-- (findings|troubles): (..) -->\\n)(.*?)(<!-- end -->)", Pattern.DOTALL);
    private static final Pattern BLANK = Pattern.compile("\\{\\w+}");
    private static final Pattern PLURAL =
            Pattern.compile("\\{\\w+, plural,.*? other \\{([^{}]*)}}");

    /** What is decided or noticed that somebody should look at. */
    private static final List<String> DECISIONS =
            List.of(
                    "meter_silent",
                    "two_meters",
                    "other_meter",
                    "clock_stands_still",
                    "clock_set_back",
                    "estimators_disagree",
                    "peak_lost",
                    "load_failed",
                    "load_without_effect",
                    "load_restored_blind",
                    "another_steers");

    @Test
    void hasEverySentenceOfTheDoctorAndOfTheLink() throws IOException {
        String written = Files.readString(PAGE);
        String right = PART.matcher(written).replaceAll(TroubleshootingTest::anew);
        if ("write".equals(System.getProperty("bsmr.docs"))) {
            Files.writeString(PAGE, right);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(right).contains("#### silence");
    }

    @ParameterizedTest
    @EnumSource
    void saysOfEachDecisionThatNeedsALookWhatToDo(Language language) throws IOException {
        String name =
                Map.of("en", "English", "nl", "Nederlands", "fr", "Français", "de", "Deutsch")
                        .get(language.name());
        String part =
                Files.readString(PAGE).split("\n## " + name + "\n", 2)[1].split("\n## ", 2)[0];
        for (String decision : DECISIONS) {
            assertThat(Words.in(language).has("journal." + decision)).as(decision).isTrue();
            assertThat(part).contains("\n#### " + decision + "\n\n");
        }
    }

    private static String anew(MatchResult part) {
        Words words = Words.in(Language.valueOf(part.group(3)));
        String text = part.group(2).equals("findings") ? findings(words) : troubles(words);
        return Matcher.quoteReplacement(part.group(1) + text + part.group(5));
    }

    /** Those that say what to do. */
    private static String findings(Words words) {
        StringBuilder text = new StringBuilder();
        Map<String, String> commands = words.section("command");
        commands.forEach(
                (key, what) -> {
                    String toDo = commands.get(key + ".do");
                    if (key.startsWith("finding.") && toDo != null) {
                        String name = key.substring("finding.".length());
                        text.append("\n#### ").append(name).append("\n\n*");
                        text.append(shown(what)).append("*\n\n");
                        text.append(shown(toDo).replaceAll("\n(?=2\\.)", "\n"));
                        text.append("\n");
                    }
                });
        return text.append("\n").toString();
    }

    private static String troubles(Words words) {
        StringBuilder text = new StringBuilder("\n");
        words.section("trouble")
                .forEach((key, said) -> text.append("- ").append(shown(said)).append("\n"));
        return text.append("\n").toString();
    }

    /** What differs each time is left out; nothing of it is a mark of Markdown. */
    private static String shown(String sentence) {
        String blank = PLURAL.matcher(sentence).replaceAll("$1").replace("#", "…");
        return BLANK.matcher(blank).replaceAll("…").replaceAll("([*_<>|\\[\\]])", "\\\\$1");
    }
}
