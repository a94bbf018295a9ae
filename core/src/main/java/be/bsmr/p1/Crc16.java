package be.bsmr.p1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-16/ARC: polynomial 0xA001 reflected, initial value 0 (e-MUCS P1 §5.2.1, DSMR P1 §6.2).
 *
 * <p>The polynomial is the product of {@code x + 1} and the trinomial {@code T = x¹⁵ + x + 1}.
 * Modulo T, {@code x⁹⁶⁰ = (x¹⁵)⁶⁴ = (x + 1)⁶⁴ = x⁶⁴ + 1}: a long that lies 15 longs back can be
 * folded onto the next two that follow 14 and 15 longs later by exclusive or, without a table. What
 * folding does not keep is the remainder modulo {@code x + 1}, which is the parity of all bits.
 */
final class Crc16 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Longs that a fold looks back. */
    private static final int LANES = 15;

    private static final int BLOCK_BYTES = LANES * Long.BYTES;

    /** T, reflected: a multiple of T with an odd number of bits. */
    private static final int TRINOMIAL = 0xC001;

    /** {@code TABLES[k][b]} is the remainder of byte b followed by k bytes of zero. */
    private static final int[][] TABLES = new int[8][256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0xA001 : crc >>> 1;
            }
            TABLES[0][i] = crc;
        }
        for (int k = 1; k < TABLES.length; k++) {
            for (int i = 0; i < 256; i++) {
                int before = TABLES[k - 1][i];
                TABLES[k][i] = (before >>> 8) ^ TABLES[0][before & 0xFF];
            }
        }
    }

    private Crc16() {}

    /** The checksum of {@code bytes[from, to)}. */
    static int of(byte[] bytes, int from, int to) {
        return to - from < 3 * BLOCK_BYTES ? bytewise(0, bytes, from, to) : folded(bytes, from, to);
    }

    /** The checksum that {@code crc} becomes when {@code bytes[from, to)} follow. */
    static int bytewise(int crc, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            crc = (crc >>> 8) ^ TABLES[0][(crc ^ bytes[i]) & 0xFF];
        }
        return crc;
    }

    private static int folded(byte[] bytes, int from, int to) {
        long a = longAt(bytes, from, 0);
        long b = longAt(bytes, from, 1);
        long c = longAt(bytes, from, 2);
        long d = longAt(bytes, from, 3);
        long e = longAt(bytes, from, 4);
        long f = longAt(bytes, from, 5);
        long g = longAt(bytes, from, 6);
        long h = longAt(bytes, from, 7);
        long i = longAt(bytes, from, 8);
        long j = longAt(bytes, from, 9);
        long k = longAt(bytes, from, 10);
        long l = longAt(bytes, from, 11);
        long m = longAt(bytes, from, 12);
        long n = longAt(bytes, from, 13);
        long o = a ^ longAt(bytes, from, 14);
        // A long that is folded is replaced by two copies, whose bits together are even.
        long parity = 0;
        int at = from + BLOCK_BYTES;
        for (; at + BLOCK_BYTES <= to; at += BLOCK_BYTES) {
            parity ^= a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l ^ m ^ n ^ o;
            a ^= b ^ longAt(bytes, at, 0);
            b ^= c ^ longAt(bytes, at, 1);
            c ^= d ^ longAt(bytes, at, 2);
            d ^= e ^ longAt(bytes, at, 3);
            e ^= f ^ longAt(bytes, at, 4);
            f ^= g ^ longAt(bytes, at, 5);
            g ^= h ^ longAt(bytes, at, 6);
            h ^= i ^ longAt(bytes, at, 7);
            i ^= j ^ longAt(bytes, at, 8);
            j ^= k ^ longAt(bytes, at, 9);
            k ^= l ^ longAt(bytes, at, 10);
            l ^= m ^ longAt(bytes, at, 11);
            m ^= n ^ longAt(bytes, at, 12);
            n ^= o ^ longAt(bytes, at, 13);
            o ^= a ^ longAt(bytes, at, 14);
        }
        o ^= a; // the long that a's second half would go to has not come
        int crc = next8(0, a);
        crc = next8(crc, b);
        crc = next8(crc, c);
        crc = next8(crc, d);
        crc = next8(crc, e);
        crc = next8(crc, f);
        crc = next8(crc, g);
        crc = next8(crc, h);
        crc = next8(crc, i);
        crc = next8(crc, j);
        crc = next8(crc, k);
        crc = next8(crc, l);
        crc = next8(crc, m);
        crc = next8(crc, n);
        crc = next8(crc, o);
        crc ^= -(Long.bitCount(parity) & 1) & TRINOMIAL;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            crc = next8(crc, longAt(bytes, at, 0));
        }
        return bytewise(crc, bytes, at, to);
    }

    private static long longAt(byte[] bytes, int from, int lane) {
        return (long) LONGS.get(bytes, from + lane * Long.BYTES);
    }

    /** Eight bytes at once (Kounavis and Berry's slicing by 8). */
    private static int next8(int crc, long eight) {
        long w = eight ^ crc;
        return TABLES[7][(int) w & 0xFF]
                ^ TABLES[6][(int) (w >>> 8) & 0xFF]
                ^ TABLES[5][(int) (w >>> 16) & 0xFF]
                ^ TABLES[4][(int) (w >>> 24) & 0xFF]
                ^ TABLES[3][(int) (w >>> 32) & 0xFF]
                ^ TABLES[2][(int) (w >>> 40) & 0xFF]
                ^ TABLES[1][(int) (w >>> 48) & 0xFF]
                ^ TABLES[0][(int) (w >>> 56) & 0xFF];
    }
}
