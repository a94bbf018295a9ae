package be.bsmr.home.cli;

import be.bsmr.home.words.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;

/** The answer to a what-if question in plain words. */
final class WhatIfText {

    private static final double LEAST_SAID = 0.005;

    private final Texts texts;

    WhatIfText(Texts texts) {
        this.texts = texts;
    }

    /**
     * @param answer as {@code GET /api/whatif} gives it
     */
    String text(JsonNode answer) {
        StringBuilder s = new StringBuilder();
        Map<String, Object> question =
                Map.of(
                        "load",
                        kilowatts(answer.path("load_w").asInt()),
                        "for",
                        length(answer.path("for_s").asLong()),
                        "within",
                        length(answer.path("within_s").asLong()),
                        "target",
                        kilowatts(answer.path("target_w").asInt()),
                        "time",
                        time(answer.path("time")));
        s.append(texts.text("whatif.question", question)).append('\n');
        if (answer.path("silent").asBoolean()) {
            s.append(texts.text("whatif.silent", question)).append('\n');
        }
        if (!answer.path("from_start").asBoolean()) {
            s.append(texts.text("whatif.from_start")).append('\n');
        }
        if (!answer.path("day_known").asBoolean()) {
            s.append(texts.text("whatif.day_unknown")).append('\n');
        }
        start(s, texts.text("whatif.now"), answer.path("now"));
        JsonNode cheapest = answer.path("cheapest");
        if (answer.path("within_s").asLong() == 0) {
            return s.toString();
        }
        if (cheapest.path("start").equals(answer.at("/now/start"))) {
            s.append(texts.text("whatif.now_is_cheapest", question)).append('\n');
        } else {
            Map<String, Object> when =
                    Map.of(
                            "within",
                            length(answer.path("within_s").asLong()),
                            "time",
                            time(cheapest.path("start")));
            start(s, texts.text("whatif.cheapest", when), cheapest);
        }
        return s.toString();
    }

    private void start(StringBuilder s, String title, JsonNode start) {
        s.append(title).append('\n');
        double breaks = start.path("break_probability").asDouble();
        double anyway = start.path("break_probability_anyway").asDouble();
        String chance = anyway >= LEAST_SAID ? "whatif.chance_anyway" : "whatif.chance";
        line(
                s,
                texts.text(
                        chance,
                        Map.of(
                                "percent",
                                percent(breaks),
                                "anyway",
                                percent(anyway),
                                "added",
                                percent(start.path("break_probability_added").asDouble()))));
        line(
                s,
                texts.text(
                        "whatif.peak",
                        Map.of("added", kilowatts(start.path("added_peak_w").asInt()))));
        line(
                s,
                texts.text(
                        "whatif.costs." + start.path("costs").asText(),
                        start.has("eur_per_year")
                                ? Map.of("euro", euro(start.path("eur_per_year").decimalValue()))
                                : Map.of()));
        if (start.has("energy_eur")) {
            line(
                    s,
                    texts.text(
                            "whatif.energy",
                            Map.of("euro", euro(start.path("energy_eur").decimalValue()))));
        }
    }

    private static void line(StringBuilder s, String words) {
        s.append("  ").append(words).append('\n');
    }

    private String kilowatts(int watts) {
        return texts.number(watts / 1000.0, 2);
    }

    private String euro(BigDecimal euro) {
        return texts.number(euro.doubleValue(), 2);
    }

    /** Whole percents; nothing that is foreseen is said to be 0 or 100. */
    private String percent(double share) {
        if (share < 0.01) {
            return "< 1";
        }
        return share > 0.99 ? "> 99" : texts.number(share * 100, 0);
    }

    private String time(JsonNode iso) {
        Instant at = OffsetDateTime.parse(iso.asText()).toInstant();
        return texts.minute(at);
    }

    /** 1 h 30 min. */
    private static String length(long seconds) {
        Duration d = Duration.ofSeconds(seconds);
        StringBuilder s = new StringBuilder();
        append(s, d.toHours(), "h");
        append(s, d.toMinutesPart(), "min");
        append(s, d.toSecondsPart(), "s");
        return s.toString().strip();
    }

    private static void append(StringBuilder s, long amount, String unit) {
        if (amount > 0) {
            s.append(amount).append(' ').append(unit).append(' ');
        }
    }
}
