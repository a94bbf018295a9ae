package be.bsmr.home.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class LanguageTest {

    @Test
    void isThatOfALocaleWhateverTheCountryAndElseEnglish() {
        assertThat(Language.of(Locale.CANADA_FRENCH)).isEqualTo(Language.fr);
        assertThat(Language.of(Locale.ITALY)).isEqualTo(Language.en);
        assertThat(Language.orSystems(Language.de)).isEqualTo(Language.de);
    }

    @Test
    void isWrittenAsInBelgium() {
        assertThat(Language.nl.locale()).isEqualTo(Locale.forLanguageTag("nl-BE"));
        assertThat(Language.en.locale()).isEqualTo(Locale.UK);
    }
}
