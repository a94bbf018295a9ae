package be.bsmr.home.cli;

import be.bsmr.home.json.BillJson;
import be.bsmr.home.words.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bill in plain words: what {@link BillJson} says, line by line. */
final class BillReport {

    private static final int WIDTH = 72;

    private final Texts texts;
    private final List<String> lines = new ArrayList<>();

    BillReport(Texts texts) {
        this.texts = texts;
    }

    String text(JsonNode bill) {
        String name = bill.path("name").asText(bill.path("area").asText());
        lines.add(
                texts.text("bill.title", Map.of("area", name, "year", bill.path("year").asText())));
        lines.add("");
        months(bill.path("months"));
        switch (bill.path("status").asText()) {
            case "year_unknown" -> whatToWrite(bill, name);
            case "before_2023" -> lines.add(texts.text("bill.before_2023"));
            case "no_peak_billed" -> lines.add(texts.text("bill.no_peak_billed"));
            case "no_month_known" -> lines.add(texts.text("bill.no_month_known"));
            default -> amounts(bill);
        }
        if (bill.has("bands")) {
            bands(bill.path("bands"));
        }
        if (bill.has("source")) {
            lines.add("");
            lines.add(texts.text("bill.source", Map.of("source", bill.path("source").asText())));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** The sheet that is missing, with what its owner's bill says left open. */
    private void whatToWrite(JsonNode bill, String name) {
        String year = bill.path("year").asText();
        lines.add(texts.text("bill.year_unknown", Map.of("year", year)));
        lines.add("");
        lines.add("  year: " + year);
        lines.add("  source: …");
        lines.add("  areas:");
        lines.add(
                "    %s: {name: %s, eur_per_kw_per_year: …, eur_per_kwh: …}"
                        .formatted(bill.path("area").asText(), name));
    }

    private void months(JsonNode months) {
        for (JsonNode m : months) {
            StringBuilder note =
                    new StringBuilder(texts.text("peak_source." + m.path("source").asText()));
            if (m.path("billed_w").asInt() != m.path("demand_w").asInt()) {
                note.append(", ")
                        .append(
                                texts.text(
                                        "bill.counts_as",
                                        Map.of("kw", kilowatts(m.path("billed_w")))));
            }
            if (m.path("running").asBoolean()) {
                note.append(", ").append(texts.text("bill.running"));
            }
            lines.add(
                    String.format(
                            "  %-18s %10s kW  %s",
                            month(m.path("month").asText()), kilowatts(m.path("demand_w")), note));
        }
        if (!months.isEmpty()) {
            lines.add("");
        }
    }

    private void amounts(JsonNode bill) {
        JsonNode rates = bill.path("rates");
        String mean = texts.number(bill.path("mean_kw").decimalValue());
        lines.add(
                texts.text("bill.mean", Map.of("months", bill.path("months").size(), "kw", mean)));
        lines.add("");
        for (JsonNode line : bill.path("lines")) {
            String key = line.path("line").asText();
            String words =
                    texts.text(
                            "bill.line." + key,
                            Map.of(
                                    "kw", mean,
                                    "rate", number(rates.path("eur_per_kw_per_year")),
                                    "kwh", number(bill.path("volume_kwh")),
                                    "per_kwh", number(rates.path("eur_per_kwh")),
                                    "most", number(rates.path("maximum_eur_per_kwh")),
                                    "least", kilowatts(rates.path("minimum_w")),
                                    "percent", number(rates.path("vat_percent"))));
            if (key.equals("without_vat")) {
                lines.add("  " + "─".repeat(WIDTH));
            }
            lines.add(amount(words, line.path("eur").decimalValue()));
        }
        lines.add(amount(texts.text("bill.total"), bill.path("total_eur").decimalValue()));
        if (!bill.has("volume_kwh")) {
            lines.add(texts.text("bill.no_volume"));
        } else if (!rates.has("eur_per_kwh")) {
            lines.add(
                    texts.text("bill.no_rate_per_kwh", Map.of("year", bill.path("year").asText())));
        }
        if (bill.has("capacity_of_year_eur")) {
            lines.add("");
            lines.add(
                    texts.text(
                            "bill.of_year",
                            Map.of(
                                    "year", bill.path("year").asText(),
                                    "eur",
                                            euro(
                                                    bill.path("capacity_of_year_eur")
                                                            .decimalValue()))));
        }
    }

    private void bands(JsonNode bands) {
        lines.add("");
        lines.add(texts.text("bill.bands"));
        for (JsonNode band : bands) {
            List<String> hours = new ArrayList<>();
            band.path("hours").forEach(h -> hours.add(h.asText()));
            lines.add(
                    String.format(
                            "  %-36s %s", band.path("name").asText(), String.join(", ", hours)));
        }
    }

    private String amount(String words, BigDecimal euro) {
        return String.format("  %-58s %12s €", words, euro(euro));
    }

    private String euro(BigDecimal euro) {
        return texts.number(euro);
    }

    private String kilowatts(JsonNode watts) {
        return texts.number(BigDecimal.valueOf(watts.asLong(), 3));
    }

    private String number(JsonNode node) {
        return node.isNumber() ? texts.number(node.decimalValue()) : "–";
    }

    private String month(String month) {
        Instant within = YearMonth.parse(month).atDay(15).atStartOfDay().toInstant(ZoneOffset.UTC);
        return texts.month(within);
    }
}
