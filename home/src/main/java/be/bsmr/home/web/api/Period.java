package be.bsmr.home.web.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;

/**
 * A time as it is put in an address: {@code from=2026-11-26&to=2026-11-26T18:00}.
 *
 * @param from of the first that is wanted
 * @param to after the last
 */
record Period(Instant from, Instant to) {

    /** Of the parameters. */
    static final List<String> NAMES = List.of("from", "to");

    /**
     * @param zone of times that have no offset
     * @throws IllegalArgumentException saying what to write instead, in one line
     */
    static Period of(Parameters given, ZoneId zone) {
        Instant from = instant("from", given.required("from"), zone);
        Instant to = instant("to", given.required("to"), zone);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from is not before to");
        }
        return new Period(from, to);
    }

    /** A day is meant from its beginning. */
    private static Instant instant(String name, String text, ZoneId zone) {
        try {
            return text.length() <= 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name
                            + " is a day such as 2026-11-26 or a time such as 2026-11-26T18:00, not '"
                            + Parameters.printable(text)
                            + "'",
                    e);
        }
    }
}
