package be.bsmr.home.cli;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.pictures.StoredPlots;
import be.bsmr.home.plot.DayPlot;
import be.bsmr.home.plot.DemandOfDays;
import be.bsmr.home.plot.HeatMap;
import be.bsmr.home.plot.LinesOfQuarter;
import be.bsmr.home.plot.MonthPlot;
import be.bsmr.home.plot.PeaksOfMonth;
import be.bsmr.home.plot.PeaksOfYear;
import be.bsmr.home.plot.PowerOfDay;
import be.bsmr.home.plot.QuarterPlot;
import be.bsmr.home.plot.Sheet;
import be.bsmr.home.plot.TerminalPlot;
import be.bsmr.home.plot.Theme;
import be.bsmr.home.plot.YearPlot;
import be.bsmr.home.series.OutputFolder;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.words.Language;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A picture of a quarter, a day, a month or a year, or a heat map. */
@Command(
        name = "plot",
        description = {
            "Draw the running or any stored quarter with the four lines of the original: limit red, alarm line blue, forecast yellow, import so far green.",
            "Or a day: its power, what was exported, the demand of each quarter, the target and when loads were held back; or a month: the peak of each day with the target and the floor; or a year: the peak of each month, the mean that is billed and the floor; or a heat map of a month or a year. An option without its value means the newest: the newest day or month, the last twelve months. The running quarter reaches to the last commit, a minute ago at most."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr plot -o now.png                              the newest quarter",
            "  bsmr plot --quarter 2026-01-13T18:00 -o peak.svg",
            "  bsmr plot --day 2026-01-13 -o day.png",
            "  bsmr plot --month 2026-01 -o month.svg",
            "  bsmr plot --year --look dark -o year.png          the last twelve months",
            "  bsmr plot --heatmap 2026-01 -o month.png",
            "  bsmr plot --day 2026-01-13 --terminal",
            "  bsmr plot --demo -o now.png                       of the simulated house"
        })
final class PlotCommand implements Callable<Integer> {

    /** An option without a value. */
    private static final String NEWEST = "";

    @Option(
            names = "--quarter",
            paramLabel = "TIME",
            description = "any time in the quarter (default: the newest)")
    private @Nullable String quarter;

    @Option(
            names = "--day",
            paramLabel = "DATE",
            arity = "0..1",
            fallbackValue = NEWEST,
            description = "a whole day instead (without a date: the newest)")
    private @Nullable String day;

    @Option(
            names = "--month",
            paramLabel = "MONTH",
            arity = "0..1",
            fallbackValue = NEWEST,
            description =
                    "the peaks of the days of a month instead, as 2026-01 (without one: the newest)")
    private @Nullable String month;

    @Option(
            names = "--year",
            paramLabel = "YEAR",
            arity = "0..1",
            fallbackValue = NEWEST,
            description =
                    "the peaks of the months of a year instead, and the mean that is billed (without"
                            + " one: the last twelve months)")
    private @Nullable String year;

