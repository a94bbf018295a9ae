package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.source.Finding;
import be.bsmr.home.words.Language;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingWordsTest {

    private static final Properties ENGLISH = texts(Language.en);

    @ParameterizedTest
    @EnumSource(Language.class)
    void saysEverythingInEveryLanguage(Language language) {
        Properties texts = texts(language);
        assertThat(texts.stringPropertyNames()).isEqualTo(ENGLISH.stringPropertyNames());
        for (String key : texts.stringPropertyNames()) {
            assertThat(blanks(texts.getProperty(key)))
                    .as("%s %s", language, key)
                    .isEqualTo(blanks(ENGLISH.getProperty(key)));
        }
    }

    @Test
    void hasWordsForEveryFinding() {
        for (Finding.Kind kind : Finding.Kind.values()) {
            assertThat(ENGLISH.containsKey("finding." + kind.label())).as(kind.label()).isTrue();
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

    private static String said(Language language, Finding finding) {
        return new FindingWords(new Texts(language, SiteSettings.BELGIUM)).words(finding);
    }

    private static Set<String> blanks(String text) {
        Set<String> blanks = new TreeSet<>();
        Matcher m = Pattern.compile("\\{\\w+}").matcher(text);
        while (m.find()) {
            blanks.add(m.group());
        }
        return blanks;
    }

    /** The file of one language by itself: a bundle would fall back on English. */
    private static Properties texts(Language language) {
        String file = language == Language.en ? "texts" : "texts_" + language;
        Properties texts = new Properties();
        try (Reader in =
                new InputStreamReader(
                        FindingWords.class.getResourceAsStream(file + ".properties"),
                        StandardCharsets.UTF_8)) {
            texts.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
