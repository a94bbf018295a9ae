package be.bsmr.p1;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One whole telegram, from {@code /} up to and including {@code !}.
 *
 * <p>It looks into the framer's memory and holds only until the call that handed it out returns:
 * decode it there, or keep its {@link #text}.
 */
public final class Telegram implements Frame {

    final byte[] bytes;
    final int from;
    final int length;
    private final Checksum checksum;
    private final long offset;
    private final Instant receivedAt;

    Telegram(
            byte[] bytes,
            int from,
            int length,
            Checksum checksum,
            long offset,
            Instant receivedAt) {
        this.bytes = bytes;
        this.from = from;
        this.length = length;
        this.checksum = checksum;
        this.offset = offset;
        this.receivedAt = receivedAt;
    }

    /** One character per byte. */
    public String text() {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    /** Never {@link Checksum#BAD} from a framer that is not lenient. */
    public Checksum checksum() {
        return checksum;
    }

    /** Position of the {@code /} in the stream, in bytes. */
    public long offset() {
        return offset;
    }

    /** In bytes. */
    public int length() {
        return length;
    }

    /** Host clock at the last byte. */
    public Instant receivedAt() {
        return receivedAt;
    }
}
