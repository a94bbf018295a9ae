package be.bsmr.home.cli;

import be.bsmr.home.imports.ImportReport;
import be.bsmr.home.imports.ImportedRows;
import be.bsmr.home.imports.Why;
import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.home.store.Imports.Comparison;
import be.bsmr.home.store.Imports.Contradicted;
import be.bsmr.home.store.Imports.Month;
import be.bsmr.home.store.Quantity;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Texts;
import be.bsmr.p1.Rejected;
import be.bsmr.tariff.MonthPeak;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an import came to, in words or as JSON. */
final class ImportText {

    private static final int MOST_LINES = 20;

    private final Texts texts;
    private final Texts english;
    private final ZoneId zone;

    ImportText(Texts texts, ZoneId zone) {
        this.texts = texts;
        this.zone = zone;
        english = new Texts(Language.en, zone);
    }

    /** A file of which nothing is taken, and why. */
    String notTaken(Path file, Why why) {
        return texts.text("import.not_taken", Map.of("file", file, "why", words(why, texts)));
    }

    /** A file of whose rows not one could be taken. */
    String nothing(ImportReport report) {
        return texts.text("import.nothing", Map.of("file", report.file()));
    }

    private static String words(Why why, Texts texts) {
        Map<String, Object> facts = new HashMap<>();
        why.facts().forEach((name, fact) -> facts.put(name, word(fact, texts)));
        return texts.text("import.why." + why.kind().label(), facts);
    }

    private static Object word(Object fact, Texts texts) {
        if (fact instanceof Rejected.Cause cause) {
            return texts.text("rejected." + cause.label());
        }
        if (fact instanceof Quantity quantity) {
            return texts.text("import.quantity." + quantity.name().toLowerCase(Locale.ROOT));
        }
        if (fact instanceof Quality quality) {
            return texts.text("import.quality." + quality.name().toLowerCase(Locale.ROOT));
        }
        return fact;
    }

