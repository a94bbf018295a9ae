package be.bsmr.home.cli;

import be.bsmr.home.HomeConfig;
import be.bsmr.home.series.CsvRows;
import be.bsmr.home.series.InfluxRows;
import be.bsmr.home.series.JsonRows;
import be.bsmr.home.series.RowWriter;
import be.bsmr.home.series.Series;
import be.bsmr.home.store.History;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was measured, for other programs. */
@Command(
        name = "export",
        description = {
            "Write what is stored to a file for other programs: a row for each second, quarter-hour, day or month.",
            "A year of seconds takes no more memory than a day. Also while bsmr run goes on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr export january.csv --from 2026-01 --to 2026-01 --format csv-be   for Excel in Belgium",
            "  bsmr export seconds.jsonl --resolution second --from 2026-01-13",
            "  bsmr export - --format influx --resolution second | influx write --precision s -b house"
        })
final class ExportCommand implements Callable<Integer> {

    private static final int TELL_EVERY = 100_000;

    /** How rows are written; the first line of help names them. */
    enum Format {
        CSV,
        CSV_BE,
        JSONL,
        INFLUX;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static @Nullable Format of(String label) {
            for (Format format : values()) {
                if (format.label().equals(label)) {
                    return format;
                }
            }
            return null;
        }

        static @Nullable Format ofFile(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            return name.endsWith(".csv")
                    ? CSV
                    : name.endsWith(".jsonl") ? JSONL : name.endsWith(".lp") ? INFLUX : null;
        }
    }

    @Parameters(paramLabel = "FILE", description = "where to; - is the standard output")
    private Path target = Path.of("-");

    @Mixin private StoredPeriod period = new StoredPeriod();

    @Option(
            names = "--format",
            paramLabel = "csv|csv-be|jsonl|influx",
            description =
                    "comma-separated, the same for a Belgian spreadsheet, JSON lines, or InfluxDB's line"
                            + " protocol in seconds (default: as FILE ends: .csv, .jsonl, .lp)")
    private @Nullable String format;

    @Option(names = "--overwrite", description = "even when FILE is there already")
    private boolean overwrite;

    @Override
    public Integer call() throws Fault {
        Format wanted = format == null ? Format.ofFile(target) : Format.of(format);
        if (wanted == null) {
            throw Fault.usage(
                    (format == null
                                    ? "which format? --format"
                                    : "--format '" + format + "' is unknown; it")
                            + " is csv, csv-be, jsonl or influx");
        }
        boolean piped = target.toString().equals("-");
        if (!piped && Files.exists(target) && !overwrite) {
            throw Fault.usage(target + " is there already; name another file, or --overwrite");
        }
        HomeConfig config = period.config();
        try (History history = StoredHouse.open(config)) {
            Series series = period.of(history, config.site().zone());
            if (piped) {
                write(series, wanted, config, System.out);
                return Exit.OK;
            }
            // Whole or not there: whoever waits for the file never reads half of it.
            Path part = target.resolveSibling(target.getFileName() + ".part");
            try {
                long rows;
                try (OutputStream out = Files.newOutputStream(part)) {
                    rows = write(series, wanted, config, out);
                }
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
                System.err.println(rows + " rows in " + target);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw Fault.unavailable("cannot write " + target + ": " + e);
        }
        return Exit.OK;
    }

    private long write(Series series, Format wanted, HomeConfig config, OutputStream to)
            throws IOException {
        ZoneId zone = config.site().zone();
        Writer out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
        boolean watched = to != System.out;
        long rows = 0;
        try (RowWriter writer = writer(series, wanted, config, zone, out)) {
            while (series.rows().hasNext()) {
                writer.write(series.rows().next());
                rows++;
                if (watched && rows % TELL_EVERY == 0) {
                    System.err.print("\r" + rows + " rows");
                }
                if (!watched && rows % TELL_EVERY == 0 && System.out.checkError()) {
                    break; // whoever read along has gone
                }
            }
        }
        if (watched && rows >= TELL_EVERY) {
            System.err.print("\r");
        }
        return rows;
    }

    private RowWriter writer(
            Series series, Format wanted, HomeConfig config, ZoneId zone, Writer out)
            throws IOException {
        return switch (wanted) {
            case CSV -> new CsvRows(series.columns(), CsvRows.Dialect.PLAIN, zone, out);
            case CSV_BE -> new CsvRows(series.columns(), CsvRows.Dialect.BELGIAN, zone, out);
            case JSONL -> new JsonRows(series.columns(), JsonRows.Style.LINES, zone, out);
            case INFLUX ->
                    new InfluxRows(
                            series.columns(),
                            "bsmr_" + period.resolution().name().toLowerCase(Locale.ROOT),
                            config.mqtt().site(),
                            zone,
                            out);
        };
    }
}
