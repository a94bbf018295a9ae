package be.bsmr.bench;

import be.bsmr.meter.Reading;
import be.bsmr.p1.Checksum;
import be.bsmr.p1.Frame;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Rejected;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** What the reader makes of a stream of bytes, for the fuzz targets. */
final class Heard {

    static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");

    private static final Instant NOW = Instant.parse("2026-01-13T12:00:00Z");

    private final ReadingDecoder experienced = new ReadingDecoder(BRUSSELS);

    /** Frames and readings in the words of their records, in the order in which they came. */
    final List<String> words = new ArrayList<>();

    /** The readings with a good checksum. */
    final List<Reading> proven = new ArrayList<>();

    private Heard() {}

    /**
     * @param chunks how many of the bytes that are left come next; never more, never forever 0
     */
    static Heard of(byte[] stream, boolean lenient, IntUnaryOperator chunks) {
        Heard heard = new Heard();
        Consumer<Frame> take = heard::take;
        TelegramFramer framer = lenient ? TelegramFramer.lenient(take) : new TelegramFramer(take);
        for (int at = 0; at < stream.length; ) {
            int count = chunks.applyAsInt(stream.length - at);
            framer.push(stream, at, count, NOW);
            at += count;
        }
        framer.end(NOW);
        heard.words.add(framer.strayBytes() + " stray bytes");
        return heard;
    }

    private void take(Frame frame) {
        if (frame instanceof Telegram t) {
            demand(t.text().length() <= TelegramFramer.MAX_BYTES, "a telegram of any length");
            Optional<Reading> reading = experienced.decode(t);
            demand(
                    reading.equals(new ReadingDecoder(BRUSSELS).decode(t)),
                    "a decoder that remembers reads something else");
            words.add(t.offset() + " " + t.checksum() + " " + t.text() + " " + reading);
            if (t.checksum() == Checksum.OK) {
                reading.ifPresent(proven::add);
            }
        } else if (frame instanceof Rejected r) {
            demand(r.length() <= TelegramFramer.MAX_BYTES, "a frame of any length");
            words.add(r.toString());
        }
    }

    static void demand(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
