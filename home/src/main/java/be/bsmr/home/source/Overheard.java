package be.bsmr.home.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The newest bytes of a source and when they came, some fifty telegrams: for who wants to know what
 * the meter says word for word and how its line does. Hearing costs a copy, nothing is read in it
 * before somebody asks. From any thread.
 */
public final class Overheard {

    /** So many bytes are kept at most. */
    static final int MOST_BYTES = 64 * 1024;

    /**
     * What came at once.
     *
     * @param text a character per byte, ISO 8859-1
     * @param at host clock
     */
    public record Piece(String text, Instant at) {}

    private final InstantSource clock;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private int kept;

    public Overheard(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes the first {@code count} bytes. */
    public synchronized void hear(byte[] bytes, int count) {
        pieces.addLast(
                new Piece(
                        new String(bytes, 0, count, StandardCharsets.ISO_8859_1), clock.instant()));
        kept += count;
        while (kept > MOST_BYTES && pieces.size() > 1) {
            kept -= pieces.removeFirst().text().length();
        }
    }

    /** In the order in which they came; empty before the first byte. */
    public synchronized List<Piece> newest() {
        return List.copyOf(pieces);
    }
}
