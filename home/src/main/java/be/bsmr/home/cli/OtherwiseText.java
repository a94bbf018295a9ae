package be.bsmr.home.cli;

import be.bsmr.home.words.Texts;
import be.bsmr.home.words.Words;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the past would have gone otherwise, in the words of the page. */
final class OtherwiseText {

    private final Texts texts;
    private final Words words;
    private final StringBuilder out = new StringBuilder();

    OtherwiseText(Texts texts) {
        this.texts = texts;
        words = Words.in(texts.language());
    }

    /**
     * @param answer as {@code /api/otherwise} gives it
     */
    String text(JsonNode answer) {
        switch (answer.path("status").asText()) {
            case "nothing_known" -> line(words.say("page.otherNothing"));
            case "nothing_recorded" -> line(words.say("page.otherNotRecorded"));
            default -> known(answer);
        }
        return out.toString();
    }

    private void known(JsonNode a) {
        String kind;
        if (a.at("/question/battery_kwh").isNumber()) {
            kind = "battery";
            battery(a);
        } else if (a.at("/question/target_w").isNumber()) {
            kind = "target";
            target(a);
        } else {
            kind = "control";
            control(a);
        }
        if (a.has("unknown_loads")) {
            List<String> loads = new ArrayList<>();
            a.path("unknown_loads").forEach(l -> loads.add(l.asText()));
            line(say("otherUnknownLoads", Map.of("loads", String.join(", ", loads))));
        }
        out.append('\n');
        for (JsonNode m : a.path("months")) {
            String bound =
                    kind.equals("control") ? "  ≤ " + kilowatts(m.path("most_w").asInt()) : "";
            out.append(
                    String.format(
                            "  %-18s %8s → %8s kW%s%n",
                            month(m.path("month").asText(), texts),
                            kilowatts(m.path("was_w").asInt()),
                            kilowatts(m.path("would_w").asInt()),
                            bound));
        }
        out.append('\n');
        if (a.path("lines").isEmpty()) {
            line(words.say("page.whatifUnknown"));
        }
        for (JsonNode l : a.path("lines")) {
            lineOfBill(l);
        }
        out.append('\n');
        line(say("otherNote_" + kind, Map.of("since", since(a))));
    }

    private void battery(JsonNode a) {
        line(
                say(
                        "otherBattery",
                        Map.of(
                                "given", whole(a.path("given_kwh")),
                                "sun", whole(a.path("of_sun_kwh")),
                                "more", whole(a.path("added_import_kwh")))));
        saved(a);
        if (a.has("saves_at_most_eur_per_year")) {
            line(say("otherAtMost", Map.of("euro", euro(a.path("saves_at_most_eur_per_year")))));
        }
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
                                kilowatts(a.at("/question/target_w").asInt()))));
        if (a.path("waits").asInt() > 0) {
            line(
                    say(
                            "otherWaits",
                            Map.of(
                                    "waits", a.path("waits").asInt(),
                                    "longest", length(a.path("longest_wait_s")),
                                    "kwh", whole(a.path("moved_kwh")))));
        }
        int beyond = a.path("beyond_quarters").asInt();
        if (above > 0) {
            line(
                    beyond > 0
                            ? say("otherBeyond", Map.of("beyond", beyond))
                            : words.say("page.otherCould"));
        }
        saved(a);
    }

    private void control(JsonNode a) {
        line(
                say(
                        "otherHeld",
                        Map.of(
                                "since", since(a),
                                "times", a.path("sheds").asInt(),
                                "longest", length(a.path("longest_shed_s")))));
        if (a.has("saves_eur_per_year")) {
            line(
                    say(
                            "otherWithout",
                            Map.of(
                                    "euro", minus(a.path("saves_eur_per_year")),
                                    "most", minus(a.path("saves_at_least_eur_per_year")))));
        }
    }

    private void saved(JsonNode a) {
        JsonNode saves = a.path("saves_eur_per_year");
        if (saves.isNumber()) {
            boolean less = saves.decimalValue().signum() >= 0;
            line(
                    say(
                            less ? "otherSaves" : "otherAdds",
                            Map.of("euro", less ? euro(saves) : minus(saves))));
        }
    }

    private void lineOfBill(JsonNode line) {
        String name =
                switch (line.path("line").asText()) {
                    case "capacity" -> words.say("page.otherCapacity");
                    case "volume" -> words.say("page.otherVolume");
                    case "maximum_tariff" -> words.say("page.otherMaximum");
                    case "minimum_contribution" -> words.say("page.otherMinimum");
                    case "data_management" -> texts.text("bill.line.data_management");
                    case "without_vat" -> texts.text("bill.line.without_vat");
                    case "vat" -> words.say("page.otherVat");
                    default -> texts.text("bill.total");
                };
        out.append(
                String.format(
                        "  %-28s %10s → %10s €%n",
                        name, euro(line.path("eur")), euro(line.path("otherwise_eur"))));
    }

    private String say(String key, Map<String, ?> values) {
        return words.say("page." + key, values);
    }

    private void line(String said) {
        out.append(said).append('\n');
    }

    private String since(JsonNode a) {
        return a.has("recorded_since")
                ? texts.minute(OffsetDateTime.parse(a.path("recorded_since").asText()).toInstant())
                : "–";
    }

    static String length(JsonNode seconds) {
        Duration d = Duration.ofSeconds(seconds.asLong());
        return d.toHours() > 0
                ? d.toHours() + " h " + d.toMinutesPart() + " min"
                : d.toMinutesPart() + " min";
    }

    private String whole(JsonNode number) {
        return texts.number(number.asDouble(), 0);
    }

    private String euro(JsonNode number) {
        return number.isNumber() ? texts.number(number.asDouble(), 2) : "–";
    }

    private String minus(JsonNode number) {
        BigDecimal other = number.decimalValue().negate();
        return texts.number(other.doubleValue(), 2);
    }

    private String kilowatts(int watts) {
        return texts.number(watts / 1000.0, 2);
    }

    static String month(String month, Texts texts) {
        Instant within = YearMonth.parse(month).atDay(15).atStartOfDay().toInstant(ZoneOffset.UTC);
        return texts.month(within);
    }
}
