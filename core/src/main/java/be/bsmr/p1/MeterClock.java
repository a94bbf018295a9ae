package be.bsmr.p1;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

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

    private final ZoneId zone;

    MeterClock(ZoneId zone) {
        this.zone = zone;
    }

    /** Empty when the text is no date: placeholders such as {@code 632525252525W} mean "never". */
    Optional<Instant> read(String text) {
        int length = text.length();
        if (length != STAMP_DIGITS && length != STAMP_DIGITS + 1) {
            return Optional.empty();
        }
        char flag = length == STAMP_DIGITS ? ' ' : text.charAt(STAMP_DIGITS);
        if (flag != ' ' && flag != 'S' && flag != 'W') {
            return Optional.empty();
        }
        int[] f = new int[6];
        for (int i = 0; i < STAMP_DIGITS; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Optional.empty();
            }
            f[i / 2] = f[i / 2] * 10 + digit;
        }
        LocalDateTime local;
        try {
            local = LocalDateTime.of(2000 + f[0], f[1], f[2], f[3], f[4], f[5]);
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
        return Optional.of(resolve(local, flag));
    }

    String write(Instant time) {
        ZonedDateTime local = time.atZone(zone);
        boolean summer = zone.getRules().isDaylightSavings(time);
        return DIGITS.format(local) + (summer ? 'S' : 'W');
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
