package be.bsmr.p1;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the text of encrypted telegrams in their place in a stream of bytes. What is not inside an
 * encrypted frame passes as it is: a meter that speaks in clear is read with a key as without. A
 * frame that the key does not open, or that is damaged, is left out and counted.
 *
 * <pre>
 * DB 08 ········ 82 nn nn 30 ···· ················ ············
 *       title    length   |  counter  ciphertext     tag, 12 bytes
 *       (8 bytes)         security control; the length counts from here
 * </pre>
 *
 * <p>Memory is bounded whatever arrives; any split of the stream into pieces gives the same bytes.
 * One stream, one object, one thread.
 */
public final class EncryptedStream {

    private static final byte GENERAL_GLO_CIPHERING = (byte) 0xDB;

    /** Tag, length of the title, title: what every frame of one meter begins with. */
    private static final int NAME_BYTES = 2 + DecryptionKey.TITLE_BYTES;

    /** Security control, counter, tag: what the length counts beside the ciphertext. */
    private static final int OVERHEAD = 1 + DecryptionKey.COUNTER_BYTES + DecryptionKey.TAG_BYTES;

    /** The longest way to write a length: 84 and four bytes. */
    private static final int LENGTH_BYTES = 5;

    private static final int MAX_FRAME =
            NAME_BYTES + LENGTH_BYTES + OVERHEAD + TelegramFramer.MAX_BYTES;

    private static final byte[] LINE_END = {'\r', '\n'};

    /** What a look at a possible frame can tell beside its length. */
    private static final int NO_FRAME = -1;

    private static final int TOO_SHORT_TO_TELL = -2;

    private final @Nullable DecryptionKey key;
    private final Consumer<byte[]> out;
    private final byte[] buffer = new byte[MAX_FRAME];
    private int length;

    /** Bytes at the buffer's start that belong to a refused frame: looked at, but not passed. */
    private int refusedBytes;

    private long opened;
    private long refused;
    private long clearBytes;

    /**
     * @param key null = none is known: every frame is refused
     * @param out takes the stream in clear, piece by piece
     */
    public EncryptedStream(@Nullable DecryptionKey key, Consumer<byte[]> out) {
        this.key = key;
        this.out = out;
    }

    /** Takes the next bytes of the stream and hands on all that they complete. */
    public void push(byte[] bytes, int offset, int count) {
        int at = offset;
        while (at < offset + count) {
            int taken = Math.min(offset + count - at, buffer.length - length);
            System.arraycopy(bytes, at, buffer, length, taken);
            length += taken;
            at += taken;
            settle();
        }
    }

    /** Frames that the key opened. */
    public long opened() {
        return opened;
    }

    /** Frames that it did not open, or that were cut. */
    public long refused() {
        return refused;
    }

    /** Bytes that passed outside of frames. */
    public long clearBytes() {
        return clearBytes;
    }

    /** Hands on what is certain, and keeps what may become a frame. */
    private void settle() {
        int at = 0;
        int passedTo = 0;
        while (at < length) {
            int frame = frameAt(at);
            if (frame == NO_FRAME) {
                at++;
                continue;
            }
            pass(passedTo, at);
            passedTo = at;
            if (frame == TOO_SHORT_TO_TELL) {
                break;
            }
            int next = nextFrame(at, Math.min(at + frame, length));
            if (next < 0 && at + frame > length) {
                break;
            }
            if (next < 0 && open(at, frame)) {
                at += frame;
                passedTo = at;
            } else {
                refused++;
                refusedBytes = Math.max(refusedBytes, next < 0 ? at + frame : next);
                at++; // Noise may have looked like a frame and held a true one.
            }
        }
        if (at == length) {
            pass(passedTo, at);
        }
        length -= at;
        System.arraycopy(buffer, at, buffer, 0, length);
        refusedBytes = Math.max(0, refusedBytes - at);
    }

    /** How long the frame is that begins here, as far as the bytes at hand tell. */
    private int frameAt(int at) {
        if (buffer[at] != GENERAL_GLO_CIPHERING
                || (at + 1 < length && buffer[at + 1] != DecryptionKey.TITLE_BYTES)) {
            return NO_FRAME;
        }
        int form = at + NAME_BYTES;
        if (form >= length) {
            return TOO_SHORT_TO_TELL;
        }
        int control = controlAt(at);
        if (control - form > LENGTH_BYTES) {
            return NO_FRAME;
        }
        if (control >= length) {
            return TOO_SHORT_TO_TELL;
        }
        long counted = buffer[form] >= 0 ? buffer[form] : 0;
        for (int i = form + 1; i < control; i++) {
            counted = counted << Byte.SIZE | Byte.toUnsignedInt(buffer[i]);
        }
        boolean fits =
                buffer[control] == DecryptionKey.AUTHENTICATED_AND_ENCRYPTED
                        && counted > OVERHEAD
                        && counted <= OVERHEAD + TelegramFramer.MAX_BYTES;
        return fits ? control - at + (int) counted : NO_FRAME;
    }

    /** Where the security control byte is: below 80 the length is one byte, else 80 + how many. */
    private int controlAt(int at) {
        int form = at + NAME_BYTES;
        return form + 1 + (buffer[form] >= 0 ? 0 : buffer[form] & 0x7F);
    }

    /**
     * Where the same meter begins its next frame inside this one, which was therefore cut; -1 when
     * it does not. By chance ciphertext looks so once in 2⁸⁰ times.
     */
    private int nextFrame(int at, int end) {
        for (int next = at + NAME_BYTES; next + NAME_BYTES <= end; next++) {
            if (buffer[next] == GENERAL_GLO_CIPHERING
                    && Arrays.equals(
                            buffer, at, at + NAME_BYTES, buffer, next, next + NAME_BYTES)) {
                return next;
            }
        }
        return -1;
    }

    private boolean open(int at, int frame) {
        if (key == null) {
            return false;
        }
        byte[] text = key.open(buffer, at + 2, controlAt(at) + 1, at + frame);
        if (text.length == 0) {
            return false;
        }
        opened++;
        // On lines of its own: noise before it must not hide its '/', nor may its end be awaited.
        out.accept(LINE_END);
        out.accept(text);
        out.accept(LINE_END);
        return true;
    }

    private void pass(int from, int to) {
        int first = Math.max(from, refusedBytes);
        if (first < to) {
            clearBytes += to - first;
            out.accept(Arrays.copyOfRange(buffer, first, to));
        }
    }
}
