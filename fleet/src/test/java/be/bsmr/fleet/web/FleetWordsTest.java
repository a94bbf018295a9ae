package be.bsmr.fleet.web;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.fleet.bridge.Reason;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FleetWordsTest {

    private static final Path PAGE = Path.of("src/main/resources/be/bsmr/fleet/web");
    private static final Pattern BLANK = Pattern.compile("\\{(\\w+)");

    /** How the page asks for a sentence: t('key'), or a key that stands in quotes. */
    private static final Pattern ASKED =
            Pattern.compile("'([a-z]\\w+)'|data-t(?:-label)?=\"(\\w+)\"");

    private static Map<String, String> own(Language language) {
        return Words.beside(FleetWords.class, language).section("fleet");
    }

    @ParameterizedTest
    @EnumSource
    void everyLanguageSaysTheSameWithTheSameBlanks(Language language) {
        Map<String, String> english = own(Language.en);
        assertThat(own(language).keySet()).containsExactlyElementsOf(english.keySet());
        own(language)
                .forEach(
                        (key, text) ->
                                assertThat(blanks(text))
                                        .as(key)
                                        .isEqualTo(blanks(english.get(key))));
    }

    private static Set<String> blanks(String text) {
        return BLANK.matcher(text)
                .results()
                .map(m -> m.group(1))
                .filter(name -> !name.equals("one") && !name.equals("other"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thePageAsksForEverySentenceThatThereIsAndForNoOther() throws IOException {
        Set<String> there = new TreeSet<>();
        FleetWords.of(Language.en).fieldNames().forEachRemaining(there::add);
        String code = code();
        Set<String> said =
                ASKED.matcher(code)
                        .results()
                        .flatMap(m -> Stream.of(first(m)))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> made = new TreeSet<>();
        for (House.Condition one : House.Condition.values()) {
            String name = one.name().toLowerCase(Locale.ROOT);
            made.addAll(
                    name.equals("well")
                            ? List.of()
                            : List.of("condition_" + name, "short_" + name));
        }
        made.addAll(List.of("verdict_calm", "verdict_maybe", "verdict_alarm"));
        for (Reason one : Reason.values()) {
            made.add("why_" + one.label());
        }
        made.addAll(List.of("why_implausible", "why_superseded"));
        assertThat(there).allMatch(key -> said.contains(key) || made.contains(key));
        assertThat(Pattern.compile("\\bt\\('(\\w+)'").matcher(code).results().map(m -> m.group(1)))
                .isSubsetOf(there);
        assertThat(made).isSubsetOf(there);
    }

    private static String first(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    private static String code() throws IOException {
        try (Stream<Path> all = Files.walk(PAGE)) {
            StringBuilder code = new StringBuilder();
            for (Path file : all.filter(f -> f.toString().matches(".*\\.(js|html)")).toList()) {
                code.append(Files.readString(file)).append('\n');
            }
            return code.toString();
        }
    }
}
