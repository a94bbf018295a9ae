package be.bsmr.p1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-16/ARC: polynomial 0xA001 reflected, initial value 0 (e-MUCS P1 §5.2.1, DSMR P1 §6.2).
 *
 * <p>The polynomial is the product of {@code x + 1} and the trinomial {@code T = x¹⁵ + x + 1}.
 * Modulo T, powers of {@code x¹⁵ = x + 1} stay short: {@code x⁶⁰ = x⁴ + 1}, so that {@code x⁶⁴ = x⁸
 * + x⁴}, and {@code x²⁴⁰ = x¹⁶ + 1}, so that {@code x²⁵⁶ = x³² + x¹⁶}. The remainder modulo T is
 * therefore carried over whole longs with shifts and exclusive ors, four of them side by side. The
 * remainder modulo {@code x + 1} is the parity of all bits. Together they are the checksum.
 */
final class Crc16 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LANES = 4;

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

    private Crc16() {}

    /** The checksum of {@code bytes[from, to)}. */
    static int of(byte[] bytes, int from, int to) {
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        long all = 0;
        int at = from;
        for (; at + LANES * Long.BYTES <= to; at += LANES * Long.BYTES) {
            long w = longAt(bytes, at);
            long x = longAt(bytes, at + Long.BYTES);
            long y = longAt(bytes, at + 2 * Long.BYTES);
            long z = longAt(bytes, at + 3 * Long.BYTES);
            a = times256(a) ^ w;
            b = times256(b) ^ x;
            c = times256(c) ^ y;
            d = times256(d) ^ z;
            all ^= w ^ x ^ y ^ z;
        }
        long remainder = times64(times64(times64(a) ^ b) ^ c) ^ d;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long w = longAt(bytes, at);
            remainder = times64(remainder) ^ w;
            all ^= w;
        }
        int crc = 0;
        for (int i = 0; i < Long.SIZE; i += Byte.SIZE) {
            crc = next(crc, (int) (remainder >>> i));
        }
        if (((Long.bitCount(all) ^ Integer.bitCount(crc)) & 1) != 0) {
            crc ^= TRINOMIAL;
        }
        for (; at < to; at++) {
            crc = next(crc, bytes[at]);
        }
        return crc;
    }

    /** The checksum that {@code crc} becomes when a byte follows. */
    static int next(int crc, int b) {
        return (crc >>> 8) ^ TABLE[(crc ^ b) & 0xFF];
    }

    private static long longAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    // In a reflected long bit 0 is x⁶³: to multiply by x is to shift right, and what is shifted out
    // is a multiple of x⁶⁴.

    private static long times64(long r) {
        return by8And4(r ^ r << 56 ^ r << 60);
    }

    private static long times256(long r) {
        return r >>> 32 ^ r >>> 16 ^ by8And4(r << 32 ^ r << 48);
    }

    private static long by8And4(long r) {
        return r >>> 8 ^ r >>> 4;
    }
}
