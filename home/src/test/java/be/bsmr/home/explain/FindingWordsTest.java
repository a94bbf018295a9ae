package be.bsmr.home.explain;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.source.Finding;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Texts;
import be.bsmr.home.words.Words;
import be.bsmr.site.SiteSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingWordsTest {

    @Test
    void hasWordsForEveryFinding() {
        for (Finding.Kind kind : Finding.Kind.values()) {
            assertThat(Words.in(Language.en).has("command.finding." + kind.label()))
                    .as(kind.label())
                    .isTrue();
        }
    }

    @Test
    void saysWhatItIsAndWhatToDo() {
        FindingWords words = new FindingWords(new Texts(Language.nl, SiteSettings.BELGIUM));
        Finding skew = Finding.problem(Finding.Kind.CLOCK_SKEW).with("skew_s", -300L);
        assertThat(words.words(skew))
                .startsWith("De klok van de meter loopt 5 min achter op die van deze machine.")
                .contains("timedatectl");
        assertThat(words.text(List.of(skew))).contains("TE DOEN").endsWith("Te doen: 1.");
        assertThat(words.json(List.of(skew)))
                .startsWith("[{\"finding\":\"clock_skew\",\"severity\":\"problem\",\"text\":")
                .endsWith("\"numbers\":{\"skew_s\":-300}}]");
    }

    @Test
    void saysOneOfSomethingAsOne() {
        Finding one = Finding.ok(Finding.Kind.TELEGRAMS).with("telegrams", 1L);
        Finding two = Finding.ok(Finding.Kind.TELEGRAMS).with("telegrams", 2L);
        assertThat(said(Language.en, one)).isEqualTo("1 telegram read.");
        assertThat(said(Language.nl, one)).isEqualTo("1 telegram gelezen.");
        assertThat(said(Language.fr, one)).isEqualTo("1 télégramme lu.");
        assertThat(said(Language.de, one)).isEqualTo("1 Telegramm gelesen.");
        assertThat(said(Language.fr, two)).isEqualTo("2 télégrammes lus.");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void noAgeIsBelowZero(Language language) {
        Finding ahead =
                Finding.ok(Finding.Kind.MBUS)
                        .with("type", "gas")
                        .with("id", "x")
                        .with("channel", 1)
                        .with("ahead_s", 46L);
        assertThat(said(language, ahead)).contains("46 s").doesNotContain("-46", "–");
    }

    @Test
    void whatAMeterDoesNotTellIsADash() {
        Finding gas = Finding.ok(Finding.Kind.MBUS).with("type", "gas").with("channel", 1);
        assertThat(said(Language.en, gas)).isEqualTo("Gas: meter – on channel 1, reading – old.");
        assertThat(said(Language.nl, Finding.ok(Finding.Kind.METER).with("header", "ISK5")))
                .isEqualTo("Meter –, versie –, kop /ISK5");
        for (Finding.Kind grid : List.of(Finding.Kind.GRID_UNKNOWN, Finding.Kind.GRID_3X230)) {
            assertThat(said(Language.fr, Finding.note(grid).with("phases", 1))).contains("– / –");
        }
    }

    private static String said(Language language, Finding finding) {
        return new FindingWords(new Texts(language, SiteSettings.BELGIUM)).words(finding);
    }
}
