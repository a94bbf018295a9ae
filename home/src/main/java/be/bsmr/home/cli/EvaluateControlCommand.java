package be.bsmr.home.cli;

import be.bsmr.backtest.ControlMethod;
import be.bsmr.backtest.ControlScore;
import be.bsmr.backtest.ControlTrial;
import be.bsmr.backtest.PeakGoal;
import be.bsmr.backtest.Scenario;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.source.TraceFiles;
import be.bsmr.home.source.TraceReport;
import be.bsmr.home.source.TraceWish;
import be.bsmr.home.trial.RandomHouse;
import be.bsmr.home.trial.ScenarioConfig;
import be.bsmr.home.words.PlainWords;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Load control in simulated houses around recorded ones. */
@Command(
        name = "control",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Put a recorded house second by second around simulated loads, control them in four ways, and compare the peaks, the switching and the comfort with each other and with the best that was possible."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr evaluate control --trace 2025.csv.gz --loads examples/control/family.yaml",
            "  bsmr evaluate control --trace jan.csv --hold --loads examples/control/flat.yaml --target 2500W",
            "  bsmr evaluate control --house random:1 --seeds 20 --days 8 --target day",
            "",
            "docs/evaluate.md explains the file of loads and each figure."
        })
final class EvaluateControlCommand implements Callable<Integer> {

