package be.bsmr.home.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;

/** Times as people type them. */
final class Times {

    private Times() {}

    /** With an offset as it says, without one in {@code zone}. */
    static Instant instant(String option, String text, ZoneId zone) throws Fault {
        try {
            text = text.replace(' ', 'T');
            return text.matches(".*(Z|[+-]\\d{2}:\\d{2})$")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw Fault.usage(
                    option
                            + " '"
                            + text
                            + "' is no time; write it as 2026-01-13T18:00 or"
                            + " 2026-01-13T18:00:00+01:00");
        }
    }

    static LocalDate date(String option, String text) throws Fault {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Fault.usage(option + " '" + text + "' is no date; write it as 2026-01-13");
        }
    }

    static YearMonth month(String option, String text) throws Fault {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw Fault.usage(option + " '" + text + "' is no month; write it as 2026-01");
        }
    }

    static ZoneId zone(String option, String text) throws Fault {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Fault.usage(
                    option + " '" + text + "' is unknown; in Belgium it is Europe/Brussels");
        }
    }
}
