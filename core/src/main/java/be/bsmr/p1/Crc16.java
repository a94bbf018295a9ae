package be.bsmr.p1;

/** CRC-16/ARC: polynomial 0xA001 reflected, initial value 0 (e-MUCS P1 §5.2.1, DSMR P1 §6.2). */
final class Crc16 {

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
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[i]) & 0xFF];
        }
        return crc;
    }
}
