package be.bsmr.p1;

import be.bsmr.meter.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Telegrams written by hand for tests. */
final class Telegrams {

    static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    static final Instant NOW = Instant.parse("2026-01-13T12:00:00Z");

    private Telegrams() {}

    /** A telegram of these lines with the right checksum. */
    static byte[] telegram(String... lines) {
        String text = "/FLU5\\253000000_A\r\n\r\n" + String.join("\r\n", lines) + "\r\n!";
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return (text
                        + String.format(
                                Locale.ROOT, "%04X\r\n", new Crc16().of(bytes, 0, bytes.length)))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a framer finds; the text of a telegram holds only while it is handed out. */
    static List<Frame> frames(byte[] stream) {
        List<Frame> frames = new ArrayList<>();
        push(stream, new TelegramFramer(frames::add));
        return frames;
    }

    /** The same in words that can be kept and compared. */
    static String described(Frame frame) {
        return frame instanceof Telegram t
                ? t.checksum() + " at " + t.offset() + ": " + t.text()
                : frame.toString();
    }

    static Reading decode(byte[] stream) {
        return decodeAll(stream).get(0);
    }

    static List<Reading> decodeAll(byte[] stream) {
        ReadingDecoder decoder = new ReadingDecoder(BRUSSELS);
        List<Reading> readings = new ArrayList<>();
        push(
                stream,
                new TelegramFramer(
                        frame -> {
                            if (frame instanceof Telegram t) {
                                decoder.decode(t).ifPresent(readings::add);
                            }
                        }));
        return readings;
    }

    static void push(byte[] stream, TelegramFramer framer) {
        framer.push(stream, 0, stream.length, NOW);
        framer.end(NOW);
    }

    static Reading read(String... lines) {
        return decode(telegram(lines));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
