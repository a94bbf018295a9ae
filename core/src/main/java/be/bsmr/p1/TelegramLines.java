package be.bsmr.p1;

import be.bsmr.meter.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A telegram taken apart, for people who look at one: what each of its lines says alone. What it
 * says as a whole is for {@link ReadingDecoder}.
 */
public final class TelegramLines {

    /**
     * One line.
     *
     * @param code its OBIS code as sent; the whole line when it has no parenthesis
     * @param values what stands behind the code, parentheses and all
     * @param known whether we know what the code means
     * @param reading what the line says, all else absent; null when it is not known or makes no
     *     sense
     */
    public record Said(String code, String values, boolean known, @Nullable Reading reading) {}

    /** A number in whatever unit the register has, and a letter where it has a text. */
    private static final String EXAMPLE = "(41)";

    private TelegramLines() {}

    /**
     * The lines in the order in which they were sent, without header and end.
     *
     * @param text a character per byte, from {@code /} to {@code !}, as {@link Telegram#text} tells
     * @param receivedAt host clock
     * @param zone the meter's
     */
    public static List<Said> of(String text, Instant receivedAt, ZoneId zone) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        MeterClock clock = new MeterClock(zone);
        clock.heardAt(receivedAt);
        List<Said> lines = new ArrayList<>();
        int at = ReadingDecoder.endOfLine(bytes, 0, bytes.length);
        while (at < bytes.length) {
            int from = ReadingDecoder.startOfLine(bytes, at, bytes.length);
            at =
                    from < bytes.length
                            ? ReadingDecoder.endOfLogicalLine(bytes, from, bytes.length)
                            : bytes.length;
            if (at > from) {
                lines.add(said(bytes, from, at, clock));
            }
        }
        return lines;
    }

    /**
     * What a line of this code could say, so that one that says nothing has a name all the same;
     * null when that is no number and no text.
     */
    public static @Nullable Reading example(String code, Instant receivedAt, ZoneId zone) {
        return of("/\r\n" + code + EXAMPLE + "\r\n!", receivedAt, zone).get(0).reading();
    }

    private static Said said(byte[] bytes, int from, int to, MeterClock clock) {
        int open = from;
        while (open < to && bytes[open] != '(') {
            open++;
        }
        Line line = new Line();
        line.lookAt(bytes, from, to, open);
        String whole = line.whole();
        Register register = open == to ? null : Register.of(ObisCode.in(bytes, from, open));
        ReadingDraft draft = new ReadingDraft();
        boolean reads = register != null && register.read(line, draft, clock) && line.isClear();
        return new Said(
                whole.substring(0, open - from),
                whole.substring(open - from),
                register != null,
                reads ? draft.reading() : null);
    }
}
