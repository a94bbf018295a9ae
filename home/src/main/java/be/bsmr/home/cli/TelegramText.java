package be.bsmr.home.cli;

import be.bsmr.home.explain.TelegramRows;
import be.bsmr.home.explain.TelegramRows.Row;
import be.bsmr.home.words.Texts;
import be.bsmr.meter.Identity;
import be.bsmr.meter.Reading;
import be.bsmr.p1.Checksum;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One telegram as a person would like to read it: a block of lines, the numbers aligned. */
final class TelegramText {

    private static final int NUMBER_WIDTH = 11;

    private static final List<String> LABELS =
            List.of(
                    "import_now",
                    "export_now",
                    "tariff",
                    "demand",
                    "month_peak",
                    "import",
                    "export",
                    "export_demand",
                    "export_month_peak",
                    "export_peaks",
                    "grid",
                    "breaker",
                    "limiter",
                    "fuse",
                    "failures",
                    "long_failures",
                    "peaks",
                    "message",
                    "unknown",
                    "unreadable",
                    "relay");

    private final Texts texts;
    private final int labelWidth;
    private final StringBuilder block = new StringBuilder(2048);

    TelegramText(Texts texts) {
        this.texts = texts;
        labelWidth =
                Stream.concat(LABELS.stream(), Stream.of("gas", "water", "heat", "electricity"))
                                .mapToInt(label -> texts.text(label).length())
                                .max()
                                .orElse(0)
                        + 4;
    }

    /** The block, each line ended. */
    String telegram(Reading r, Checksum checksum) {
        block.setLength(0);
        heading(r, checksum);
        TelegramRows.of(r, texts).forEach(this::row);
        return block.toString();
    }

    private void heading(Reading r, Checksum checksum) {
        List<String> parts = new ArrayList<>();
        parts.add(r.measuredAt() == null ? texts.text("no_time") : texts.time(r.measuredAt()));
        parts.add(texts.text("meter") + " " + name(r.identity()));
        if (r.identity().version() != null) {
            parts.add(texts.text("version") + " " + TelegramRows.visible(r.identity().version()));
        }
        if (r.identity().ean() != null) {
            parts.add("EAN " + TelegramRows.visible(r.identity().ean()));
        }
        parts.add(texts.text("crc." + checksum.label()));
        block.append(String.join(", ", parts)).append('\n');
    }

    private static String name(Identity identity) {
        return TelegramRows.visible(
                identity.meter() == null ? identity.header() : identity.meter().toString());
    }

    /** A line that ends in no blank, whatever is missing in it. */
    private void row(Row row) {
        String said =
                row.unit() == null
                        ? row.value() + (row.note().isEmpty() ? "" : "   " + row.note())
                        : String.format(
                                        "%" + NUMBER_WIDTH + "s %-4s  %s",
                                        row.value(),
                                        row.unit(),
                                        row.note())
                                .stripTrailing();
        block.append("  ")
                .append(String.format("%-" + labelWidth + "s", row.label() + "  "))
                .append(said)
                .append('\n');
    }
}
