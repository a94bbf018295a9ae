package be.bsmr.home.cli;

import be.bsmr.control.Outlook;
import be.bsmr.home.HomeConfig;
import be.bsmr.home.config.ConfigException;
import be.bsmr.home.plot.DayPlot;
import be.bsmr.home.plot.DemandOfDays;
import be.bsmr.home.plot.HeatMap;
import be.bsmr.home.plot.LinesOfQuarter;
import be.bsmr.home.plot.Look;
import be.bsmr.home.plot.MonthPlot;
import be.bsmr.home.plot.PeaksOfMonth;
import be.bsmr.home.plot.PeaksOfYear;
import be.bsmr.home.plot.PowerOfDay;
import be.bsmr.home.plot.PowerPoint;
import be.bsmr.home.plot.QuarterPlot;
import be.bsmr.home.plot.QuarterPoint;
import be.bsmr.home.plot.Sheet;
import be.bsmr.home.plot.TerminalPlot;
import be.bsmr.home.plot.YearPlot;
import be.bsmr.home.series.OutputFolder;
import be.bsmr.home.store.History;
import be.bsmr.home.tariff.TariffSheets;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/**
 * A picture of a quarter, a day, a month or a year, or a heat map. Forecasts and targets are not
 * stored: for a quarter and a day the readings go through the site again.
 */
@Command(
        name = "plot",
        description = {
            "Draw the running or any stored quarter with the four lines of the original: limit red, alarm line blue, forecast yellow, import so far green.",
            "Or a day: its power, the demand of each quarter and the target; or a month: the peak of each day, the highest in red; or a year: the peak of each month, the mean that is billed and the floor; or a heat map of a month or a year. The running quarter reaches to the last commit, a minute ago at most."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr plot -o now.png                              the newest quarter",
            "  bsmr plot --quarter 2026-01-13T18:00 -o peak.svg",
            "  bsmr plot --day 2026-01-13 -o day.png",
            "  bsmr plot --month 2026-01 -o month.svg",
            "  bsmr plot --year 2026 --look dark -o year.png",
            "  bsmr plot --heatmap 2026-01 -o month.png",
            "  bsmr plot --day 2026-01-13 --terminal",
            "  bsmr plot --demo -o now.png                       of the simulated house"
        })
final class PlotCommand implements Callable<Integer> {

    /** The forecast needs its window and the quarter its boundary second. */
    private static final Duration RUN_UP = Duration.ofHours(1);

    /** A day of readings is more than the memory of a small machine. */
    private static final Duration AT_ONCE = Duration.ofMinutes(30);

    @Option(
            names = "--quarter",
            paramLabel = "TIME",
            description = "any time in the quarter (default: the newest)")
    private @Nullable String quarter;

    @Option(names = "--day", paramLabel = "DATE", description = "a whole day instead")
    private @Nullable String day;

    @Option(
            names = "--month",
            paramLabel = "MONTH",
            description = "the peaks of the days of a month instead, as 2026-01")
    private @Nullable String month;

    @Option(
            names = "--year",
            paramLabel = "YEAR",
            description = "the peaks of the months of a year instead, and the mean that is billed")
    private @Nullable Integer year;