    @Option(
            names = "--heatmap",
            paramLabel = "MONTH|YEAR",
            arity = "0..1",
            fallbackValue = NEWEST,
            description =
                    "each quarter of the days of a month or a year in the colour of its demand"
                            + " (without one: the last twelve months)")
    private @Nullable String heatMap;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "a name that ends in .png or .svg")
    private @Nullable Path output;

    @Option(names = "--terminal", description = "draw here, with Unicode blocks, 80 columns wide")
    private boolean terminal;

    @Mixin private StoredMeter house = new StoredMeter();

    @Option(
            names = {"--lang", "--language"},
            paramLabel = "nl|fr|de|en",
            description = "of the texts (default: the system's)")
    private @Nullable Language language;

    @Option(
            names = "--look",
            paramLabel = "light|dark",
            description = "light for paper, dark for a screen at night (default: light)")
    private Shade look = Shade.light;

    /** The word that is typed for it. */
    enum Shade {
        light(Theme.LIGHT),
        dark(Theme.DARK);

        private final Theme look;

        Shade(Theme look) {
            this.look = look;
        }
    }

    @Override
    public Integer call() throws Fault {
        if (Stream.of(quarter, day, month, year, heatMap).filter(Objects::nonNull).count() > 1) {
            throw Fault.usage(
                    "one of --quarter, --day, --month, --year and --heatmap, not several");
        }
        if (output == null && !terminal) {
            throw Fault.usage("where to? -o FILE for a picture, or --terminal to see it here");
        }
        HomeConfig config = house.config();
        Path database = StoredMeter.database(config);
        try {
            if (output != null) {
                Sheet.check(output);
                OutputFolder.mustHold(output);
            }
            try (History history = History.open(database)) {
                draw(history, config.site().billed(config.capacityTariff()));
            }
        } catch (ConfigException e) {
            throw Fault.of(e);
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Fault.unavailable(e);
        }
        return Exit.OK;
    }

    private void draw(History history, SiteSettings site) throws Fault, IOException {
        StoredPlots stored = new StoredPlots(history, site);
        try {
            draw(stored, site.zone());
        } catch (IllegalArgumentException nothing) {
            throw Fault.failed(nothing.getMessage() + "; " + stored.extent());
        }
    }

    private void draw(StoredPlots stored, ZoneId zone) throws Fault, IOException {
        Sheet sheet = new Sheet(zone, Language.orSystems(language).locale(), look.look);
        TerminalPlot here = new TerminalPlot(sheet, Ansi.AUTO.enabled());
        if (heatMap != null) {
            boolean month = !heatMap.equals(NEWEST) && !heatMap.matches("\\d{4}");
            DemandOfDays days =
                    month
                            ? stored.demands(Times.month("--heatmap", heatMap), 1)
                            : stored.demands(firstOfYear(stored, "--heatmap", heatMap), 12);
            HeatMap map = new HeatMap(sheet);
            show(
                    file -> {
                        if (month) {
                            map.month(days, file);
                        } else {
                            map.year(days, file);
                        }
                    },
                    () -> month ? here.heatMapOfMonth(days) : here.heatMapOfYear(days));
        } else if (year != null) {
            PeaksOfYear peaks = stored.year(firstOfYear(stored, "--year", year));
            show(file -> new YearPlot(sheet).draw(peaks, file), () -> here.year(peaks));
        } else if (month != null) {
            PeaksOfMonth peaks =
                    stored.month(
                            month.equals(NEWEST)
                                    ? stored.newestMonth()
                                    : Times.month("--month", month));
            show(file -> new MonthPlot(sheet).draw(peaks, file), () -> here.month(peaks));
        } else if (day != null) {
            PowerOfDay power =
                    stored.day(
                            day.equals(NEWEST)
                                    ? stored.newest().atZone(zone).toLocalDate()
                                    : Times.date("--day", day));
            show(file -> new DayPlot(sheet).draw(power, file), () -> here.day(power));
        } else {
            Instant within =
                    quarter == null ? stored.newest() : Times.instant("--quarter", quarter, zone);
            LinesOfQuarter lines = stored.quarter(within);
            show(file -> new QuarterPlot(sheet).draw(lines, file), () -> here.quarter(lines));
        }
    }

    /** January of a year that was typed; without one, such that the newest month is the last. */
    private static YearMonth firstOfYear(StoredPlots stored, String option, String year)
            throws Fault {
        if (year.equals(NEWEST)) {
            return stored.newestMonth().minusMonths(11);
        }
        if (!year.matches("2\\d{3}")) {
            throw Fault.usage(
                    option
                            + " '"
                            + year
                            + "' is no year; write it as 2026, or nothing for the last twelve"
                            + " months");
        }
        return YearMonth.of(Integer.parseInt(year), 1);
    }

    /** Draws into a file. */
    private interface Picture {
        void draw(Path file) throws IOException;
    }

    private void show(Picture picture, Supplier<String> blocks) throws IOException {
        if (output != null) {
            picture.draw(output);
        }
        if (terminal) {
            // As bytes: blocks are no letters of every system's alphabet.
            System.out.writeBytes(blocks.get().getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }
}
