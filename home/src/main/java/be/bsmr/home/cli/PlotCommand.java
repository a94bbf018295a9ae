package be.bsmr.home.cli;

import be.bsmr.control.Outlook;
import be.bsmr.home.HomeConfig;
import be.bsmr.home.plot.QuarterPlot;
import be.bsmr.home.plot.QuarterPoint;
import be.bsmr.home.store.History;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A picture of a quarter or a day. The lines are not stored: the readings go through the site
 * again.
 */
@Command(
        name = "plot",
        description = {
            "Draw the running or any stored quarter, or a day, with the four lines of the original:",
            "limit red, alarm line blue, forecast yellow, import so far green.",
            "The running quarter reaches to the last commit, a minute ago at most."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr plot -o now.png                              the newest quarter",
            "  bsmr plot --quarter 2026-01-13T18:00 -o peak.svg",
            "  bsmr plot --day 2026-01-13 -o day.png",
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
            names = "--language",
            paramLabel = "nl|fr|de|en",
            description = "of the texts (default: the system's)")
    private @Nullable String language;

    @Override
    public Integer call() throws Fault {
        if (quarter != null && day != null) {
            throw Fault.usage("--quarter or --day, not both");
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
        try (History history = History.open(config.store().file())) {
            draw(history, config.site());
        } catch (IllegalArgumentException e) {
            throw Fault.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Fault.unavailable(String.valueOf(e.getMessage()));
        }
        return Exit.OK;
    }

    private void draw(History history, SiteSettings settings) throws Fault, IOException {
        ZoneId zone = settings.zone();
        Locale locale = language == null ? Locale.getDefault() : Locale.forLanguageTag(language);
        QuarterPlot plot = new QuarterPlot(zone, locale);
        if (day != null) {
            LocalDate date = Times.date("--day", day);
            Instant start = date.atStartOfDay(zone).toInstant();
            Instant end = date.plusDays(1).atStartOfDay(zone).toInstant();
            plot.day(points(history, settings, start, end), output);
            return;
        }
        Instant newest =
                history.newest()
                        .orElseThrow(() -> Fault.unavailable("nothing has been stored yet"));
        Instant within = quarter == null ? newest : Times.instant("--quarter", quarter, zone);
        QuarterHour wanted = QuarterHour.of(within);
        List<QuarterPoint> points = points(history, settings, wanted.start(), wanted.end());
        if (points.isEmpty()) {
            throw Fault.unavailable(
                    "no readings are stored of the quarter of "
                            + wanted.start().atZone(zone).toLocalDateTime());
        }
        plot.quarter(points, output);
    }

    private static List<QuarterPoint> points(
            History history, SiteSettings settings, Instant start, Instant end) {
        Site site = new Site(settings);
        SiteState state =
                SiteState.initial(
                        settings,
                        peaksBefore(history, settings.zone(), start),
                        history.forecaster());
        List<QuarterPoint> points = new ArrayList<>();
        for (SiteInput.MeterRead read : history.recall(start.minus(RUN_UP), end)) {
            state = site.step(state, read).state();
            Outlook outlook = state.outlook();
            if (outlook != null && !outlook.at().isBefore(start) && outlook.at().isBefore(end)) {
                points.add(QuarterPoint.of(outlook));
            }
        }
        return points;
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
