package be.bsmr.home.cli;

import be.bsmr.home.words.Texts;
import be.bsmr.home.words.Words;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What came of each second of the past through BSMR itself, in the words of the page. */
final class EachSecondText {

    private final Texts texts;
    private final Words words;
    private final StringBuilder out = new StringBuilder();

    EachSecondText(Texts texts) {
        this.texts = texts;
        words = Words.in(texts.language());
    }

    /**
     * @param answer as {@code /api/otherwise} gives it
     */
    String text(JsonNode answer) {
        if (answer.path("status").asText().equals("known")) {
            known(answer);
        } else {
            line(words.say("page.otherNoSeconds"));
        }
        return out.toString();
    }

    private void known(JsonNode a) {
        boolean battery = a.at("/question/battery_kwh").isNumber();
        line(
                say(
                        "otherSpan",
                        Map.of(
                                "from", texts.minute(at(a, "from")),
                                "to", texts.minute(at(a, "to")),
                                "learned", texts.minute(at(a, "learned_from")),
                                "quarters", a.path("quarters").asInt(),
                                "missing", a.path("left_out_quarters").asInt())));
        if (battery) {
            line(
                    say(
                            "otherBatterySeconds",
                            Map.of(
                                    "given", number(a.path("given_kwh")),
                                    "taken", number(a.path("taken_kwh")),
                                    "more", number(a.path("added_import_kwh")))));
        } else {
            target(a);
        }
        out.append('\n');
        row(
                "",
                words.say("page.otherWas"),
                words.say("page.otherByQuarters"),
                words.say("page.otherThrough"));
        for (JsonNode m : a.path("months")) {
            row(
                    OtherwiseText.month(m.path("month").asText(), texts),
                    kilowatts(m.path("was_w")),
                    kilowatts(m.path("quarters_w")),
                    kilowatts(m.path("would_w")));
        }
        out.append('\n');
        line(words.say(battery ? "page.otherSecondsNote_battery" : "page.otherSecondsNote_target"));
    }

    private void target(JsonNode a) {
        int above = a.path("above_quarters").asInt();
        line(
                say(
                        "otherAbove",
                        Map.of(
                                "above",
                                above,
                                "kw",
                                texts.number(a.at("/question/target_w").asInt() / 1000.0, 2))));
        int still = a.path("still_above_quarters").asInt();
        if (above > 0) {
            line(
                    still > 0
                            ? say("otherStillAbove", Map.of("above", still))
                            : words.say("page.otherNoneAbove"));
        }
        if (a.path("waits").asInt() > 0) {
            line(
                    say(
                            "otherWaits",
                            Map.of(
                                    "waits", a.path("waits").asInt(),
                                    "longest", OtherwiseText.length(a.path("longest_wait_s")),
                                    "kwh", number(a.path("moved_kwh")))));
            line(
                    a.path("left_kwh").asDouble() > 0
                            ? say("otherLeft", Map.of("kwh", number(a.path("left_kwh"))))
                            : words.say("page.otherAllDrawn"));
        }
        if (a.has("unknown_loads")) {
            List<String> loads = new ArrayList<>();
            a.path("unknown_loads").forEach(l -> loads.add(l.asText()));
            line(say("otherAsTheyWere", Map.of("loads", String.join(", ", loads))));
        }
    }

    private void row(String month, String was, String quarters, String through) {
        out.append(String.format("  %-18s %12s %14s %14s%n", month, was, quarters, through));
    }

    private static Instant at(JsonNode answer, String key) {
        return OffsetDateTime.parse(answer.path(key).asText()).toInstant();
    }

    private String number(JsonNode kilowattHours) {
        return texts.number(kilowattHours.asDouble(), 1);
    }

    private String kilowatts(JsonNode watts) {
        return watts.isNumber() ? texts.number(watts.asInt() / 1000.0, 2) + " kW" : "–";
    }

    private String say(String key, Map<String, ?> values) {
        return words.say("page." + key, values);
    }

    private void line(String said) {
        out.append(said).append('\n');
    }
}