    @Option(
            names = "--heatmap",
            paramLabel = "MONTH|YEAR",
            description =
                    "each quarter of the days of a month or a year in the colour of its demand")
    private @Nullable String heatMap;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "a name that ends in .png or .svg")
    private @Nullable Path output;

    @Option(names = "--terminal", description = "draw here, with Unicode blocks, 80 columns wide")
    private boolean terminal;

    @Option(names = "--config", paramLabel = "FILE", description = "says where the database is")
    private @Nullable Path configFile;

    @Option(names = "--demo", description = "from the database of bsmr demo")
    private boolean demo;

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

    /** As it is typed. */
    enum Shade {
        light(Look.LIGHT),
        dark(Look.DARK);

        private final Look look;

        Shade(Look look) {
            this.look = look;
        }
    }

    @Override
    public Integer call() throws Fault {
        if (Stream.of(quarter, day, month, year, heatMap).filter(Objects::nonNull).count() > 1) {
            throw Fault.usage(
                    "one of --quarter, --day, --month, --year and --heatmap, not several");
        }
        if (year != null && (year < 2000 || year > 9999)) {
            throw Fault.usage("--year " + year + " is no year; write it as 2026");
        }
        if (output == null && !terminal) {
            throw Fault.usage("where to? -o FILE for a picture, or --terminal to see it here");
        }
        HomeConfig config = Settings.read(configFile);
        if (demo) {
            config = config.storedIn(DemoCommand.DATABASE);
        }
        if (!Files.exists(config.store().file())) {
            throw Fault.unavailable(
                    "there is no database "
                            + config.store().file()
                            + " yet; run or demo makes it, --config or --demo names another");
        }
        try {
            if (output != null) {
                Sheet.check(output);
                OutputFolder.mustHold(output);
            }
            try (History history = History.open(config.store().file())) {
                draw(history, config);
            }
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Fault.unavailable(e);
        }
        return Exit.OK;
    }

    private void draw(History history, HomeConfig config) throws Fault, IOException {
        SiteSettings site = config.site();
        ZoneId zone = site.zone();
        Sheet sheet = new Sheet(zone, Language.orSystems(language).locale(), look.look);
        TerminalPlot here = new TerminalPlot(sheet, Ansi.AUTO.enabled());
        if (heatMap != null) {
            boolean whole = heatMap.matches("\\d{4}");
            DemandOfDays days = days(history, zone, whole, heatMap);
            HeatMap map = new HeatMap(sheet);
            show(
                    file -> {
                        if (whole) {
                            map.year(days, file);
                        } else {
                            map.month(days, file);
                        }
                    },
                    () -> whole ? here.heatMapOfYear(days) : here.heatMapOfMonth(days));
        } else if (year != null) {
            PeaksOfYear peaks = year(history, config, year);
            show(file -> new YearPlot(sheet).draw(peaks, file), () -> here.year(peaks));
        } else if (month != null) {
            YearMonth wanted = Times.month("--month", month);
            PeaksOfMonth peaks =
                    PeaksOfMonth.of(wanted, quarters(history, wanted, wanted, zone), zone);
            show(file -> new MonthPlot(sheet).draw(peaks, file), () -> here.month(peaks));
        } else if (day != null) {
            PowerOfDay power = day(history, site, Times.date("--day", day));
            show(file -> new DayPlot(sheet).draw(power, file), () -> here.day(power));
        } else {
            Instant newest =
                    history.newest()
                            .orElseThrow(() -> Fault.unavailable("nothing has been stored yet"));
            Instant within = quarter == null ? newest : Times.instant("--quarter", quarter, zone);
            LinesOfQuarter lines = quarter(history, site, within);
            show(file -> new QuarterPlot(sheet).draw(lines, file), () -> here.quarter(lines));
        }
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

    private static DemandOfDays days(History history, ZoneId zone, boolean whole, String wanted)
            throws Fault {
        YearMonth first = Times.month("--heatmap", whole ? wanted + "-01" : wanted);
        YearMonth last = whole ? first.plusMonths(11) : first;
        return DemandOfDays.of(
                first.atDay(1), last.atEndOfMonth(), quarters(history, first, last, zone), zone);
    }

    private static PeaksOfYear year(History history, HomeConfig config, int year) throws Fault {
        ZoneId zone = config.site().zone();
        YearMonth first = YearMonth.of(year, 1).minusYears(1);
        YearMonth last = YearMonth.of(year, 12);
        // The stored peaks go back two years; the quarters know of all.
        PeakHistory peaks = PeakHistory.EMPTY;
        for (Map<MonthPeak.Source, MonthPeak> month :
                history.peaks().sides().subMap(first, last.plusMonths(1)).values()) {
            for (MonthPeak peak : month.values()) {
                peaks = peaks.with(peak);
            }
        }
        for (QuarterDemand q : quarters(history, first, last, zone)) {
            peaks = peaks.with(q, zone);
        }
        return PeaksOfYear.of(year, peaks, floor(config, year));
    }

    /** The least that a month counts for, of Flanders unless an area is configured. */
    private static Optional<Power> floor(HomeConfig config, int year) throws Fault {
        String area = config.tariff().area();
        if (area == null) {
            return Optional.of(PeakTarget.BILLED_MINIMUM);
        }
        try {
            Optional<TariffSheet> sheet =
                    TariffSheets.of(config.tariff()).required(area).sheet(year);
            return sheet.isEmpty()
                    ? Optional.of(PeakTarget.BILLED_MINIMUM)
                    : sheet.map(TariffSheet::capacity).map(TariffSheet.Capacity::floor);
        } catch (ConfigException | IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        }
    }

    private static List<QuarterDemand> quarters(
            History history, YearMonth first, YearMonth last, ZoneId zone) {
        return history.quarters(
                start(first.atDay(1), zone), start(last.plusMonths(1).atDay(1), zone));
    }

    private static LinesOfQuarter quarter(History history, SiteSettings settings, Instant within)
            throws Fault {
        QuarterHour wanted = QuarterHour.of(within);
        List<QuarterPoint> points = new ArrayList<>();
        replay(
                history,
                settings,
                wanted.start(),
                wanted.end(),
                (read, outlook) -> points.add(QuarterPoint.of(outlook)));
        if (points.isEmpty()) {
            throw Fault.unavailable(
                    "no readings are stored of the quarter of "
                            + wanted.start().atZone(settings.zone()).toLocalDateTime());
        }
        return new LinesOfQuarter(wanted, points);
    }

    private static PowerOfDay day(History history, SiteSettings settings, LocalDate date) {
        Instant start = start(date, settings.zone());
        Instant end = start(date.plusDays(1), settings.zone());
        List<PowerPoint> points = new ArrayList<>();
        replay(
                history,
                settings,
                start,
                end,
                (read, outlook) -> {
                    Power imported = read.reading().importPower();
                    if (imported != null) {
                        points.add(new PowerPoint(outlook.at(), imported, outlook.target()));
                    }
                });
        return PowerOfDay.of(date, points, history.quarters(start, end), settings.zone());
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** Hands over each reading of {@code [start, end)} and how things stood then. */
    private static void replay(
            History history,
            SiteSettings settings,
            Instant start,
            Instant end,
            BiConsumer<SiteInput.MeterRead, Outlook> each) {
        Site site = new Site(settings);
        SiteState state =
                SiteState.initial(
                        settings,
                        peaksBefore(history, settings.zone(), start),
                        history.forecaster());
        for (Instant from = start.minus(RUN_UP); from.isBefore(end); from = from.plus(AT_ONCE)) {
            for (SiteInput.MeterRead read :
                    history.recall(from, from.plus(AT_ONCE).minusSeconds(1))) {
                state = site.step(state, read).state();
                Outlook outlook = state.outlook();
                if (outlook != null
                        && !outlook.at().isBefore(start)
                        && outlook.at().isBefore(end)) {
                    each.accept(read, outlook);
                }
            }
        }
    }

    /** What was known then: a peak of later must not raise the limit of before. */
    private static PeakHistory peaksBefore(History history, ZoneId zone, Instant start) {
        PeakHistory peaks = PeakHistory.EMPTY;
        for (MonthPeak peak : history.peaks().months().values()) {
            if (peak.quarterEnd() != null && !peak.quarterEnd().isAfter(start)) {
                peaks = peaks.with(peak);
            }
        }
        Instant month = YearMonth.from(start.atZone(zone)).atDay(1).atStartOfDay(zone).toInstant();
        for (QuarterDemand q : history.quarters(month, start)) {
            peaks = peaks.with(q, zone);
        }
        return peaks;
    }
}
