package be.bsmr.home.store;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Readings in few bytes: a column for each channel, each value as its difference from the one
 * before, and all of it deflated. A day of a three-phase meter takes a third of a megabyte, where
 * rows of a table took six.
 *
 * <p>The first byte is the version. What follows is a zlib stream, with its checksum, of: the
 * number of readings; for each, how many seconds it came after the one before, or after the base;
 * the number of channels; for each, one byte that says how many readings have it (0 none, 1 all, 2
 * those of the bits that follow, lowest first) and then the differences of the values that are
 * there. Numbers are variable-length, seven bits a byte, lowest first, and the differences zigzag
 * (0, -1, 1, -2 … are 0, 1, 2, 3 …). A channel is never removed or moved; new ones come last.
 */
final class PackedSeconds {

    static final int VERSION = 1;

    /** More than this is no quarter-hour but damage. */
    private static final int MOST_BYTES = 4_000_000;

    private static final int MOST_READINGS = 10_000;

    private static final int NONE = 0;
    private static final int ALL = 1;
    private static final int SOME = 2;

    private PackedSeconds() {}

    /**
     * @param base not after the first
     * @param seconds by stamp, each with {@code channels} values, {@link ReadingRow#ABSENT} for
     *     those that are not there
     */
    static byte[] pack(long base, SortedMap<Long, long[]> seconds, int channels) {
        Bytes out = new Bytes(seconds.size() * channels + 64);
        out.unsigned(seconds.size());
        long before = base;
        for (long second : seconds.keySet()) {
            out.unsigned(second - before);
            before = second;
        }
        out.unsigned(channels);
        long[][] rows = seconds.values().toArray(new long[0][]);
        long[] column = new long[rows.length];
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < rows.length; i++) {
                column[i] = rows[i][channel];
            }
            column(column, out);
        }
        return deflated(out);
    }

    /** What was sent at one second. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Row(long at, long[] values) {}

    /** The values of what is packed, by stamp. */
    static SortedMap<Long, long[]> unpack(byte[] packed, long base, int channels)
            throws DataFormatException {
        SortedMap<Long, long[]> seconds = new TreeMap<>();
        for (Row row : rows(packed, base, channels)) {
            seconds.put(row.at(), row.values());
        }
        return seconds;
    }

    /**
     * What is packed, oldest first.
     *
     * @param channels how many to give, from the first on; one that was not known when it was
     *     packed is absent
     * @throws DataFormatException when it is damaged, or of a later version
     */
    static List<Row> rows(byte[] packed, long base, int channels) throws DataFormatException {
        Inflated in = new Inflated(inflated(packed));
        int count = in.count(MOST_READINGS);
        long[] stamps = new long[count];
        long[][] values = new long[count][];
        long second = base;
        for (int i = 0; i < count; i++) {
            second += in.unsigned();
            stamps[i] = second;
            values[i] = new long[channels];
            Arrays.fill(values[i], ReadingRow.ABSENT);
        }
        int known = in.count(1000);
        for (int channel = 0; channel < Math.min(known, channels); channel++) {
            column(in, values, channel);
        }
        List<Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(new Row(stamps[i], values[i]));
        }
        return rows;
    }

    private static void column(long[] column, Bytes out) {
        int there = 0;
        for (long value : column) {
            there += value == ReadingRow.ABSENT ? 0 : 1;
        }
        out.write(there == 0 ? NONE : there == column.length ? ALL : SOME);
        if (there > 0 && there < column.length) {
            for (int i = 0; i < column.length; i += 8) {
                int bits = 0;
                for (int b = 0; b < 8 && i + b < column.length; b++) {
                    bits |= column[i + b] == ReadingRow.ABSENT ? 0 : 1 << b;
                }
                out.write(bits);
            }
        }
        long before = 0;
        for (long value : column) {
            if (value != ReadingRow.ABSENT) {
                out.signed(value - before);
                before = value;
            }
        }
    }

    private static void column(Inflated in, long[][] values, int channel)
            throws DataFormatException {
        int kind = in.read();
        if (kind == NONE) {
            return;
        }
        boolean[] there = new boolean[values.length];
        for (int i = 0; i < there.length; i += 8) {
            int bits = kind == SOME ? in.read() : 0xFF;
            for (int b = 0; b < 8 && i + b < there.length; b++) {
                there[i + b] = ((bits >> b) & 1) == 1;
            }
        }
        long value = 0;
        for (int i = 0; i < there.length; i++) {
            if (there[i]) {
                value += in.signed();
                values[i][channel] = value;
            }
        }
    }

    private static byte[] deflated(Bytes bytes) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes.array(), 0, bytes.size());
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.size() / 3 + 64);
            out.write(VERSION);
            byte[] part = new byte[8192];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] packed) throws DataFormatException {
        if (packed.length == 0 || packed[0] != VERSION) {
            throw new DataFormatException(
                    "seconds packed in version "
                            + (packed.length == 0 ? "none" : packed[0])
                            + ", this BSMR knows "
                            + VERSION);
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed, 1, packed.length - 1);
            ByteArrayOutputStream out = new ByteArrayOutputStream(packed.length * 4);
            byte[] part = new byte[8192];
            while (!inflater.finished()) {
                int n = inflater.inflate(part);
                if (n == 0 || out.size() > MOST_BYTES) {
                    throw new DataFormatException("packed seconds are cut short or damaged");
                }
                out.write(part, 0, n);
            }
            return out.toByteArray();
        } finally {
            inflater.end();
        }
    }

    /** Bytes on their way out; one thread's, no lock is asked for at each byte. */
    private static final class Bytes {

        private byte[] bytes;
        private int size;

        Bytes(int expected) {
            bytes = new byte[expected];
        }

        byte[] array() {
            return bytes;
        }

        int size() {
            return size;
        }

        void write(int b) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * size);
            }
            bytes[size++] = (byte) b;
        }

        void unsigned(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            write((int) rest);
        }

        void signed(long value) {
            unsigned((value << 1) ^ (value >> 63));
        }
    }

    /** Bytes on their way in. */
    private static final class Inflated {

        private final byte[] bytes;
        private int next;

        Inflated(byte[] bytes) {
            this.bytes = bytes;
        }

        int read() throws DataFormatException {
            if (next == bytes.length) {
                throw new DataFormatException("packed seconds are cut short");
            }
            return bytes[next++] & 0xFF;
        }

        long unsigned() throws DataFormatException {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                int b = read();
                value |= (b & 0x7FL) << shift;
                if (b < 0x80) {
                    return value;
                }
            }
            throw new DataFormatException("packed seconds hold a number without end");
        }

        long signed() throws DataFormatException {
            long value = unsigned();
            return (value >>> 1) ^ -(value & 1);
        }

        int count(int most) throws DataFormatException {
            long value = unsigned();
            if (value < 0 || value > most) {
                throw new DataFormatException("packed seconds say there are " + value);
            }
            return (int) value;
        }
    }
}
