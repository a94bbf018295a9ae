package be.bsmr.p1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into telegrams: from {@code /} to the line that begins with {@code !}.
 * Memory is bounded whatever arrives; any split of the stream into pieces gives the same frames.
 * One stream, one framer, one thread; meters whose telegrams come whole can share one ({@link
 * #message}).
 */
public final class TelegramFramer {

    /**
     * Longest telegram accepted. A Fluvius telegram with 13 months of peaks is about 1.5 kB, a
     * Lithuanian one 2.5 kB.
     */
    public static final int MAX_BYTES = 16 * 1024;

    /** How many beginnings inside a broken telegram are tried before it is given up. */
    private static final int MAX_RESCUES = 8;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EVERY_BYTE = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int NOWHERE = -1;

    private final Consumer<Frame> out;
    private final boolean lenient;
    private final Crc16 crc = new Crc16();

    /** What has arrived and is not done with: {@code buffer[start, limit)}. */
    private final byte[] buffer = new byte[2 * MAX_BYTES];

    private int limit;

    /** The {@code /} of the running telegram, or {@link #NOWHERE}. */
    private int start = NOWHERE;

    /** The {@code !} of the running telegram, or {@link #NOWHERE}. */
    private int end = NOWHERE;

    /** Up to here the buffer has been looked at. */
    private int scanned;

    /** Position of {@code buffer[0]} in the stream. */
    private long base;

    private long strayBytes;

    /** A meter that sends checksums does so always: without one its telegram has been damaged. */
    private boolean sendsChecksums;

    public TelegramFramer(Consumer<Frame> out) {
        this(out, false);
    }

    private TelegramFramer(Consumer<Frame> out, boolean lenient) {
        this.out = out;
        this.lenient = lenient;
    }

    /**
     * For people who want to look at telegrams whose checksum was made wrong, or taken away, when
     * their owner hid an identifier: hands them on as {@link Checksum#BAD} or {@link
     * Checksum#ABSENT}. Nothing must be controlled or billed by what comes out.
     */
    public static TelegramFramer lenient(Consumer<Frame> out) {
        return new TelegramFramer(out, true);
    }

    /** Takes the next bytes of the stream and hands on every frame that they complete. */
    public void push(byte[] bytes, int offset, int count, Instant receivedAt) {
        int taken = 0;
        while (taken < count) {
            int room = Math.min(count - taken, buffer.length - limit);
            System.arraycopy(bytes, offset + taken, buffer, limit, room);
            limit += room;
            taken += room;
            scan(receivedAt);
            forgetWhatIsDone();
        }
    }

    /**
     * Takes a message that holds whole telegrams of one meter and hands on every frame of it; the
     * next message may be another meter's. Positions count from the message's beginning.
     *
     * @param sendsChecksums what this gave after the meter's message before; false before the first
     * @return whether a telegram of this meter without checksum has been damaged
     */
    public boolean message(byte[] bytes, Instant receivedAt, boolean sendsChecksums) {
        if (start != NOWHERE) {
            throw new IllegalArgumentException("a message within a telegram of a stream");
        }
        base = 0;
        this.sendsChecksums = sendsChecksums;
        push(bytes, 0, bytes.length, receivedAt);
        end(receivedAt);
        return this.sendsChecksums;
    }

    /** The stream has ended or broken off: what is still open is handed on or rejected. */
    public void end(Instant receivedAt) {
        if (end != NOWHERE) {
            complete(limit, receivedAt);
        } else if (start != NOWHERE) {
            cutBeginnings(limit, receivedAt);
            cut(limit, receivedAt);
        }
        start = NOWHERE;
        end = NOWHERE;
        forgetWhatIsDone();
    }

    /** Bytes seen outside any telegram, line ends not counted. */
    public long strayBytes() {
        return strayBytes;
    }

    private void scan(Instant receivedAt) {
        while (scanned < limit) {
            if (start == NOWHERE) {
                awaitStart();
                continue;
            }
            int to = Math.min(limit, start + MAX_BYTES);
            if (endsBeyond(to, receivedAt)
                    && to - start == MAX_BYTES
                    && !cutBeginnings(to, receivedAt)) {
                reject(Rejected.Cause.OVERSIZED, to);
                start = NOWHERE;
                end = NOWHERE;
            }
        }
    }

    private void awaitStart() {
        byte b = buffer[scanned];
        if (b == '/') {
            start = scanned;
        } else if (!Line.isBreak(b)) {
            strayBytes++;
        }
        scanned++;
    }

    /** Looks for the end of the running telegram and hands it on when it is found. */
    private boolean endsBeyond(int to, Instant receivedAt) {
        while (scanned < to && end == NOWHERE) {
            scanned = nextMark(scanned, to);
            if (scanned < to && isLineStart(scanned)) {
                end = scanned;
            }
            scanned = Math.min(scanned + 1, to);
        }
        while (scanned < to) {
            byte b = buffer[scanned];
            if (Line.isBreak(b) || b == '/') {
                complete(scanned, receivedAt);
                start = b == '/' ? scanned : NOWHERE;
                end = NOWHERE;
                scanned++;
                return false;
            }
            scanned++;
        }
        return true;
    }

    /** Where in {@code [from, to)} the next {@code !} stands, or {@code to}. */
    private int nextMark(int from, int to) {
        int at = from;
        while (at + 4 * Long.BYTES <= to
                && (marks(at) | marks(at + 8) | marks(at + 16) | marks(at + 24)) == 0) {
            at += 4 * Long.BYTES;
        }
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long marks = marks(at);
            if (marks != 0) {
                return at + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
            }
        }
        while (at < to && buffer[at] != '!') {
            at++;
        }
        return at;
    }

    /** The lowest bit that is set belongs to the first {@code !} of eight bytes. */
    private long marks(int at) {
        long zeroWhereMark = (long) LONGS.get(buffer, at) ^ '!' * EVERY_BYTE;
        return (zeroWhereMark - EVERY_BYTE) & ~zeroWhereMark & HIGH_BITS;
    }

    private void forgetWhatIsDone() {
        int done = start == NOWHERE ? limit : start;
        if (done > 0) {
            System.arraycopy(buffer, done, buffer, 0, limit - done);
            base += done;
            limit -= done;
            scanned = Math.max(0, scanned - done);
            start = start == NOWHERE ? NOWHERE : 0;
            end = end == NOWHERE ? NOWHERE : end - done;
        }
    }

    private void cut(int to, Instant receivedAt) {
        if (lenient) {
            emit(start, to, Checksum.ABSENT, receivedAt);
        } else {
            reject(Rejected.Cause.CUT, to);
        }
    }

    private void reject(Rejected.Cause cause, int to) {
        out.accept(new Rejected(cause, base + start, to - start));
    }

    private void emit(int from, int to, Checksum checksum, Instant receivedAt) {
        out.accept(new Telegram(buffer, from, to - from, checksum, base + from, receivedAt));
    }

    private void complete(int to, Instant receivedAt) {
        int stated = statedCrc(to);
        if (stated >= 0 && stated == crc.of(buffer, start, end + 1)) {
            sendsChecksums = true;
            emit(start, end + 1, Checksum.OK, receivedAt);
        } else if (cutBeginnings(end, receivedAt)) {
            complete(to, receivedAt);
        } else if (stated == NO_CRC && (lenient || !sendsChecksums)) {
            emit(start, end + 1, Checksum.ABSENT, receivedAt);
        } else {
            rescue(stated, to, receivedAt);
        }
    }

    /** Where another line begins with a {@code /}, the telegram before it has no end. */
    private boolean cutBeginnings(int to, Instant receivedAt) {
        int begun = start;
        for (int i = start + 1; i < to; i++) {
            if (buffer[i] == '/' && isLineStart(i)) {
                cut(i, receivedAt);
                start = i;
            }
        }
        return start != begun;
    }

    private boolean isLineStart(int at) {
        return Line.isBreak(buffer[at - 1]);
    }

    /** After a buffer overrun a whole telegram can follow half of another on the same line. */
    private void rescue(int stated, int to, Instant receivedAt) {
        int tries = 0;
        for (int inner = end - 1; inner > start && tries < MAX_RESCUES; inner--) {
            if (buffer[inner] != '/') {
                continue;
            }
            tries++;
            if (stated == crc.of(buffer, inner, end + 1)) {
                reject(Rejected.Cause.CUT, inner);
                emit(inner, end + 1, Checksum.OK, receivedAt);
                return;
            }
        }
        if (lenient) {
            emit(start, end + 1, Checksum.BAD, receivedAt);
        } else {
            boolean returns = stated >= 0 && stated == crcWithReturns();
            reject(returns ? Rejected.Cause.LINE_ENDS : Rejected.Cause.CRC, to);
        }
    }

    /** The checksum that the telegram would have with a CR before each LF. */
    private int crcWithReturns() {
        int with = 0;
        for (int i = start; i <= end; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] != '\r') {
                with = Crc16.next(with, '\r');
            }
            with = Crc16.next(with, buffer[i]);
        }
        return with;
    }

    private static final int NO_CRC = -1;
    private static final int NOT_HEX = -2;

    /**
     * The number behind the {@code !}. Some meters drop leading zeros, so 1 to 4 digits are right.
     */
    private int statedCrc(int to) {
        int digits = to - (end + 1);
        if (digits == 0) {
            return NO_CRC;
        }
        if (digits > 4) {
            return NOT_HEX;
        }
        int value = 0;
        for (int i = end + 1; i < to; i++) {
            int digit = Character.digit(buffer[i], 16);
            if (digit < 0) {
                return NOT_HEX;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
