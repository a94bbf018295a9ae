package be.bsmr.home.cli;

import be.bsmr.home.HomeConfig;
import be.bsmr.home.series.Series;
import be.bsmr.home.store.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what of the database is meant. */
final class StoredPeriod {

    @Option(
            names = "--resolution",
            paramLabel = "second|quarter|day|month",
            description = "how finely (default: quarter)")
    private Resolution resolution = Resolution.quarter;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "first, such as 2026-01, 2026-01-13 or 2026-01-13T18:00 (default: all)")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "last; a day or a month is meant to its end (default: all)")
    private @Nullable String to;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "says where the database and the house are")
    private @Nullable Path configFile;

    @Option(names = "--demo", description = "from the database of bsmr demo")
    private boolean demo;

    private enum Resolution {
        second,
        quarter,
        day,
        month
    }

    HomeConfig config() throws Fault {
        HomeConfig config = Settings.read(configFile);
        return demo ? config.storedIn(DemoCommand.DATABASE) : config;
    }

    /** The database, which must be there. */
    static History open(HomeConfig config) throws Fault {
        Path file = config.store().file();
        if (!Files.exists(file)) {
            throw Fault.unavailable(
                    "there is no database "
                            + file
                            + " yet; run or demo makes it, --config or --demo names another");
        }
        try {
            return History.open(file);
        } catch (IOException e) {
            throw Fault.unavailable(String.valueOf(e.getMessage()));
        }
    }

    Series.Resolution resolution() {
        return Series.Resolution.valueOf(resolution.name().toUpperCase(Locale.ROOT));
    }

    Series of(History history, ZoneId zone) throws Fault {
        Instant first = from == null ? Instant.EPOCH : begin("--from", from, zone);
        Instant end = to == null ? Instant.MAX : end("--to", to, zone);
        if (!first.isBefore(end)) {
            throw Fault.usage("--from " + from + " is not before --to " + to);
        }
        return history.series(resolution(), first, end, zone);
    }

    private static Instant begin(String option, String text, ZoneId zone) throws Fault {
        return isMonth(text)
                ? Times.month(option, text).atDay(1).atStartOfDay(zone).toInstant()
                : isDay(text)
                        ? Times.date(option, text).atStartOfDay(zone).toInstant()
                        : Times.instant(option, text, zone);
    }

    private static Instant end(String option, String text, ZoneId zone) throws Fault {
        return isMonth(text)
                ? Times.month(option, text).plusMonths(1).atDay(1).atStartOfDay(zone).toInstant()
                : isDay(text)
                        ? Times.date(option, text).plusDays(1).atStartOfDay(zone).toInstant()
                        : Times.instant(option, text, zone);
    }

    private static boolean isMonth(String text) {
        return text.matches("\\d{4}-\\d{2}");
    }

    private static boolean isDay(String text) {
        return text.matches("\\d{4}-\\d{2}-\\d{2}");
    }
}
