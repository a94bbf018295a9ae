package be.bsmr.home.cli;

import be.bsmr.home.series.Extent;
import be.bsmr.home.series.Series;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.store.History;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Texts;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what of the database is meant. */
final class StoredPeriod {

    @Option(
            names = "--resolution",
            paramLabel = "second|quarter|day|month",
            description =
                    "how finely (default: quarter); --of mbus --resolution day or month says what came through each")
    private @Nullable Resolution resolution;

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

    @Mixin private StoredMeter house = new StoredMeter();

    private @Nullable Extent stored;
    private Instant begun = Instant.EPOCH;
    private Instant ends = Instant.EPOCH;

    @Option(
            names = "--of",
            paramLabel = "mbus|loads|link",
            description =
                    "instead: what gas, water and heat meters told, what loads were told, how well the"
                            + " cable did")
    private @Nullable Topic topic;

    private enum Topic {
        mbus,
        loads,
        link
    }

    private enum Resolution {
        second,
        quarter,
        day,
        month
    }

    HomeConfig config() throws Fault {
        return house.config();
    }

    /** What rows are of, such as {@code second} or {@code mbus}. */
    String name() {
        return topic == null ? finely().name() : topic.name();
    }

    private Series.Resolution resolution() {
        return Series.Resolution.valueOf(finely().name().toUpperCase(Locale.ROOT));
    }

    private Resolution finely() {
        return resolution == null ? Resolution.quarter : resolution;
    }

    /** Whatever was said. */
    void inSeconds() {
        topic = null;
        resolution = Resolution.second;
    }

    Series of(History history, ZoneId zone) throws Fault {
        Instant first = from == null ? Instant.EPOCH : begin("--from", from, zone);
        Instant end = to == null ? Instant.MAX : end("--to", to, zone);
        if (!first.isBefore(end)) {
            throw Fault.usage("--from " + from + " is not before --to " + to);
        }
        stored = history.span().orElse(null);
        if (stored != null) {
            begun = stored.begin().isAfter(first) ? stored.begin() : first;
            ends = stored.end().isBefore(end) ? stored.end() : end;
        }
        if (topic == Topic.mbus
                && (resolution == Resolution.day || resolution == Resolution.month)) {
            return history.mbus(resolution == Resolution.month, first, end, zone);
        }
        return topic == null
                ? history.series(resolution(), first, end, zone)
                : history.series(
                        Series.Topic.valueOf(topic.name().toUpperCase(Locale.ROOT)), first, end);
    }

    /** How far rows have come, 0…1, by the time that stands first in each. */
    double share(@Nullable Object time) {
        if (!(time instanceof Instant at) || !begun.isBefore(ends)) {
            return 0;
        }
        double whole = ends.getEpochSecond() - begun.getEpochSecond();
        return (at.getEpochSecond() - begun.getEpochSecond()) / whole;
    }

    /** To be said of a period without a row; it is no error. */
    void sayThatNothingIsThere(ZoneId zone) {
        Texts texts = new Texts(Language.orSystems(null), zone);
        System.err.println(
                stored == null
                        ? texts.text("stored.nothing")
                        : texts.text(
                                "stored.nothing_of_that",
                                Map.of("first", stored.begin(), "last", stored.end())));
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
