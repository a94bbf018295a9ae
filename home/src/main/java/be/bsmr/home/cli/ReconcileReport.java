package be.bsmr.home.cli;

import be.bsmr.home.json.BillJson;
import be.bsmr.home.words.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Three numbers for each month, and why they differ: what {@link BillJson#reconciled} says. */
final class ReconcileReport {

    private static final String ROW = "  %-18s %14s %14s %14s";
    private static final List<String> PARTIES = List.of("ours", "meter", "operator");

    private final Texts texts;

    ReconcileReport(Texts texts) {
        this.texts = texts;
    }

    String text(JsonNode months) {
        if (months.isEmpty()) {
            return texts.text("reconcile.none");
        }
        List<String> lines = new ArrayList<>();
        lines.add(texts.text("reconcile.title"));
        lines.add("");
        lines.add(
                String.format(
                        ROW,
                        texts.text("reconcile.month"),
                        texts.text("reconcile.ours"),
                        texts.text("reconcile.meter"),
                        texts.text("reconcile.operator")));
        for (JsonNode m : months) {
            List<String> cells = new ArrayList<>();
            PARTIES.forEach(p -> cells.add(kilowatts(m.path(p + "_w"))));
            lines.add(String.format(ROW, month(m), cells.get(0), cells.get(1), cells.get(2)));
            m.path("reasons").forEach(r -> lines.add("      " + reason(r)));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private String reason(JsonNode reason) {
        return texts.text(
                "reconcile." + reason.path("reason").asText(),
                Map.of(
                        "party", texts.text("reconcile.party_" + reason.path("party").asText()),
                        "w", reason.path("w").asText(),
                        "kw", kilowatts(reason.path("w")),
                        "end", end(reason.path("quarter_end"))));
    }

    private String end(JsonNode at) {
        return at.isTextual()
                ? texts.minute(OffsetDateTime.parse(at.asText()).toInstant())
                : texts.text("reconcile.unknown");
    }

    private String month(JsonNode m) {
        return texts.month(
                YearMonth.parse(m.path("month").asText())
                        .atDay(15)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC));
    }

    private String kilowatts(JsonNode watts) {
        return watts.isNumber() ? texts.number(BigDecimal.valueOf(watts.asLong(), 3)) : "–";
    }
}
