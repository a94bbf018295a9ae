package be.bsmr.packed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes values as few bytes; {@link PackedReader} reads them in the same order. */
public final class PackedWriter {

    /** Seconds of a quarter-hour. */
    static final long QUARTER = 900;

    private final List<String> texts = new ArrayList<>(4);
    private byte[] out;
    private int length;

    /** The instant written before, s since 1970. */
    private long before;

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

    /** Bytes that were packed before, and how many they are. */
    public void block(byte[] packed) {
        number(packed.length);
        if (length + packed.length > out.length) {
            out = Arrays.copyOf(out, 2 * (length + packed.length));
        }
        System.arraycopy(packed, 0, out, length, packed.length);
        length += packed.length;
    }

    public void flag(boolean value) {
        put(value ? 1 : 0);
    }

    /** One that was written before takes a byte. */
    public void text(String value) {
        int known = texts.indexOf(value);
        if (known >= 0) {
            number(-1L - known);
            return;
        }
        texts.add(value);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        for (byte b : bytes) {
            put(b);
        }
    }

    /**
     * As its distance from the instant written before, the first from 1970: two bytes for whole
     * quarter-hours up to six weeks away.
     */
    public void instant(Instant value) {
        long seconds = value.getEpochSecond();
        int nano = value.getNano();
        long distance = seconds - before;
        before = seconds;
        if (distance % QUARTER == 0 && nano == 0) {
            number(distance / QUARTER * 2);
        } else {
            number(distance * 2 + 1);
            number(nano);
        }
    }

    public void duration(Duration value) {
        number(value.getSeconds());
        number(value.getNano());
    }

    public void uuid(UUID value) {
        number(value.getMostSignificantBits());
        number(value.getLeastSignificantBits());
    }

    /** One of a few, by its place among them, which must never change. */
    public <E> void place(E value, List<E> all) {
        put(all.indexOf(value));
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
