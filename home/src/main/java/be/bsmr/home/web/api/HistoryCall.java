package be.bsmr.home.web.api;

import be.bsmr.home.series.Series.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A question about the past as it is put in an address: {@code
 * from=2026-11-26&to=2026-11-27&each=second&points=1200}.
 *
 * @param mbus whether it is about gas, water and heat
 * @param from of the first that is wanted
 * @param to after the last
 * @param each how finely
 * @param points into how many parts seconds are put together; 0 = each for itself
 * @param limit how many rows; 0 = all
 * @param format as what it is wanted
 */
record HistoryCall(
        boolean mbus,
        Instant from,
        Instant to,
        Resolution each,
        int points,
        int limit,
        Format format) {

    /** As what the past is wanted. */
    enum Format {
        /** For the page: names once, then rows. */
        TABLE("application/json", "json"),
        JSON("application/json", "json"),
        CSV("text/csv; charset=UTF-8", "csv"),
        CSV_BE("text/csv; charset=UTF-8", "csv"),
        XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

        final String type;
        final String ending;

        Format(String type, String ending) {
            this.type = type;
            this.ending = ending;
        }

        static Format of(String text) {
            return Arrays.stream(values())
                    .filter(f -> text.equals(lower(f).replace('_', '-')))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "format is table, json, csv, csv-be or xlsx, not '"
                                                    + Parameters.printable(text)
                                                    + "'"));
        }

        /** The first of those that {@code Accept} names that we write; a table without any. */
        static Format accepted(String accept) {
            return Arrays.stream(accept.split(",", -1))
                    .flatMap(
                            type ->
                                    Stream.of(TABLE, CSV, XLSX)
                                            .filter(f -> type.strip().startsWith(f.bareType())))
                    .findFirst()
                    .orElse(TABLE);
        }

        private String bareType() {
            return type.replaceFirst(";.*", "");
        }
    }

    static final int MOST_POINTS = 5000;
    static final int MOST_ROWS = 10_000;

    /** Longer than this only quarters, days and months are told. */
    static final Duration LONGEST_OF_SECONDS = Duration.ofDays(8);

    private static final String EXAMPLE = "/api/v1/history?from=2026-11-26&to=2026-11-27";
    private static final List<String> NAMES =
            List.of("of", "from", "to", "each", "points", "limit", "format");

    /**
     * @param unsaid as what it is wanted when the address does not say so
     * @param zone of times that have no offset
     * @throws IllegalArgumentException saying what to write instead, in one line
     */
    static HistoryCall parse(Map<String, Deque<String>> values, Format unsaid, ZoneId zone) {
        Parameters given = new Parameters(values, NAMES, EXAMPLE);
        Period period = Period.of(given, zone);
        Instant from = period.from();
        Instant to = period.to();
        boolean mbus = given.text("of").map(HistoryCall::isMbus).orElse(false);
        Resolution each =
                given.text("each")
                        .map(HistoryCall::each)
                        .orElse(mbus ? Resolution.DAY : fitting(from, to));
        if (mbus && each != Resolution.DAY && each != Resolution.MONTH) {
            throw new IllegalArgumentException("of=mbus goes with each=day or each=month");
        }
        Optional<String> points = given.text("points");
        if (points.isPresent() && each != Resolution.SECOND) {
            throw new IllegalArgumentException("points are for each=second only");
        }
        int parts = points.map(p -> Parameters.number("points", p)).orElse(0);
        if (parts < 0 || parts > MOST_POINTS || (points.isPresent() && parts == 0)) {
            throw new IllegalArgumentException("points are 1 to " + MOST_POINTS);
        }
        Optional<String> limit = given.text("limit");
        int rows = limit.map(l -> Parameters.number("limit", l)).orElse(0);
        if (rows < 0 || rows > MOST_ROWS || (limit.isPresent() && (rows == 0 || parts > 0))) {
            throw new IllegalArgumentException(
                    "limit is 1 to " + MOST_ROWS + ", and goes without points");
        }
        if (each == Resolution.SECOND
                && Duration.between(from, to).compareTo(LONGEST_OF_SECONDS) > 0) {
            throw new IllegalArgumentException(
                    "seconds of "
                            + LONGEST_OF_SECONDS.toDays()
                            + " days at most; bsmr export writes those of any period");
        }
        return new HistoryCall(
                mbus,
                from,
                to,
                each,
                parts,
                rows,
                given.text("format").map(Format::of).orElse(unsaid));
    }

    private static boolean isMbus(String text) {
        if (!text.equals("mbus")) {
            throw new IllegalArgumentException(
                    "of is mbus, or left out, not '" + Parameters.printable(text) + "'");
        }
        return true;
    }

    /** What a picture of so long can show. */
    private static Resolution fitting(Instant from, Instant to) {
        long days = Duration.between(from, to).toDays();
        return days <= 2
                ? Resolution.SECOND
                : days <= 62 ? Resolution.QUARTER : days <= 800 ? Resolution.DAY : Resolution.MONTH;
    }

    private static Resolution each(String text) {
        return Arrays.stream(Resolution.values())
                .filter(r -> lower(r).equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "each is second, quarter, day or month, not '"
                                                + Parameters.printable(text)
                                                + "'"));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
