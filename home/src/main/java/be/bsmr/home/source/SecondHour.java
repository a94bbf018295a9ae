package be.bsmr.home.source;

import be.bsmr.p1.TelegramFramer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recording that begins in the second of the two hours of autumn that some meters stamp alike,
 * without S or W. Only what follows those hours tells which of them it was.
 */
final class SecondHour {

    private static final String STAMP = "0-0:1.0.0(";
    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("yyMMddHHmmss");

    private SecondHour() {}

    /**
     * When the recording begins, if that is so; empty in every other case.
     *
     * @param recording read from its beginning on, as far as need be
     * @param most bytes of it at most
     */
    static Optional<Instant> beginning(InputStream recording, int most, ZoneId zone)
            throws IOException {
        LocalDateTime first = null;
        LocalDateTime before = null;
        int read = 0;
        for (String line = line(recording); line != null; line = line(recording)) {
            read += line.length();
            if (read > most) {
                break;
            }
            if (!line.startsWith(STAMP)) {
                continue;
            }
            LocalDateTime stamp = withoutFlag(line);
            if (stamp == null) {
                break;
            }
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(stamp);
            if (first != null && offsets.size() == 1) {
                // It went on to the hour after both.
                return Optional.of(first.toInstant(zone.getRules().getValidOffsets(first).get(1)));
            }
            if (offsets.size() != 2 || (before != null && stamp.plusMinutes(1).isBefore(before))) {
                break;
            }
            first = first == null ? stamp : first;
            before = stamp;
        }
        return Optional.empty();
    }

    private static @Nullable LocalDateTime withoutFlag(String line) {
        int end = line.indexOf(')');
        try {
            return end < 0
                    ? null
                    : LocalDateTime.parse(line.substring(STAMP.length(), end), DIGITS);
        } catch (DateTimeException flagged) {
            return null;
        }
    }

    /** With the end of the line; null at the end. */
    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0) {
            bytes.write(b);
            if (b == '\n' || bytes.size() == TelegramFramer.MAX_BYTES) {
                break;
            }
            b = in.read();
        }
        return bytes.size() == 0 ? null : bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
