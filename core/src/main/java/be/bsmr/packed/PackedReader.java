package be.bsmr.packed;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link PackedWriter} wrote. What it cannot have written is refused with an {@link
 * IllegalArgumentException}, {@link java.time.DateTimeException}, {@link ArithmeticException} or
 * {@link BufferUnderflowException}.
 */
public final class PackedReader {

    /** A CRC-32C, highest byte first. */
    static final int CHECK = Integer.BYTES;

    private final List<String> texts = new ArrayList<>(4);
    private final byte[] bytes;
    private final int end;
    private int next;

    /** The instant read before, s since 1970. */
    private long before;

    public PackedReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        end = Objects.checkFromIndexSize(offset, length, bytes.length) + length;
        next = offset;
    }

    /**
     * What {@link PackedWriter#checked} gave.
     *
     * @throws IllegalArgumentException when it is damaged or cut short
     */
    public static PackedReader checked(byte[] bytes) {
        int end = bytes.length - CHECK;
        if (end < 0 || ByteBuffer.wrap(bytes).getInt(end) != check(bytes, end)) {
            throw new IllegalArgumentException("cut short or damaged");
        }
        return new PackedReader(bytes, 0, end);
    }

    static int check(byte[] bytes, int end) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, end);
        return (int) crc.getValue();
    }

    public boolean isAtEnd() {
        return next == end;
    }

    public long number() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = get();
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    public int small() {
        return Math.toIntExact(number());
    }

    /** What {@link PackedWriter#block} wrote. */
    public byte[] block() {
        int length = within(number(), end - next);
        byte[] packed = Arrays.copyOfRange(bytes, next, next + length);
        next += length;
        return packed;
    }

    public boolean flag() {
        byte value = get();
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("neither true nor false: " + value);
        }
        return value == 1;
    }

    public String text() {
        int length = small();
        if (length < 0) {
            return texts.get(within(-1 - length, texts.size() - 1));
        }
        within(length, end - next);
        String text = new String(bytes, next, length, StandardCharsets.UTF_8);
        next += length;
        texts.add(text);
        return text;
    }

    public Instant instant() {
        long distance = number();
        boolean quarters = (distance & 1) == 0;
        before += quarters ? distance / 2 * PackedWriter.QUARTER : distance >> 1;
        return Instant.ofEpochSecond(before, quarters ? 0 : number());
    }

    public Duration duration() {
        return Duration.ofSeconds(number(), number());
    }

    public UUID uuid() {
        return new UUID(number(), number());
    }

    /** The one at the place that was written. */
    public <E> E place(List<E> all) {
        return all.get(within(get(), all.size() - 1));
    }

    public <T> @Nullable T maybe(Supplier<T> read) {
        return flag() ? read.get() : null;
    }

    public <T> List<T> each(Supplier<T> read) {
        // Each of them takes a byte or more.
        int count = within(small(), end - next);
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(read.get());
        }
        return values;
    }

    static int within(long value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(value + " is not 0 to " + most);
        }
        return (int) value;
    }

    public byte get() {
        if (next == end) {
            throw new BufferUnderflowException();
        }
        return bytes[next++];
    }
}
