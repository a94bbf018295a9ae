package be.bsmr.site;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link PackedWriter} wrote. What it cannot have written is refused with an {@link
 * IllegalArgumentException}, {@link java.time.DateTimeException}, {@link ArithmeticException} or
 * {@link BufferUnderflowException}.
 */
final class PackedReader {

    private final ByteBuffer in;

    PackedReader(byte[] bytes, int offset, int length) {
        in = ByteBuffer.wrap(bytes, offset, length);
    }

    boolean isAtEnd() {
        return !in.hasRemaining();
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    int small() {
        return Math.toIntExact(number());
    }

    boolean flag() {
        byte value = in.get();
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("neither true nor false: " + value);
        }
        return value == 1;
    }

    String text() {
        byte[] bytes = new byte[count()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    Instant instant() {
        return Instant.ofEpochSecond(number(), number());
    }

    Duration duration() {
        return Duration.ofSeconds(number(), number());
    }

    UUID uuid() {
        return new UUID(number(), number());
    }

    <E extends Enum<E>> E name(Class<E> of) {
        return Enum.valueOf(of, text());
    }

    <T> @Nullable T maybe(Supplier<T> read) {
        return flag() ? read.get() : null;
    }

    <T> List<T> each(Supplier<T> read) {
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
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException(count + " in " + in.remaining() + " bytes");
        }
        return count;
    }
}
