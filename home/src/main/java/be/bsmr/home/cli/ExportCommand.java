package be.bsmr.home.cli;

import be.bsmr.home.series.CsvRows;
import be.bsmr.home.series.InfluxRows;
import be.bsmr.home.series.JsonRows;
import be.bsmr.home.series.LineServer;
import be.bsmr.home.series.OriginalCsvRows;
import be.bsmr.home.series.OutputFolder;
import be.bsmr.home.series.ParquetRows;
import be.bsmr.home.series.PushWriter;
import be.bsmr.home.series.RowWriter;
import be.bsmr.home.series.Series;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.words.PlainWords;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
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
            "  bsmr export - --format influx --resolution second | influx write --precision s -b house",
            "  bsmr export --push http://nas:8428/write --resolution second --from 2026-01",
            "  bsmr export forcast.csv --format original --from 2026-01-13 --to 2026-01-13"
        })
final class ExportCommand implements Callable<Integer> {

    private static final Power ORIGINAL_LIMIT = new Power(4000);
    private static final int TELL_EVERY = 10_000;

    /** How rows are written; the first line of help names them. */
    enum Format {
        CSV,
        CSV_BE,
        JSONL,
        INFLUX,
        PARQUET,
        ORIGINAL;

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
            if (name.endsWith(".parquet")) {
                return PARQUET;
            }
            return name.endsWith(".csv")
                    ? CSV
                    : name.endsWith(".jsonl") ? JSONL : name.endsWith(".lp") ? INFLUX : null;
        }
    }

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "where to; - is the standard output (default)")
    private Path target = Path.of("-");

    @Mixin private StoredPeriod period = new StoredPeriod();

    @Option(
            names = "--format",
            paramLabel = "csv|csv-be|jsonl|influx|parquet|original",
            description =
                    "comma-separated, the same for a Belgian spreadsheet, JSON lines, InfluxDB's line"
                            + " protocol in seconds, Parquet, or forcast.csv as the original BSMR wrote it"
                            + " (default: as FILE ends: .csv, .jsonl, .lp, .parquet)")
    private @Nullable String format;

    @Option(
            names = "--push",
            paramLabel = "URL",
            description = {
                "send InfluxDB lines to a server instead: http://nas:8086/write?db=bsmr,",
                "http://nas:8086/api/v2/write?org=home&bucket=bsmr, http://nas:8428/write (VictoriaMetrics)"
            })
    private @Nullable String push;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "holds the server's token; nobody else may read it")
    private @Nullable Path tokenFile;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            description = "how long the server may be away before it is given up (default: 10m)")
    private String patience = "10m";

    @Option(names = "--overwrite", description = "even when FILE is there already")
    private boolean overwrite;

    @Override
    public Integer call() throws Fault {
        if (push != null) {
            return pushTo(push);
        }
        Format wanted = format == null ? Format.ofFile(target) : Format.of(format);
        if (wanted == null) {
            throw Fault.usage(
                    (format == null
                                    ? "which format? --format"
                                    : "--format '" + format + "' is unknown; it")
                            + " is csv, csv-be, jsonl, influx, parquet or original");
        }
        if (wanted == Format.ORIGINAL) {
            period.inSeconds();
        }
        boolean piped = target.toString().equals("-");
        if (piped && wanted == Format.PARQUET) {
            throw Fault.usage("Parquet is written to a file: name one, as seconds.parquet");
        }
        if (!piped && Files.exists(target) && !overwrite) {
            throw Fault.unavailable(
                    target + " is there already; name another file, or --overwrite");
        }
        HomeConfig config = period.config();
        try (History history = StoredMeter.open(config)) {
            OutputFolder.mustHold(target);
            Series series = series(history, config.site().zone());
            if (piped) {
                write(series, wanted, config, System.out);
                return Exit.OK;
            }
            // Whole or not there: whoever waits for the file never reads half of it.
            Path part = target.resolveSibling(target.getFileName() + ".part");
            try {
                long rows;
                if (wanted == Format.PARQUET) {
                    Files.deleteIfExists(part);
                    rows =
                            write(
                                    series,
                                    new ParquetRows(series.columns(), "bsmr", part.toFile()),
                                    false);
                } else {
                    try (OutputStream out = Files.newOutputStream(part)) {
                        rows = write(series, wanted, config, out);
                    }
                }
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
                System.err.println(counted(rows) + " in " + target);
                return Exit.OK;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (OutputFolder.Missing e) {
            throw Fault.unavailable(e);
        } catch (IOException e) {
            throw Fault.unavailable("cannot write " + target, e);
        }
    }

    private int pushTo(String url) throws Fault {
        HomeConfig config = period.config();
        LineServer server;
        try {
            server = new LineServer(url, tokenFile == null ? null : LineServer.token(tokenFile));
        } catch (IllegalArgumentException e) {
            throw Fault.usage("--push " + e.getMessage());
        } catch (IOException e) {
            throw Fault.unavailable("--token-file: " + PlainWords.of(e));
        }
        Duration away = Quantities.duration("--patience", patience);
        PushWriter out = new PushWriter(server, away);
        long rows = 0;
        try (History history = StoredMeter.open(config)) {
            Series series = series(history, config.site().zone());
            rows =
                    write(
                            series,
                            writer(series, Format.INFLUX, config, config.site().zone(), out),
                            false);
        } catch (IOException e) {
            throw Fault.unavailable(
                    PlainWords.of(e)
                            + "; it has the first "
                            + counted(out.taken())
                            + ". Send them again when that is mended: twice does no harm");
        }
        if (out.whyRefused() == null) {
            System.err.println(counted(rows) + " to " + server);
            return Exit.OK;
        }
        String refused =
                out.whyRefused() + "; it refused " + out.refused() + " of " + counted(rows);
        if (out.taken() == 0) {
            throw Fault.unavailable(refused);
        }
        System.err.println(refused + " and has the others");
        return Exit.FAILED;
    }

    private static String counted(long rows) {
        return rows + (rows == 1 ? " row" : " rows");
    }

    private Series series(History history, ZoneId zone) throws Fault {
        Series series = period.of(history, zone);
        if (!series.rows().hasNext()) {
            period.sayThatNothingIsThere(zone);
        }
        return series;
    }

    private long write(Series series, Format wanted, HomeConfig config, OutputStream to)
            throws IOException {
        ZoneId zone = config.site().zone();
        Writer out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
        return write(series, writer(series, wanted, config, zone, out), to == System.out);
    }

    /**
     * @param piped whether somebody reads along, who may go
     */
    private long write(Series series, RowWriter into, boolean piped) throws IOException {
        long rows = 0;
        try (RowWriter writer = into;
                Progress progress = new Progress(push == null ? target.toString() : "push")) {
            while (series.rows().hasNext()) {
                List<@Nullable Object> row = series.rows().next();
                writer.write(row);
                if (++rows % TELL_EVERY == 0) {
                    if (piped && System.out.checkError()) {
                        break;
                    }
                    if (!piped) {
                        progress.at(period.share(row.get(0)));
                    }
                }
            }
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
                            "bsmr_" + period.name(),
                            config.sinks().mqtt().topics().site(),
                            zone,
                            out);
            case PARQUET -> throw new IllegalArgumentException("Parquet is no text");
            case ORIGINAL -> new OriginalCsvRows(series.columns(), limit(config.site()), out);
        };
    }

    /** The limit line of the configuration, or the original's 4 kW. */
    private static OriginalCsvRows.Limit limit(SiteSettings site) {
        Energy limit = site.aim().limit().orElse(ORIGINAL_LIMIT).during(QuarterHour.LENGTH);
        return new OriginalCsvRows.Limit(
                limit.wattHours(),
                site.aim().alarmLine().at(Duration.ZERO, limit).wattHours(),
                site.aim().alarmLine().at(QuarterHour.LENGTH, limit).wattHours());
    }
}
