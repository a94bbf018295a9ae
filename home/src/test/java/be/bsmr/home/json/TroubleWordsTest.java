package be.bsmr.home.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TroubleWordsTest {

    @Test
    void eachSentenceStandsInEachLanguageWithBlanksThatTheEnglishHas() throws Exception {
        for (JsonNode each :
                new JsonMapper()
                        .readTree(TroubleWords.class.getResourceAsStream("troubles.json"))) {
            for (String language : TroubleWords.LANGUAGES) {
                String said = each.path(language).asText();
                assertThat(said).as("%s of %s", language, each.path("en")).isNotBlank();
                assertThat(blanks(each.path("en").asText())).containsAll(blanks(said));
            }
        }
    }

    private static List<String> blanks(String text) {
        return Pattern.compile("\\{\\d}").matcher(text).results().map(MatchResult::group).toList();
    }
}
