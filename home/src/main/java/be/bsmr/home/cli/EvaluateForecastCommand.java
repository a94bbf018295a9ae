package be.bsmr.home.cli;

import be.bsmr.backtest.ForecastScore;
import be.bsmr.backtest.ForecastTrial;
import be.bsmr.home.source.TraceFiles;
import be.bsmr.home.source.TraceReport;
import be.bsmr.home.source.TraceWish;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Forecasts of a recorded house against what came. */
@Command(
        name = "forecast",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Feed a recorded house second by second through the real engine, which knows nothing of it before, and compare what it foresees at 60, 120 … 840 s into each quarter with what came; five simple ways beside it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr evaluate forecast --trace evening.txt                  telegrams, as replay reads them",
            "  bsmr evaluate forecast --trace 2025.csv.gz --format json    lines of time and watts",
            "  bsmr evaluate forecast --trace jan.csv feb.csv --hold       written only when the power changes",
            "  bsmr evaluate forecast --trace 2025.csv --from 2025-07-01   learn from all, score the second half",
            "",
            "Quarters with a hole of more than 5 minutes are left out. docs/evaluate.md explains each figure."
        })
final class EvaluateForecastCommand implements Callable<Integer> {

    /** Of the powers. */
    enum Unit {
        W(TraceWish.Unit.WATT),
        kW(TraceWish.Unit.KILOWATT);

        private final TraceWish.Unit unit;

        Unit(TraceWish.Unit unit) {
            this.unit = unit;
        }

        TraceWish.Unit wish() {
            return unit;
        }
    }

    /** Each second is there when values are held; one that is not is a hole already. */
    private static final Duration EACH_SECOND = Duration.ofSeconds(1);

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            arity = "1..*",
            required = true,
            description =
                    "telegrams, or lines of time and power separated by comma, semicolon or tab; also gzipped;"
                            + " several in any order are merged by time")
    private List<Path> files = List.of();

    @Option(
            names = "--hold",
            description =
                    "each value holds until the next, for 5 minutes at most: for files written only on change")
    private boolean hold;

    @Option(
            names = "--unit",
            paramLabel = "W|kW",
            description = "of the powers (default: kW when the column's name says so, else W)")
    private @Nullable Unit unit;

    @Option(
            names = "--column",
            paramLabel = "NAME|N",
            description = "of the powers, counted from 1 (default: the likeliest)")
    private @Nullable String column;

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "score only quarters from then on; what is before is learned from")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "DATE",
            description = "score only quarters before then; a date is its first instant")
    private @Nullable String to;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "of times that name none (default: ${DEFAULT-VALUE})",
            defaultValue = "Europe/Brussels")
    private String zone = "Europe/Brussels";

    @Mixin private FormatOption format = new FormatOption();

    @Override
    public Integer call() throws Fault {
        ZoneId zoneId = Times.zone("--zone", zone);
        for (Path file : files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw Fault.unavailable(
                        "cannot read "
                                + file
                                + "; name a file of telegrams, or of lines such as"
                                + " 2026-01-13T18:00:00,1520");
            }
        }
        ForecastTrial trial =
                new ForecastTrial(
                        hold ? EACH_SECOND : ForecastTrial.LONGEST_SILENCE,
                        from == null ? Instant.EPOCH : begin("--from", from, zoneId),
                        to == null ? Instant.MAX : begin("--to", to, zoneId));
        TraceWish.Unit wished = unit == null ? TraceWish.Unit.AUTO : unit.wish();
        TraceFiles traces = new TraceFiles(files, new TraceWish(zoneId, hold, wished, column));
        try {
            traces.pump(trial::take);
        } catch (IllegalArgumentException e) {
            throw Fault.usage(e.getMessage() == null ? "no trace" : e.getMessage());
        } catch (IOException e) {
            throw Fault.unavailable("cannot read on: " + PlainWords.of(e));
        }
        tell(traces.report());
        ForecastScore score = trial.score();
        if (score.quarters() == 0) {
            throw Fault.failed(
                    "nothing to score: "
                            + traces.report().values()
                            + " values, but no whole quarter without a hole of more than 5 minutes"
                            + (hold ? "" : "; is it written only on change? then add --hold"));
        }
        System.out.println(
                format.isJson()
                        ? EvaluateReport.json(score).toString()
                        : EvaluateReport.text(score).stripTrailing());
        return Exit.OK;
    }

    private static Instant begin(String option, String text, ZoneId zone) throws Fault {
        return text.indexOf(':') < 0
                ? Times.date(option, text).atStartOfDay(zone).toInstant()
                : Times.instant(option, text, zone);
    }

    private static void tell(TraceReport report) {
        report.firstBad().forEach(line -> System.err.println("bsmr: " + line));
        long more = report.badLines() - report.firstBad().size();
        if (more > 0) {
            System.err.println("bsmr: and " + more + " more lines that cannot be read");
        }
    }
}
