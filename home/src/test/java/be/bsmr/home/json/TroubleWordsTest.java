package be.bsmr.home.json;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TroubleWordsTest {

    private static final Pattern BLANK = Pattern.compile("\\{(\\w+)}");

    private final TroubleWords words = new TroubleWords();

    @ParameterizedTest
    @EnumSource
    void eachSentenceIsFoundByItsEnglish(Language language) {
        Words.in(Language.en)
                .section("trouble")
                .forEach(
                        (key, text) -> {
                            Map<String, String> values = new TreeMap<>();
                            BLANK.matcher(text)
                                    .results()
                                    .forEach(b -> values.put(b.group(1), "<" + b.group(1) + ">"));
                            String said = key.startsWith("broker.") ? " (Connection refused)" : "";
                            String english = Words.in(Language.en).say("trouble." + key, values);
                            assertThat(words.in(language, english + said))
                                    .as(key)
                                    .contains(
                                            Words.in(language).say("trouble." + key, values)
                                                    + said);
                        });
    }
}