    private static final Pattern WATTS =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(kW|W)?", Pattern.CASE_INSENSITIVE);

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "what nobody controls: telegrams or powers, as evaluate forecast reads them")
    private List<Path> files = List.of();

    @Option(
            names = "--loads",
            paramLabel = "FILE",
            description = "the loads and their physics; examples/control/ has some")
    private @Nullable Path loads;

    @Option(
            names = "--house",
            paramLabel = "random:SEED",
            description =
                    "in place of --loads a household drawn from a seed; without --trace it also lives by itself")
    private @Nullable String house;

    @Option(
            names = "--days",
            paramLabel = "N",
            description =
                    "that a drawn household lives without --trace (default: ${DEFAULT-VALUE})",
            defaultValue = "8")
    private int days = 8;

    @Option(
            names = "--start",
            paramLabel = "noon|midnight",
            description = "when it begins (default: ${DEFAULT-VALUE})",
            defaultValue = "noon")
    private Start start = Start.noon;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "so many runs, each with the seed after the last, and a summary of them all (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int seeds = 1;

    @Option(
            names = "--target",
            paramLabel = "2500W|day|week|month",
            description =
                    "the demand to stay under: a number throughout, or what the peak so far of the day (from"
                            + " noon), the week (from Monday's noon) or the month allows, 2.5 kW at least (default: month)")
    private String target = "month";

    @Option(
            names = "--rate",
            paramLabel = "EURO",
            description = "a year for each kW of the mean month peak (default: ${DEFAULT-VALUE})",
            defaultValue = "54.20")
    private double rate = 54.20;

    @Option(
            names = "--methods",
            paramLabel = "METHOD",
            split = ",",
            description = "only these: none, limit, greedy, bsmr (default: all)")
    private List<String> methods = List.of();

    @Option(
            names = "--hold",
            description =
                    "each value holds until the next, for 5 minutes at most: for files written only on change")
    private boolean hold;

    @Option(
            names = "--unit",
            paramLabel = "W|kW",
            description = "of the powers (default: kW when the column's name says so, else W)")
    private EvaluateForecastCommand.@Nullable Unit unit;

    @Option(
            names = "--column",
            paramLabel = "NAME|N",
            description = "of the powers, counted from 1 (default: the likeliest)")
    private @Nullable String column;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "of months, and of times that name none (default: ${DEFAULT-VALUE})",
            defaultValue = "Europe/Brussels")
    private String zone = "Europe/Brussels";

    @Mixin private FormatOption format = new FormatOption();

    /** Of the work, what remains is the bounds. */
    private static final double PLAYED = 0.5;

    private static final int SAID_EVERY = 900;

    /** Each takes its memory. */
    private static final int MOST_AT_ONCE = 4;

    private enum Start {
        noon(LocalTime.NOON),
        midnight(LocalTime.MIDNIGHT);

        private final LocalTime time;

        Start(LocalTime time) {
            this.time = time;
        }
    }

    @Override
    public Integer call() throws Fault {
        ZoneId zoneId = Times.zone("--zone", zone);
        if ((loads == null) == (house == null)) {
            throw Fault.usage("say what is controlled: either --loads FILE or --house random:SEED");
        }
        if (house == null && files.isEmpty()) {
            throw Fault.usage("say what nobody controls: --trace FILE; only --house lives without");
        }
        if (days < 1 || seeds < 1) {
            throw Fault.usage("--days and --seeds are 1 or more");
        }
        for (Path file : files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw Fault.unavailable("cannot read " + file);
            }
        }
        PeakGoal goal = goal(target);
        List<ControlRuns.Run> runs = runs(goal, zoneId);
        ControlRuns all = new ControlRuns(runs, goal);
        boolean json = format.isJson();
        if (seeds > 1) {
            System.out.println(json ? all.json(rate).toString() : all.text().stripTrailing());
            return Exit.OK;
        }
        ControlScore score = runs.get(0).score();
        ControlBounds bounds = runs.get(0).bounds();
        System.out.println(
                json
                        ? ControlReport.json(score, bounds, rate).toString()
                        : ControlReport.text(score, bounds, rate).stripTrailing());
        return Exit.OK;
    }

    /** Of all seeds, in their order; so many at a time as there are processors, four at most. */
    private List<ControlRuns.Run> runs(PeakGoal goal, ZoneId zoneId) throws Fault {
        int threads = Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(seeds, threads));
        double[] done = new double[seeds];
        try (Progress progress = new Progress("evaluate control")) {
            List<Future<ControlRuns.Run>> running = new ArrayList<>();
            for (int i = 0; i < seeds; i++) {
                int run = i;
                DoubleConsumer share =
                        x -> {
                            synchronized (done) {
                                done[run] = x;
                                progress.at(Arrays.stream(done).sum() / seeds);
                            }
                        };
                running.add(pool.submit(() -> run(run, goal, zoneId, share)));
            }
            List<ControlRuns.Run> runs = new ArrayList<>();
            for (Future<ControlRuns.Run> run : running) {
                runs.add(run.get());
            }
            return runs;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Fault fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            pool.shutdownNow();
        }
    }

    /**
     * @param progress told the share of the work that is done, 0…1, now and then
     */
    private ControlRuns.Run run(int more, PeakGoal goal, ZoneId zoneId, DoubleConsumer progress)
            throws Fault {
        RandomHouse drawn = house == null ? null : RandomHouse.of(seed(house) + more);
        ScenarioConfig config = drawn == null ? read(more) : drawn.config();
        Scenario scenario = config.scenario(zoneId);
        ControlTrial trial =
                new ControlTrial(
                        scenario,
                        goal,
                        methods(),
                        hold ? Duration.ofSeconds(1) : ControlTrial.LONGEST_SILENCE);
        if (drawn != null && files.isEmpty()) {
            double all = days * 86_400.0;
            drawn.live(
                    days, start.time, zoneId, told(trial, n -> progress.accept(PLAYED * n / all)));
        } else {
            pump(trial, zoneId, more == 0, progress);
        }
        ControlScore score = trial.score();
        if (score.quarters() == 0) {
            throw Fault.failed(
                    "nothing to score: no whole quarter without a hole of more than 5 minutes"
                            + (hold ? "" : "; is it written only on change? then add --hold"));
        }
        ControlBounds bounds =
                ControlBounds.of(trial.foresight(), scenario.loads(), score.span(), zoneId);
        progress.accept(1);
        return new ControlRuns.Run(config.seed(), score, bounds);
    }

    /** What takes each reading, and says now and then how many there were. */
    private static Consumer<MeterRead> told(ControlTrial trial, LongConsumer soFar) {
        long[] n = {0};
        return read -> {
            trial.take(read);
            if (++n[0] % SAID_EVERY == 0) {
                soFar.accept(n[0]);
            }
        };
    }

    private void pump(ControlTrial trial, ZoneId zoneId, boolean first, DoubleConsumer progress)
            throws Fault {
        TraceWish wish =
                new TraceWish(
                        zoneId, hold, unit == null ? TraceWish.Unit.AUTO : unit.wish(), column);
        TraceFiles traces = new TraceFiles(files, wish);
        try {
            traces.pump(told(trial, n -> progress.accept(PLAYED * traces.share())));
        } catch (IllegalArgumentException e) {
            throw Fault.usage(e.getMessage() == null ? "no trace" : e.getMessage());
        } catch (IOException e) {
            throw Fault.unavailable("cannot read on: " + PlainWords.of(e));
        }
        if (first) {
            tell(traces.report());
        }
    }

    private ScenarioConfig read(int more) throws Fault {
        try {
            ScenarioConfig config = ScenarioConfig.read(Objects.requireNonNull(loads));
            return config.withSeed(config.seed() + more);
        } catch (ConfigException e) {
            throw Fault.of(e);
        }
    }

    private static long seed(String text) throws Fault {
        String begins = "random:";
        try {
            if (text.startsWith(begins)) {
                return Long.parseLong(text.substring(begins.length()));
            }
        } catch (NumberFormatException e) {
            throw noSeed(text);
        }
        throw noSeed(text);
    }

    private static Fault noSeed(String text) {
        return Fault.usage("--house '" + text + "' is no house; write it as random:1");
    }

    private static PeakGoal goal(String text) throws Fault {
        for (PeakGoal.Span span : PeakGoal.Span.values()) {
            if (text.equals(span.label())) {
                return PeakGoal.of(span);
            }
        }
        Matcher m = WATTS.matcher(text.strip());
        double watts = 0;
        if (m.matches()) {
            watts = Double.parseDouble(m.group(1)) * ("kw".equalsIgnoreCase(m.group(2)) ? 1000 : 1);
        }
        if (watts < 1 || watts > Power.MOST_SHOWN.watts()) {
            throw Fault.usage(
                    "--target '"
                            + text
                            + "' is no demand; write it as 2500W, or day, week or month");
        }
        return PeakGoal.of(Power.ofWatts(Math.round(watts)));
    }

    private Set<ControlMethod> methods() throws Fault {
        if (methods.isEmpty()) {
            return EnumSet.allOf(ControlMethod.class);
        }
        Set<ControlMethod> chosen = EnumSet.noneOf(ControlMethod.class);
        for (String name : methods) {
            try {
                chosen.add(ControlMethod.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw Fault.usage(
                        "--methods '" + name + "' is none of none, limit, greedy and bsmr");
            }
        }
        return chosen;
    }

    static void tell(TraceReport report) {
        report.firstBad().forEach(line -> System.err.println("bsmr: " + line));
        long more = report.badLines() - report.firstBad().size();
        if (more > 0) {
            System.err.println("bsmr: and " + more + " more lines that cannot be read");
        }
    }
}
