package be.bsmr.p1;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the meter's local time, {@code YYMMDDhhmmssX} with X = S in summer and W in
 * winter (e-MUCS P1 §6.4, DSMR P1 §6.4 TST).
 *
 * <p>The flag decides only in the repeated hour of autumn. Everywhere else the zone does: real
 * meters send peak stamps whose flag is stale, and some Walloon meters send none.
 */
final class MeterClock {

    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("yyMMddHHmmss");
    private static final int STAMP_DIGITS = 12;
    private static final int SECONDS_OF_HOUR = 3600;
    private static final long NEVER = Long.MIN_VALUE;

    /** Years of two digits from here on belong to the last century. */
    private static final int NOT_YET = 2070;

    /** COSEM date-time: 12 bytes in hexadecimal (IEC 62056-6-2 §4.1.6.1). */
    private static final int COSEM_LENGTH = 24;

    private static final int COSEM_SUMMER = 0x80;

    private final ZoneId zone;

    /** The hour {@code YYMMDDhh} that was resolved last, its flag, and when it began. */
    private long knownHour = NEVER;

    private char knownFlag;
    private long knownHourBegan;

    MeterClock(ZoneId zone) {
        this.zone = zone;
    }

    /** Empty when the text is no date. */
    Optional<Instant> read(String text) {
        byte[] bytes = ("(" + text + ")").getBytes(StandardCharsets.ISO_8859_1);
        Line line = new Line();
        line.lookAt(bytes, 0, bytes.length, 0);
        return line.next() ? Optional.ofNullable(read(line)) : Optional.empty();
    }

    /** Null when the value is no date: placeholders such as {@code 632525252525W} mean "never". */
    @Nullable Instant read(Line line) {
        int length = line.length();
        if (length == COSEM_LENGTH) {
            return readCosem(line.text());
        }
        if (length != STAMP_DIGITS && length != STAMP_DIGITS + 1) {
            return null;
        }
        char flag = length == STAMP_DIGITS ? ' ' : (char) line.at(STAMP_DIGITS);
        if (flag != ' ' && flag != 'S' && flag != 'W') {
            return null;
        }
        long digits = 0;
        for (int i = 0; i < STAMP_DIGITS; i++) {
            int digit = line.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            digits = digits * 10 + digit;
        }
        long hour = digits / 10_000;
        int minute = (int) (digits / 100 % 100);
        int second = (int) (digits % 100);
        if (minute > 59 || second > 59) {
            return null;
        }
        if (hour == knownHour && flag == knownFlag) {
            return Instant.ofEpochSecond(knownHourBegan + minute * 60L + second);
        }
        return resolve(hour, minute, second, flag);
    }

    private @Nullable Instant readCosem(String hex) {
        try {
            LocalDateTime local =
                    LocalDateTime.of(
                            Integer.parseInt(hex, 0, 4, 16),
                            Integer.parseInt(hex, 4, 6, 16),
                            Integer.parseInt(hex, 6, 8, 16),
                            Integer.parseInt(hex, 10, 12, 16),
                            Integer.parseInt(hex, 12, 14, 16),
                            Integer.parseInt(hex, 14, 16, 16));
            boolean summer = (Integer.parseInt(hex, 22, 24, 16) & COSEM_SUMMER) != 0;
            return resolve(local, summer ? 'S' : 'W');
        } catch (NumberFormatException | DateTimeException noTime) {
            return null;
        }
    }

    String write(Instant time) {
        ZonedDateTime local = time.atZone(zone);
        boolean summer = zone.getRules().isDaylightSavings(time);
        return DIGITS.format(local) + (summer ? 'S' : 'W');
    }

    private @Nullable Instant resolve(long hour, int minute, int second, char flag) {
        int year = 2000 + (int) (hour / 1_000_000);
        if (year >= NOT_YET) {
            return null; // 1970: a clock that was never set
        }
        LocalDateTime began;
        try {
            began =
                    LocalDateTime.of(
                            year,
                            (int) (hour / 10_000 % 100),
                            (int) (hour / 100 % 100),
                            (int) (hour % 100),
                            0);
        } catch (DateTimeException impossible) {
            return null;
        }
        long first = resolve(began, flag).getEpochSecond();
        long last = resolve(began.plusSeconds(SECONDS_OF_HOUR - 1), flag).getEpochSecond();
        if (last - first != SECONDS_OF_HOUR - 1) {
            // A clock that changes within the hour, as none in Europe does.
            return resolve(began.withMinute(minute).withSecond(second), flag);
        }
        knownHour = hour;
        knownFlag = flag;
        knownHourBegan = first;
        return Instant.ofEpochSecond(first + minute * 60L + second);
    }

    private Instant resolve(LocalDateTime local, char flag) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() == 2) {
            // Summer comes first; without a flag the first of the two hours is as good a guess as
            // the second.
            return local.toInstant(offsets.get(flag == 'W' ? 1 : 0));
        }
        return local.atZone(zone).toInstant();
    }
}
