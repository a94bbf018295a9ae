package be.bsmr.packed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes values as few bytes; {@link PackedReader} reads them in the same order. */
public final class PackedWriter {

    private byte[] out;
    private int length;

    public PackedWriter() {
        this(512);
    }

    PackedWriter(int expectedBytes) {
        out = new byte[Math.max(16, expectedBytes)];
    }

    /** One byte for −64…63, two up to 8191, and so on. */
    public void number(long value) {
        unsigned((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    /** One byte for 0…127, two up to 16,383, and so on; what is below zero takes ten. */
    void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        put((int) rest);
    }

    /** One byte: the lowest eight bits. */
    public void put(int value) {
        if (length == out.length) {
            out = Arrays.copyOf(out, 2 * length);
        }
        out[length++] = (byte) value;
    }

    public void flag(boolean value) {
        put(value ? 1 : 0);
    }

    public void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        for (byte b : bytes) {
            put(b);
        }
    }

    public void instant(Instant value) {
        number(value.getEpochSecond());
        number(value.getNano());
    }

    public void duration(Duration value) {
        number(value.getSeconds());
        number(value.getNano());
    }

    public void uuid(UUID value) {
        number(value.getMostSignificantBits());
        number(value.getLeastSignificantBits());
    }

    /** One of a few, by its name: another order of them does not change what was written. */
    public void name(Enum<?> value) {
        text(value.name());
    }

    public <T> void maybe(@Nullable T value, Consumer<T> write) {
        flag(value != null);
        if (value != null) {
            write.accept(value);
        }
    }

    public <T> void each(Collection<T> values, Consumer<T> write) {
        number(values.size());
        values.forEach(write);
    }

    public byte[] bytes() {
        return Arrays.copyOf(out, length);
    }

    /** All that was written, and four bytes by which {@link PackedReader#checked} knows damage. */
    public byte[] checked() {
        byte[] all = Arrays.copyOf(out, length + PackedReader.CHECK);
        ByteBuffer.wrap(all).putInt(length, PackedReader.check(all, length));
        return all;
    }
}
