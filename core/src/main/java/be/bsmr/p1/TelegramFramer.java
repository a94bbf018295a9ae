package be.bsmr.p1;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into telegrams: from {@code /} to the line that begins with {@code !}.
 * Memory is bounded by {@link #MAX_BYTES} whatever arrives; any split of the stream into pieces
 * gives the same frames. One stream, one framer, one thread.
 */
public final class TelegramFramer {

    /**
     * Longest telegram accepted. A Fluvius telegram with 13 months of peaks is about 1.5 kB, a
     * Lithuanian one 2.5 kB.
     */
    public static final int MAX_BYTES = 16 * 1024;

    /** How many beginnings inside a broken telegram are tried before it is given up. */
    private static final int MAX_RESCUES = 8;

    private final Consumer<Frame> out;
    private final byte[] buffer = new byte[MAX_BYTES];
    private int length;
    private int endMark = -1;
    private long streamed;
    private long strayBytes;

    private final boolean lenient;

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
     * Checksum#ABSENT}. Nothing must be steered or billed by what comes out.
     */
    public static TelegramFramer lenient(Consumer<Frame> out) {
        return new TelegramFramer(out, true);
    }

    /** Takes the next bytes of the stream and hands on every frame that they complete. */
    public void push(byte[] bytes, int offset, int count, Instant receivedAt) {
        for (int i = offset; i < offset + count; i++) {
            push(bytes[i], receivedAt);
            streamed++;
        }
    }

    /** The stream has ended or broken off: what is still open is handed on or rejected. */
    public void end(Instant receivedAt) {
        if (endMark >= 0) {
            complete(receivedAt);
        } else if (length > 0) {
            cut(receivedAt);
        }
    }

    /** Bytes seen outside any telegram, line ends not counted. */
    public long strayBytes() {
        return strayBytes;
    }

    private void push(byte b, Instant receivedAt) {
        if (length == 0 && b != '/') {
            if (b != '\r' && b != '\n') {
                strayBytes++;
            }
            return;
        }
        if (endMark >= 0 && (b == '\r' || b == '\n' || b == '/')) {
            complete(receivedAt);
            if (b != '/') {
                return;
            }
        }
        if (b == '/' && length > 0 && atLineStart()) {
            cut(receivedAt);
        }
        if (length == buffer.length) {
            reject(Rejected.Cause.OVERSIZED);
            return;
        }
        if (b == '!' && endMark < 0 && atLineStart()) {
            endMark = length;
        }
        buffer[length++] = b;
    }

    private boolean atLineStart() {
        return buffer[length - 1] == '\n' || buffer[length - 1] == '\r';
    }

    private void cut(Instant receivedAt) {
        if (lenient) {
            endMark = length - 1;
            emit(0, Checksum.ABSENT, receivedAt);
            clear();
        } else {
            reject(Rejected.Cause.CUT);
        }
    }

    private void reject(Rejected.Cause cause) {
        out.accept(new Rejected(cause, streamed - length, length));
        clear();
    }

    private void clear() {
        length = 0;
        endMark = -1;
    }

    private void complete(Instant receivedAt) {
        int stated = statedCrc();
        if (stated == NO_CRC) {
            emit(0, Checksum.ABSENT, receivedAt);
        } else if (stated == Crc16.of(buffer, 0, endMark + 1)) {
            emit(0, Checksum.OK, receivedAt);
        } else {
            rescue(stated, receivedAt);
        }
        clear();
    }

    /** After a buffer overrun a whole telegram can follow half of another on the same line. */
    private void rescue(int stated, Instant receivedAt) {
        int tries = 0;
        for (int start = endMark - 1; start > 0 && tries < MAX_RESCUES; start--) {
            if (buffer[start] != '/') {
                continue;
            }
            tries++;
            if (stated == Crc16.of(buffer, start, endMark + 1)) {
                out.accept(new Rejected(Rejected.Cause.CUT, streamed - length, start));
                emit(start, Checksum.OK, receivedAt);
                return;
            }
        }
        if (lenient) {
            emit(0, Checksum.BAD, receivedAt);
        } else {
            reject(Rejected.Cause.CRC);
        }
    }

    private void emit(int start, Checksum checksum, Instant receivedAt) {
        String text = new String(buffer, start, endMark + 1 - start, StandardCharsets.ISO_8859_1);
        out.accept(new Telegram(text, checksum, streamed - length + start, receivedAt));
    }

    private static final int NO_CRC = -1;
    private static final int NOT_HEX = -2;

    /**
     * The number behind the {@code !}. Some meters drop leading zeros, so 1 to 4 digits are right.
     */
    private int statedCrc() {
        int from = endMark + 1;
        int digits = length - from;
        if (digits == 0) {
            return NO_CRC;
        }
        if (digits > 4) {
            return NOT_HEX;
        }
        int value = 0;
        for (int i = from; i < length; i++) {
            int digit = Character.digit(buffer[i], 16);
            if (digit < 0) {
                return NOT_HEX;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
