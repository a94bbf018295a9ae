package be.bsmr.home.cli;

import be.bsmr.home.series.CsvRows;
import be.bsmr.home.series.JsonRows;
import be.bsmr.home.series.RowWriter;
import be.bsmr.home.series.Series;
import be.bsmr.home.series.TableRows;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.words.PlainWords;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What was measured. */
@Command(
        name = "history",
        description = {
            "Show what is stored: each second, quarter-hour, day or month.",
            "Also while bsmr run writes it: up to the last ten seconds. Power in W, energy in Wh, voltage in V, current in A."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr history --resolution day",
            "  bsmr history --resolution second --from 2026-01-13T18:00 --to 2026-01-13T18:15 --format csv",
            "  bsmr history --resolution month --format json",
            "  bsmr history --of mbus --from 2026-01     gas, water, heat",
            "  bsmr history --of mbus --resolution day   what came through each day",
            "  bsmr history --demo                       of the simulated house"
        })
final class HistoryCommand implements Callable<Integer> {

    /** How rows look. */
    enum Format {
        json,
        csv,
        table
    }

    @Mixin private StoredPeriod period = new StoredPeriod();

    @Option(
            names = "--format",
            paramLabel = "json|csv|table",
            description = "one array of objects, comma-separated, or for people (default: table)")
    private Format format = Format.table;

    @Override
    public Integer call() throws Fault {
        HomeConfig config = period.config();
        ZoneId zone = config.site().zone();
        try (History history = StoredMeter.open(config)) {
            Series series = period.of(history, zone);
            if (!series.rows().hasNext()) {
                period.sayThatNothingIsThere(zone);
            }
            Writer out =
                    new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
            try (RowWriter rows = writer(series, zone, out)) {
                while (series.rows().hasNext() && !System.out.checkError()) {
                    rows.write(series.rows().next());
                }
            }
            return Exit.OK;
        } catch (IOException e) {
            throw Fault.unavailable("cannot write what was asked for: " + PlainWords.of(e));
        }
    }

    private RowWriter writer(Series series, ZoneId zone, Writer out) throws IOException {
        return switch (format) {
            case json -> new JsonRows(series.columns(), JsonRows.Style.ARRAY, zone, out);
            case csv -> new CsvRows(series.columns(), CsvRows.Dialect.PLAIN, zone, out);
            case table -> new TableRows(series.columns(), zone, out);
        };
    }
}
