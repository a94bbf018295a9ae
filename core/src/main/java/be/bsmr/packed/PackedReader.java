package be.bsmr.packed;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    private final byte[] bytes;
    private final int end;
    private int next;

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

    public boolean flag() {
        byte value = get();
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("neither true nor false: " + value);
        }
        return value == 1;
    }

    public String text() {
        int length = count();
        next += length;
        return new String(bytes, next - length, length, StandardCharsets.UTF_8);
    }

    public Instant instant() {
        return Instant.ofEpochSecond(number(), number());
    }

    public Duration duration() {
        return Duration.ofSeconds(number(), number());
    }

    public UUID uuid() {
        return new UUID(number(), number());
    }

    public <E extends Enum<E>> E name(Class<E> of) {
        return Enum.valueOf(of, text());
    }

    public <T> @Nullable T maybe(Supplier<T> read) {
        return flag() ? read.get() : null;
    }

    public <T> List<T> each(Supplier<T> read) {
        int count = count();
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(read.get());
        }
        return values;
    }

    /** Of things of which each takes a byte or more. */
    private int count() {
        int count = small();
        if (count < 0 || count > end - next) {
            throw new IllegalArgumentException(count + " in " + (end - next) + " bytes");
        }
        return count;
    }

    public byte get() {
        if (next == end) {
            throw new BufferUnderflowException();
        }
        return bytes[next++];
    }
}
