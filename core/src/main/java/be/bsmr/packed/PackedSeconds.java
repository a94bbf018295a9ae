package be.bsmr.packed;

import java.nio.BufferUnderflowException;
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
 * before. Deflated a day of a three-phase meter takes a third of a megabyte, where rows of a table
 * took six; plain is quicker, and as small where many blocks are compressed together.
 *
 * <p>The first byte is the form: 1 deflated, 2 plain. What follows, in a zlib stream or followed by
 * its CRC-32C, four bytes with the highest first, is: the number of readings; for each, how many
 * seconds it came after the one before, or after the base; the number of channels; for each, one
 * byte that says how many readings have it (0 none, 1 all, 2 those of the bits that follow, lowest
 * first) and then the differences of the values that are there. Numbers are variable-length, seven
 * bits a byte, lowest first, and the differences zigzag (0, -1, 1, -2 … are 0, 1, 2, 3 …). A
 * channel is never removed or moved; new ones come last.
 */
public final class PackedSeconds {

    /** A value that was not sent. */
    public static final long ABSENT = Long.MIN_VALUE;

    private static final int DEFLATED = 1;
    private static final int PLAIN = 2;

    /** More than this is no quarter-hour but damage. */
    private static final int MOST_BYTES = 4_000_000;

    private static final int MOST_READINGS = 10_000;
    private static final int MOST_CHANNELS = 1000;

    private static final int NONE = 0;
    private static final int ALL = 1;
    private static final int SOME = 2;

    private PackedSeconds() {}

    /**
     * As few bytes as can be of one block, for what is kept one by one.
     *
     * @param base not after the first
     * @param seconds by stamp, each with {@code channels} values, {@link #ABSENT} for those that
     *     are not there
     */
    public static byte[] deflated(long base, SortedMap<Long, long[]> seconds, int channels) {
        PackedWriter to = writer(seconds, channels);
        write(base, seconds, channels, to);
        byte[] values = to.bytes();
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(values);
            deflater.finish();
            byte[] out = new byte[values.length / 3 + 64];
            out[0] = DEFLATED;
            int length = 1;
            while (!deflater.finished()) {
                out = length == out.length ? Arrays.copyOf(out, 2 * length) : out;
                length += deflater.deflate(out, length, out.length - length);
            }
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    /**
     * Quickly packed and unpacked, for what is compressed later with others.
     *
     * @param base not after the first
     * @param seconds by stamp, each with {@code channels} values, {@link #ABSENT} for those that
     *     are not there
     */
    public static byte[] plain(long base, SortedMap<Long, long[]> seconds, int channels) {
        PackedWriter to = writer(seconds, channels);
        to.put(PLAIN);
        write(base, seconds, channels, to);
        return to.checked();
    }

    private static PackedWriter writer(SortedMap<Long, long[]> seconds, int channels) {
        return new PackedWriter(seconds.size() * channels + 64);
    }

    private static void write(
            long base, SortedMap<Long, long[]> seconds, int channels, PackedWriter out) {
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
    }

    /** What was sent at one second. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Row(long at, long[] values) {}

    /** The values of what is packed, by stamp. */
    public static SortedMap<Long, long[]> unpack(byte[] packed, long base, int channels)
            throws DataFormatException {
        SortedMap<Long, long[]> seconds = new TreeMap<>();
        for (Row row : rows(packed, base, channels)) {
            seconds.put(row.at(), row.values());
        }
        return seconds;
    }

    /**
     * What is packed in either form, oldest first.
     *
     * @param channels how many to give, from the first on; one that was not known when it was
     *     packed is absent
     * @throws DataFormatException when it is damaged, or of a later version
     */
    public static List<Row> rows(byte[] packed, long base, int channels)
            throws DataFormatException {
        try {
            return rows(opened(packed), base, channels);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw damaged(e);
        }
    }

    private static List<Row> rows(PackedReader in, long base, int channels) {
        int count = PackedReader.within(in.unsigned(), MOST_READINGS);
        long[] stamps = new long[count];
        long[][] values = new long[count][];
        long second = base;
        for (int i = 0; i < count; i++) {
            second += in.unsigned();
            stamps[i] = second;
            values[i] = new long[channels];
            Arrays.fill(values[i], ABSENT);
        }
        int known = PackedReader.within(in.unsigned(), MOST_CHANNELS);
        for (int channel = 0; channel < Math.min(known, channels); channel++) {
            column(in, values, channel);
        }
        List<Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(new Row(stamps[i], values[i]));
        }
        return rows;
    }

    private static void column(long[] column, PackedWriter out) {
        int there = 0;
        for (long value : column) {
            there += value == ABSENT ? 0 : 1;
        }
        out.put(there == 0 ? NONE : there == column.length ? ALL : SOME);
        if (there > 0 && there < column.length) {
            for (int i = 0; i < column.length; i += Byte.SIZE) {
                int bits = 0;
                for (int b = 0; b < Byte.SIZE && i + b < column.length; b++) {
                    bits |= column[i + b] == ABSENT ? 0 : 1 << b;
                }
                out.put(bits);
            }
        }
        long before = 0;
        for (long value : column) {
            if (value != ABSENT) {
                out.number(value - before);
                before = value;
            }
        }
    }

    private static void column(PackedReader in, long[][] values, int channel) {
        int kind = in.get();
        if (kind == NONE) {
            return;
        }
        boolean[] there = new boolean[values.length];
        for (int i = 0; i < there.length; i += Byte.SIZE) {
            int bits = kind == SOME ? in.get() : 0xFF;
            for (int b = 0; b < Byte.SIZE && i + b < there.length; b++) {
                there[i + b] = ((bits >> b) & 1) == 1;
            }
        }
        long value = 0;
        for (int i = 0; i < there.length; i++) {
            if (there[i]) {
                value += in.number();
                values[i][channel] = value;
            }
        }
    }

    /** The values, without what they are wrapped in. */
    private static PackedReader opened(byte[] packed) throws DataFormatException {
        int form = packed.length == 0 ? -1 : packed[0];
        if (form == DEFLATED) {
            return inflated(packed);
        }
        if (form != PLAIN) {
            throw new DataFormatException(
                    "seconds packed in form "
                            + (form < 0 ? "none" : form)
                            + ", this BSMR knows 1 and 2");
        }
        PackedReader in = PackedReader.checked(packed);
        in.get();
        return in;
    }

    private static PackedReader inflated(byte[] packed) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed, 1, packed.length - 1);
            byte[] out = new byte[packed.length * 4];
            int length = 0;
            while (!inflater.finished()) {
                out = length == out.length ? Arrays.copyOf(out, 2 * length) : out;
                int n = inflater.inflate(out, length, out.length - length);
                length += n;
                if ((n == 0 && !inflater.finished()) || length > MOST_BYTES) {
                    throw new IllegalArgumentException("a stream without end");
                }
            }
            return new PackedReader(out, 0, length);
        } finally {
            inflater.end();
        }
    }

    private static DataFormatException damaged(RuntimeException how) {
        return new DataFormatException("packed seconds are cut short or damaged: " + how);
    }
}
