package be.bsmr.home.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceTest {

    private static final String ROWS = "{file}: {rows, plural, one {# row} other {# rows}} read";

    @ParameterizedTest
    @CsvSource({
        "en, 0, a.csv: 0 rows read",
        "en, 1, a.csv: 1 row read",
        "en, 2, a.csv: 2 rows read",
        "fr, 0, a.csv: 0 row read",
        "fr, 1, a.csv: 1 row read",
        "fr, 2, a.csv: 2 rows read"
    })
    void aNumberTakesItsFormByTheRuleOfTheLanguage(Language language, long rows, String said) {
        Sentence sentence = new Sentence(ROWS);

        assertThat(
                        sentence.filled(
                                language, Map.of("file", "a.csv", "rows", rows), String::valueOf))
                .isEqualTo(said);
        assertThat(sentence.blanks()).containsExactly("file", "rows");
        assertThat(sentence.selectors()).containsExactly(Set.of("one", "other"));
    }

    @Test
    void whatAValueLooksLikeIsNotReadAsABlank() {
        Sentence sentence = new Sentence("it's {what}");

        assertThat(sentence.filled(Language.en, Map.of("what", "$1 {x} #"), String::valueOf))
                .isEqualTo("it's $1 {x} #");
    }

    @Test
    void aValueThatIsMissingOrNoNumberIsAMistake() {
        Sentence sentence = new Sentence(ROWS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sentence.filled(Language.en, Map.of("rows", 1), String::valueOf))
                .withMessageStartingWith("no value for {file}");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                sentence.filled(
                                        Language.en,
                                        Map.of("file", "a.csv", "rows", "two"),
                                        String::valueOf))
                .withMessageStartingWith("two is no number for {rows}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{load",
                "load}",
                "{the load}",
                "{rows, plural, one {# row}}",
                "{rows, plural, one {# row} other {# of {all}}}",
                "{kind, select, a {A} other {B}}"
            })
    void whatIsNotWrittenAsASentenceIsAMistake(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sentence(text))
                .withMessageEndingWith(text);
    }
}
