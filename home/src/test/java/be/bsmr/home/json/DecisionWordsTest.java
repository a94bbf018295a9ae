package be.bsmr.home.json;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision;
import be.bsmr.unit.Power;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionWordsTest {

    private static final Instant AT = Instant.parse("2026-01-13T17:00:00Z");

    private final DecisionWords words = new DecisionWords();

    @ParameterizedTest
    @EnumSource
    void everyDecisionIsASentenceInFourLanguages(Decision.What what) {
        Power power = new Power(2345);
        Decision d = new Decision(AT, what, "boiler", power, power, power, power, 0.42, true);
        for (String language : DecisionWords.LANGUAGES) {
            String text = words.text(d, language, "Boiler");
            assertThat(text).doesNotContain("{", "_", "–");
            assertThat(text.split(" ", -1)).as(text).hasSizeGreaterThan(3);
        }
    }
}
