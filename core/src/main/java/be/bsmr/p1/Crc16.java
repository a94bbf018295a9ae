package be.bsmr.p1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-16/ARC: polynomial 0xA001 reflected, initial value 0 (e-MUCS P1 §5.2.1, DSMR P1 §6.2). One
 * thread: it keeps its scratch paper.
 *
 * <p>The polynomial is the product of {@code x + 1} and the trinomial {@code T = x¹⁵ + x + 1}.
 * Modulo T, {@code x⁹⁶⁰ = (x¹⁵)⁶⁴ = (x + 1)⁶⁴ = x⁶⁴ + 1}: a long can be folded onto those that come
 * 14 and 15 longs later, until fifteen are left. The remainder modulo {@code x + 1} is the parity
 * of all bits. Together they are the checksum.
 */
final class Crc16 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** How many longs later the second half of a long goes. */
    private static final int FOLD = 15;

    /** T, reflected: nothing modulo T, and odd. */
    private static final int TRINOMIAL = 0xC001;

    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0xA001 : crc >>> 1;
            }
            TABLE[i] = crc;
        }
    }

    /** Each long with those before it folded onto it, behind as many zeros as a fold goes back. */
    private long[] folded = new long[FOLD + TelegramFramer.MAX_BYTES / Long.BYTES];

    /** The checksum of {@code bytes[from, to)}. */
    int of(byte[] bytes, int from, int to) {
        int count = (to - from) / Long.BYTES;
        if (folded.length < FOLD + count) {
            folded = new long[FOLD + count];
        }
        long[] f = folded;
        long all = 0;
        for (int i = 0; i < count; i++) {
            long eight = (long) LONGS.get(bytes, from + i * Long.BYTES);
            f[FOLD + i] = eight ^ f[i + 1] ^ f[i];
            all ^= eight;
        }
        if (count >= FOLD) {
            f[FOLD + count - 1] ^= f[count]; // its other half would go to a long that never came
        }
        long remainder = 0;
        for (int i = Math.max(0, count - FOLD); i < count; i++) {
            remainder = times64(remainder) ^ f[FOLD + i];
        }
        int crc = 0;
        for (int i = 0; i < Long.SIZE; i += Byte.SIZE) {
            crc = next(crc, (int) (remainder >>> i));
        }
        if (((Long.bitCount(all) ^ Integer.bitCount(crc)) & 1) != 0) {
            crc ^= TRINOMIAL;
        }
        for (int i = from + count * Long.BYTES; i < to; i++) {
            crc = next(crc, bytes[i]);
        }
        return crc;
    }

    /** The checksum that {@code crc} becomes when a byte follows. */
    static int next(int crc, int b) {
        return (crc >>> 8) ^ TABLE[(crc ^ b) & 0xFF];
    }

    /**
     * Times x⁶⁴, which modulo T is x⁸ + x⁴. In a reflected long bit 0 is x⁶³: to multiply by x is
     * to shift right, and what is shifted out is a multiple of x⁶⁴ once more.
     */
    private static long times64(long r) {
        long whole = r ^ r << 56 ^ r << 60;
        return whole >>> 8 ^ whole >>> 4;
    }
}
