package be.bsmr.home.json;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision;
import be.bsmr.control.Decision.What;
import be.bsmr.home.words.Language;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionWordsTest {

    private static final Instant AT = Instant.parse("2026-01-13T17:00:00Z");

    private final DecisionWords words = new DecisionWords(ZoneId.of("Europe/Brussels"));

    @ParameterizedTest
    @EnumSource
    void everyDecisionIsASentenceInFourLanguages(Decision.What what) {
        Power power = new Power(2345);
        Decision.Span night =
                new Decision.Span(AT.plusSeconds(1800), Instant.parse("2026-01-14T04:45:00Z"));
        Decision d =
                new Decision(
                        AT,
                        what,
                        "boiler",
                        new Decision.Figures(
                                power,
                                power,
                                power,
                                power,
                                0.42,
                                night,
                                new BigDecimal("65.40"),
                                new BigDecimal("1.50")),
                        true);
        for (Language language : Language.values()) {
            String text = words.text(d, language, "Boiler");
            assertThat(text).doesNotContain("{", "_", "–");
            assertThat(text.split(" ", -1)).as(text).hasSizeGreaterThan(3);
        }
    }

    @Test
    void aPlanSaysWhenHowMuchAndWhatFor() {
        Decision plan =
                new Decision(
                        AT,
                        What.LOAD_PLANNED,
                        "car",
                        new Decision.Figures(
                                null,
                                new Power(3900),
                                null,
                                new Power(2600),
                                null,
                                new Decision.Span(AT, Instant.parse("2026-01-14T04:45:00Z")),
                                null,
                                null),
                        false);
        assertThat(words.text(plan, Language.en, "Car"))
                .isEqualTo(
                        "Car: 2.60 kW on average from 18:00 to 05:45, so that quarters stay at"
                                + " 3.90 kW");
        assertThat(words.text(plan, Language.nl, "Auto"))
                .isEqualTo(
                        "Auto: gemiddeld 2,60 kW van 18:00 tot 05:45, zodat de kwartieren op"
                                + " 3,90 kW blijven");
    }

    @Test
    void aBatterySaysWhatItGivesAndWhy() {
        Decision gives =
                new Decision(
                        AT,
                        What.LOAD_GIVES,
                        "battery",
                        new Decision.Figures(
                                new Power(3100),
                                new Power(2500),
                                null,
                                new Power(-2499),
                                0.9,
                                null,
                                null,
                                null),
                        false);
        assertThat(words.text(gives, Language.en, "Home battery"))
                .isEqualTo("Home battery gives 2.50 kW: 3.10 kW expected, target 2.50 kW");
    }

    @Test
    void aLevelSaysWhyAndWhatItCostsIfThatIsKnown() {
        Decision raised =
                new Decision(
                        AT,
                        What.LEVEL_RAISED,
                        "car",
                        new Decision.Figures(
                                new Power(2500),
                                new Power(3900),
                                null,
                                null,
                                null,
                                null,
                                new BigDecimal("65.4"),
                                null),
                        false);
        assertThat(words.text(raised, Language.en, "Car"))
                .isEqualTo(
                        "2.50 kW cannot be kept with what Car needs: 3.90 kW is aimed for on purpose,"
                                + " € 65.40 over a year");
        assertThat(words.text(raised.costing(null), Language.de, "Auto"))
                .isEqualTo(
                        "2,50 kW sind nicht zu halten mit dem, was Auto braucht: absichtlich werden"
                                + " 3,90 kW angestrebt");
    }
}
