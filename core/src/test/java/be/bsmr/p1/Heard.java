package be.bsmr.p1;

import be.bsmr.meter.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * All that came out of a stream: each frame in words, each reading. Telegrams are read while they
 * are handed over, as the framer asks.
 */
record Heard(List<String> frames, List<Reading> readings) {

    /** Hands over {@code count} bytes at most from {@code at} on; says how many. */
    private interface Chunks {
        int size(int left);
    }

    static Heard strict(byte[] stream) {
        return listen(stream, false, left -> left);
    }

    static Heard lenient(byte[] stream) {
        return listen(stream, true, left -> left);
    }

    /** In pieces of {@code size} bytes. */
    static Heard inPieces(byte[] stream, boolean lenient, int size) {
        return listen(stream, lenient, left -> Math.min(left, size));
    }

    /** In pieces of every size from nothing to {@code most} bytes. */
    static Heard inRandomPieces(byte[] stream, boolean lenient, int most, Random random) {
        return listen(stream, lenient, left -> Math.min(left, random.nextInt(most + 1)));
    }

    private static Heard listen(byte[] stream, boolean lenient, Chunks chunks) {
        Heard heard = new Heard(new ArrayList<>(), new ArrayList<>());
        ReadingDecoder decoder = new ReadingDecoder(Telegrams.BRUSSELS);
        TelegramFramer framer =
                lenient
                        ? TelegramFramer.lenient(f -> heard.take(f, decoder))
                        : new TelegramFramer(f -> heard.take(f, decoder));
        for (int at = 0; at < stream.length; ) {
            int count = chunks.size(stream.length - at);
            framer.push(stream, at, count, Telegrams.NOW);
            at += count;
        }
        framer.end(Telegrams.NOW);
        heard.frames.add(framer.strayBytes() + " stray bytes");
        return heard;
    }

    private void take(Frame frame, ReadingDecoder decoder) {
        if (frame instanceof Telegram t) {
            frames.add(t.offset() + " " + t.checksum() + " " + t.text());
            decoder.decode(t).ifPresent(readings::add);
        } else if (frame instanceof Rejected r) {
            frames.add(r.offset() + " " + r.cause() + " " + r.length());
        }
    }
}
