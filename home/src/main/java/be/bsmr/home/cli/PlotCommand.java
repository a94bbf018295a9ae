package be.bsmr.home.cli;

import be.bsmr.control.Outlook;
import be.bsmr.home.HomeConfig;
import be.bsmr.home.plot.DayPlot;
import be.bsmr.home.plot.LinesOfQuarter;
import be.bsmr.home.plot.Look;
import be.bsmr.home.plot.MonthPlot;
import be.bsmr.home.plot.PeaksOfMonth;
import be.bsmr.home.plot.PowerOfDay;
import be.bsmr.home.plot.PowerPoint;
import be.bsmr.home.plot.QuarterPlot;
import be.bsmr.home.plot.QuarterPoint;
import be.bsmr.home.plot.Sheet;
import be.bsmr.home.store.Store;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A picture of a quarter, a day or a month. Forecasts and targets are not stored: for a quarter and
 * a day the readings go through the site again.
 */
@Command(
        name = "plot",
        description = {
            "Draw the running or any stored quarter with the four lines of the original: limit red,",
            "alarm line blue, forecast yellow, import so far green.",
            "Or a day: its power, the demand of each quarter and the target; or a month: the peak",
            "of each day, the highest in red.",
            "The running quarter reaches to the last commit, a minute ago at most."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr plot -o now.png                              the newest quarter",
            "  bsmr plot --quarter 2026-01-13T18:00 -o peak.svg",
            "  bsmr plot --day 2026-01-13 -o day.png",
            "  bsmr plot --month 2026-01 -o month.svg",
            "  bsmr plot --demo -o now.png                       of the simulated house"
        })
final class PlotCommand implements Callable<Integer> {

    /** The forecast needs its window and the quarter its boundary second. */
    private static final Duration RUN_UP = Duration.ofHours(1);

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
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "a name that ends in .png or .svg")
    private Path output = Path.of("");

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
        if (quarter != null && day != null) {
            throw Fault.usage("--quarter or --day, not both");
        }
        if (month != null && (quarter != null || day != null)) {
            throw Fault.usage("--month goes without --quarter and --day");
        }
        YearMonth wantedMonth = month == null ? null : yearMonth(month);
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
        try (Store store = Store.open(config.store(), Clock.systemUTC())) {
            draw(store, config.site(), wantedMonth);
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Fault.unavailable(String.valueOf(e.getMessage()));
        }
        return Exit.OK;
    }

    private static YearMonth yearMonth(String text) throws Fault {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException e) {
            throw Fault.usage("--month '" + text + "' is not a month; write it as 2026-01");
        }
    }

    private void draw(Store store, SiteSettings settings, @Nullable YearMonth wantedMonth)
            throws Fault, IOException {
        ZoneId zone = settings.zone();
        Sheet sheet = new Sheet(zone, Language.orSystems(language).locale(), look.look);
        if (wantedMonth != null) {
            List<QuarterDemand> quarters =
                    store.quarters(
                            start(wantedMonth.atDay(1), zone),
                            start(wantedMonth.plusMonths(1).atDay(1), zone));
            new MonthPlot(sheet).draw(PeaksOfMonth.of(wantedMonth, quarters, zone), output);
        } else if (day != null) {
            LocalDate date = Times.date("--day", day);
            new DayPlot(sheet).draw(day(store, settings, date), output);
        } else {
            Instant newest =
                    store.newest()
                            .orElseThrow(() -> Fault.unavailable("nothing has been stored yet"));
            Instant within = quarter == null ? newest : Times.instant("--quarter", quarter, zone);
            new QuarterPlot(sheet).draw(quarter(store, settings, within), output);
        }
    }

    private static LinesOfQuarter quarter(Store store, SiteSettings settings, Instant within)
            throws Fault {
        QuarterHour wanted = QuarterHour.of(within);
        List<QuarterPoint> points = new ArrayList<>();
        replay(
                store,
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

    private static PowerOfDay day(Store store, SiteSettings settings, LocalDate date) {
        Instant start = start(date, settings.zone());
        Instant end = start(date.plusDays(1), settings.zone());
        List<PowerPoint> points = new ArrayList<>();
        replay(
                store,
                settings,
                start,
                end,
                (read, outlook) -> {
                    Power imported = read.reading().importPower();
                    if (imported != null) {
                        points.add(new PowerPoint(outlook.at(), imported, outlook.target()));
                    }
                });
        return PowerOfDay.of(date, points, store.quarters(start, end), settings.zone());
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** Hands over each reading of {@code [start, end)} and how things stood then. */
    private static void replay(
            Store store,
            SiteSettings settings,
            Instant start,
            Instant end,
            BiConsumer<SiteInput.MeterRead, Outlook> each) {
        Site site = new Site(settings);
        SiteState state =
                SiteState.initial(
                        settings, peaksBefore(store, settings.zone(), start), store.forecaster());
        for (SiteInput.MeterRead read : store.recall(start.minus(RUN_UP), end)) {
            state = site.step(state, read).state();
            Outlook outlook = state.outlook();
            if (outlook != null && !outlook.at().isBefore(start) && outlook.at().isBefore(end)) {
                each.accept(read, outlook);
            }
        }
    }

    /** What was known then: a peak of later must not raise the limit of before. */
    private static PeakHistory peaksBefore(Store store, ZoneId zone, Instant start) {
        PeakHistory peaks = PeakHistory.EMPTY;
        for (MonthPeak peak : store.peaks().months().values()) {
            if (peak.quarterEnd() != null && !peak.quarterEnd().isAfter(start)) {
                peaks = peaks.with(peak);
            }
        }
        Instant month = YearMonth.from(start.atZone(zone)).atDay(1).atStartOfDay(zone).toInstant();
        for (QuarterDemand q : store.quarters(month, start)) {
            peaks = peaks.with(q, zone);
        }
        return peaks;
    }
}