    /** Its words are English, whatever the language: programs read them. */
    ObjectNode json(List<ImportReport> reports, boolean dryRun) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("dry_run", dryRun);
        ImportedRows all =
                reports.stream()
                        .map(ImportReport::rows)
                        .reduce(ImportedRows.NONE, ImportedRows::plus);
        counts(node, all);
        ArrayNode files = node.putArray("files");
        for (ImportReport r : reports) {
            ObjectNode file = files.addObject();
            file.put("file", r.file());
            file.put("origin", r.origin());
            counts(file, r.rows());
            file.put("replaced", r.rows().replaced());
            ObjectNode because = file.putObject("not_counted_because");
            r.rows().notCounted().forEach((why, rows) -> because.put(words(why, english), rows));
            file.put("from", time(r.from()));
            file.put("to", time(r.to()));
            ArrayNode problems = file.putArray("problems");
            for (ImportReport.Problem p : r.problems()) {
                problems.addObject()
                        .put("line", p.line())
                        .put("kind", p.refused() ? "refused" : "conflicting")
                        .put("problem", words(p.why(), english));
            }
            ArrayNode months = file.putArray("months");
            r.months().forEach(m -> month(m, months.addObject()));
            ArrayNode stay = file.putArray("months_not_taken");
            r.contradicted()
                    .forEach(
                            c ->
                                    stay.addObject()
                                            .put("month", c.told().month().toString())
                                            .put("told_w", c.told().demand().watts())
                                            .put("known_w", c.known().demand().watts()));
            ArrayNode compared = file.putArray("compared");
            r.comparisons().forEach(c -> comparison(c, compared.addObject()));
        }
        return node;
    }

    private static void counts(ObjectNode node, ImportedRows rows) {
        node.put("read", rows.read());
        node.put("new", rows.fresh());
        node.put("equal", rows.equal());
        node.put("conflicting", rows.conflicting());
        node.put("refused", rows.refused());
        node.put("without_value", rows.withoutValue());
        node.put("not_counted", rows.uncounted());
    }

    private static void comparison(Comparison c, ObjectNode node) {
        node.put("with", with(c));
        node.put("intervals", c.compared());
        node.put("differing", c.differing());
        node.put("told_wh", c.told());
        node.put("known_wh", c.known());
    }

    private static String with(Comparison c) {
        return c.with() == null ? "counted" : c.with().name().toLowerCase(Locale.ROOT);
    }

    private void month(Month month, ObjectNode node) {
        node.put("month", month.month().toString());
        node.put("quarters", month.quarters());
        node.put("of", month.ofMonth());
        MonthPeak peak = month.peak();
        if (peak != null) {
            node.put("peak_w", peak.demand().watts());
            node.put("quarter_end", time(peak.quarterEnd()));
            node.put("source", peak.source().name().toLowerCase(Locale.ROOT));
        }
    }

    private @Nullable String time(@Nullable Instant at) {
        return at == null ? null : at.atZone(zone).toOffsetDateTime().toString();
    }

    String text(List<ImportReport> reports, boolean dryRun) {
        List<String> lines = new ArrayList<>();
        for (ImportReport r : reports) {
            lines.add(
                    texts.text(
                            "import.file",
                            Map.of("file", r.file(), "origin", texts.text(origin(r)))));
            if (r.from() != null && r.to() != null) {
                lines.add(
                        "  "
                                + texts.text(
                                        "import.span",
                                        Map.of(
                                                "from", texts.minute(r.from()),
                                                "to", texts.minute(r.to()))));
            }
            lines.add("  " + texts.text("import.counts", numbers(r.rows())));
            if (r.rows().replaced() > 0) {
                lines.add(
                        "  "
                                + texts.text(
                                        "import.replaced",
                                        Map.of("replaced", r.rows().replaced())));
            }
            r.rows()
                    .notCounted()
                    .forEach(
                            (why, rows) ->
                                    lines.add(
                                            "  "
                                                    + texts.text(
                                                            "import.not_counted",
                                                            Map.of(
                                                                    "rows",
                                                                    rows,
                                                                    "why",
                                                                    words(why, texts)))));
            r.comparisons().stream()
                    .filter(c -> c.differing() > 0)
                    .forEach(c -> lines.add("  " + differing(c)));
            r.problems().stream()
                    .limit(MOST_LINES)
                    .forEach(
                            p ->
                                    lines.add(
                                            "  "
                                                    + texts.text(
                                                            "import.line",
                                                            Map.of(
                                                                    "line", p.line(),
                                                                    "what",
                                                                            words(
                                                                                    p.why(),
                                                                                    texts)))));
            long more =
                    r.rows().refused()
                            + r.rows().conflicting()
                            - Math.min(r.problems().size(), MOST_LINES);
            if (more > 0) {
                lines.add("  " + texts.text("import.more", Map.of("more", more)));
            }
            r.months().forEach(m -> month(m, lines));
            r.contradicted().forEach(c -> lines.add("  " + contradicted(c)));
        }
        if (dryRun) {
            lines.add(texts.text("import.dry"));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private String differing(Comparison c) {
        return texts.text(
                "import.differing",
                Map.of(
                        "intervals",
                        c.compared(),
                        "differing",
                        c.differing(),
                        "with",
                        texts.text("import.origin." + with(c)),
                        "told",
                        texts.number(BigDecimal.valueOf(c.told(), 3)),
                        "known",
                        texts.number(BigDecimal.valueOf(c.known(), 3))));
    }

    private String contradicted(Contradicted c) {
        return texts.text(
                "import.month_stays",
                Map.of(
                        "month", name(c.told().month()),
                        "told", kilowatts(c.told()),
                        "known", kilowatts(c.known())));
    }

    private String name(YearMonth month) {
        return texts.month(month.atDay(15).atStartOfDay(zone).toInstant());
    }

    private String kilowatts(MonthPeak peak) {
        return texts.number(BigDecimal.valueOf(peak.demand().watts(), 3));
    }

    private static Map<String, Long> numbers(ImportedRows rows) {
        return Map.of(
                "read", rows.read(),
                "new", rows.fresh(),
                "equal", rows.equal(),
                "conflicting", rows.conflicting(),
                "refused", rows.refused(),
                "empty", rows.withoutValue(),
                "uncounted", rows.uncounted());
    }

    private void month(Month month, List<String> lines) {
        MonthPeak peak = month.peak();
        if (peak == null) {
            return;
        }
        String note =
                isOfWholeMonth(peak.source())
                        ? ""
                        : "  "
                                + texts.text(
                                        "import.part",
                                        Map.of(
                                                "quarters", month.quarters(),
                                                "of", month.ofMonth()));
        lines.add(String.format("    %-18s %10s kW%s", name(month.month()), kilowatts(peak), note));
    }

    /** Who tells a month whole; of what was counted it is told how much. */
    private static boolean isOfWholeMonth(MonthPeak.Source source) {
        return source != MonthPeak.Source.COUNTED && source != MonthPeak.Source.IMPORTED_PART;
    }

    private static String origin(ImportReport r) {
        return "import.origin." + r.origin();
    }
}
