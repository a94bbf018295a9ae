package be.bsmr.home.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That all languages say the same. */
class WordsTest {

    /** English has one word for these and for something else. */
    private static final Set<String> OTHER_THINGS =
            Set.of(
                    // What is active, not what is said of this moment.
                    "page.tariffNow",
                    // Of a peak; of a load in page.loadUnknown.
                    "page.unknown",
                    // What can be chosen; in the journal a sentence of its own.
                    "page.control_active",
                    "page.control_off",
                    // A breaker that is closed, not a link that stands.
                    "command.state.1",
                    // The narrow head of a column.
                    "command.reconcile.operator");

    @ParameterizedTest
    @EnumSource
    void everyLanguageSaysTheSameInTheSameOrder(Language language) {
        assertThat(Words.in(language).sentences().keySet())
                .containsExactlyElementsOf(Words.in(Language.en).sentences().keySet());
    }

    @ParameterizedTest
    @EnumSource
    void everySentenceWantsTheSameValuesAndHasTheFormsOfEveryNumber(Language language) {
        Words.in(language)
                .sentences()
                .forEach(
                        (key, text) -> {
                            Sentence sentence = new Sentence(text);
                            assertThat(text).as(key).isNotBlank();
                            assertThat(sentence.blanks()).as(key).isEqualTo(english(key).blanks());
                            assertThat(sentence.selectors())
                                    .as(key)
                                    .allMatch(Set.of("one", "other")::equals);
                        });
    }

    private static Sentence english(String key) {
        return new Sentence(Words.in(Language.en).sentences().getOrDefault(key, ""));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOneThingInEnglishIsOneThing(Language language) {
        Map<String, Set<String>> saidBy =
                Words.in(Language.en).sentences().keySet().stream()
                        .filter(key -> !OTHER_THINGS.contains(key))
                        .collect(
                                Collectors.groupingBy(
                                        key -> folded(Language.en, key),
                                        Collectors.mapping(
                                                key -> folded(language, key), Collectors.toSet())));
        assertThat(saidBy).allSatisfy((english, said) -> assertThat(said).as(english).hasSize(1));
    }

    private static String folded(Language language, String key) {
        return String.valueOf(Words.in(language).sentences().get(key)).toLowerCase(Locale.ROOT);
    }

    @Test
    void aNumberIsWrittenAsTheLanguageWritesIt() {
        Map<String, ?> values =
                Map.of(
                        "file",
                        "bsmr.db",
                        "seconds",
                        new BigDecimal("31500000"),
                        "quarters",
                        BigDecimal.ONE);

        assertThat(Words.in(Language.nl).say("command.store.holds", values))
                .isEqualTo("bsmr.db bevat 31.500.000 seconden en 1 kwartier");
        assertThat(Words.in(Language.en).number(1234.5, 2)).isEqualTo("1,234.50");
    }

    @Test
    void whatIsNotThereIsAMistake() {
        Words words = Words.in(Language.fr);

        assertThat(words.has("journal.nothing")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> words.say("journal.nothing"))
                .withMessage("journal.nothing is no key of fr.json");
        assertThatIllegalArgumentException().isThrownBy(() -> words.say("journal.peak_raised"));
    }
}
