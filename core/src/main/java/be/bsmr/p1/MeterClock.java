package be.bsmr.p1;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the meter's local time, {@code YYMMDDhhmmssX} with X = S in summer and W in
 * winter (e-MUCS P1 §6.4, DSMR P1 §6.4 TST).
 *
 * <p>The flag decides only in the repeated hour of autumn. Everywhere else the zone does: real
 * meters send peak stamps whose flag is stale, and some Walloon meters send none.
 *
 * <p>Around a change of the clock that is not enough for the stamp of a telegram itself: the flag
 * may be absent or stale, and meters have changed forty minutes late. There it is the one that goes
 * on from the stamp before. One meter, one clock, one thread.
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

    /** A stamp within this of the one before goes on from it. */
    private static final long NEAR = 60;

    /** Host and meter agree on the hour when they are no further apart than this. */
    private static final long SAME_HOUR = 30 * 60;

    private static final long DAY = 24 * 60 * 60;

    private final ZoneId zone;

    /** The stamp of the telegram before, epoch seconds. */
    private long last = NEVER;

    private long received;

    /** Whether the flags of telegrams said what the zone says, where only that can be right. */
    private boolean trueFlags = true;

    /** No change of the clock is within a day of these seconds, between which summer is or not. */
    private long quietFrom;

    private long quietUntil;
    private boolean quietInSummer;

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

    /**
     * A telegram has come.
     *
     * @param at host clock; a time far off where there is none to compare with
     */
    void heardAt(Instant at) {
        received = at.getEpochSecond();
    }

    /** The stamp of the telegram itself; null when it is no date. */
    @Nullable Instant readNow(Line line) {
        Instant usual = read(line);
        if (usual == null) {
            return null;
        }
        long second = usual.getEpochSecond();
        char flag = line.length() == STAMP_DIGITS + 1 ? (char) line.at(STAMP_DIGITS) : ' ';
        if (second < quietFrom || second >= quietUntil) {
            lookAround(usual);
        }
        if (second >= quietFrom && second < quietUntil) {
            trueFlags = flag == ' ' ? trueFlags : (flag == 'S') == quietInSummer;
        } else if (line.length() != COSEM_LENGTH) {
            int hour = (line.at(6) - '0') * 10 + line.at(7) - '0';
            second = chosen(usual, hour, flag);
        }
        last = second;
        return Instant.ofEpochSecond(second);
    }

    /** Sets the clock as if a telegram of this time had come before. */
    void goesOnFrom(Instant before) {
        last = before.getEpochSecond();
    }

    private void lookAround(Instant at) {
        ZoneOffsetTransition before = zone.getRules().previousTransition(at.plusSeconds(1));
        ZoneOffsetTransition after = zone.getRules().nextTransition(at);
        quietFrom = before == null ? NEVER : before.toEpochSecond() + DAY;
        quietUntil = after == null ? Long.MAX_VALUE : after.toEpochSecond() - DAY;
        quietInSummer = zone.getRules().isDaylightSavings(at);
    }

    /**
     * Which of the two instants that digits can mean around a change, epoch seconds.
     *
     * @param usual what zone and flag make of them
     * @param hour of the digits
     */
    private long chosen(Instant usual, int hour, char flag) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition change = rules.previousTransition(usual.plusSeconds(1 + DAY));
        boolean missing = usual.atZone(zone).getHour() != hour;
        ZoneOffset used = missing ? change.getOffsetBefore() : rules.getOffset(usual);
        ZoneOffset other =
                used.equals(change.getOffsetBefore())
                        ? change.getOffsetAfter()
                        : change.getOffsetBefore();
        Instant otherwise = usual.plusSeconds(used.getTotalSeconds() - other.getTotalSeconds());
        boolean twice = rules.getOffset(otherwise).equals(other);
        boolean sure =
                flag != ' '
                        && (twice ? trueFlags : (flag == 'S') == rules.isDaylightSavings(usual));
        long a = usual.getEpochSecond();
        long b = otherwise.getEpochSecond();
        if (isNear(a, last)) {
            return a;
        }
        if (isNear(b, last) && (!sure || a < last)) {
            return b;
        }
        if (sure) {
            return a;
        }
        long nearer = Math.abs(a - received) <= Math.abs(b - received) ? a : b;
        if (twice && Math.abs(nearer - received) <= SAME_HOUR) {
            return nearer;
        }
        // Time goes on; of two that are both later the zone's is as good a guess.
        return last != NEVER && a < last && b >= last ? b : a;
    }

    private static boolean isNear(long second, long before) {
        return before != NEVER && Math.abs(second - before) <= NEAR;
    }

    /**
     * Whether a value that is no date says "never": blank, months of 00 or 25 ({@code
     * 632525252525W} and {@code 35255255255255255S} are bytes of 255), a year long before the
     * meter's, or COSEM's {@code FFFF…}.
     */
    static boolean isNever(Line line) {
        String text = line.text();
        return text.isBlank()
                || text.matches("\\d\\d(00|25)\\d{8,13}[SW]?")
                || text.matches("[7-9]\\d{11}[SW]?")
                || (text.length() == COSEM_LENGTH && text.startsWith("FFFF"));
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
        long end = resolve(began.plusSeconds(SECONDS_OF_HOUR - 1), flag).getEpochSecond();
        boolean open = flag == ' ' && zone.getRules().getValidOffsets(began).size() == 2;
        if (end - first != SECONDS_OF_HOUR - 1 || open) {
            // A clock that changes within the hour, as none in Europe does, or an hour that is two.
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
            // Summer comes first; without a flag it is the second hour once that has come.
            boolean second = flag == 'W' || (flag == ' ' && hasJustPassed(local, offsets.get(1)));
            return local.toInstant(offsets.get(second ? 1 : 0));
        }
        return local.atZone(zone).toInstant();
    }

    private boolean hasJustPassed(LocalDateTime local, ZoneOffset offset) {
        long ago = last == NEVER ? -1 : last - local.toEpochSecond(offset);
        return ago >= 0 && ago < DAY;
    }
}
