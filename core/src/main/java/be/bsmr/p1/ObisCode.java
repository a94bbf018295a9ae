package be.bsmr.p1;

/**
 * OBIS codes in the reduced form of a telegram, {@code A-B:C.D.E} (IEC 62056-61), as one number: a
 * byte for each group. On M-Bus lines {@code B} is the channel. A group F of 255, which some meters
 * write behind a star or a point, means "now" and changes nothing.
 */
final class ObisCode {

    static final long NONE = -1;

    private static final String SEPARATORS = "-:..";
    private static final int NOW = 255;

    private ObisCode() {}

    /** The number of a code as it is written in a specification. */
    static long of(String code) {
        byte[] bytes = code.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        long number = in(bytes, 0, bytes.length);
        if (number == NONE) {
            throw new IllegalArgumentException(code + " is no OBIS code");
        }
        return number;
    }

    /** The number of the code in {@code bytes[from, to)}, or {@link #NONE}. */
    static long in(byte[] bytes, int from, int to) {
        long code = 0;
        int group = 0;
        int value = -1;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit >= 0 && digit <= 9) {
                value = Math.max(value, 0) * 10 + digit;
                if (value > 255) {
                    return NONE;
                }
            } else if (value >= 0 && separates(group, bytes[i])) {
                code = code << 8 | value;
                value = -1;
                group++;
            } else {
                return NONE;
            }
        }
        if (group == SEPARATORS.length() + 1) {
            return value == NOW ? code : NONE;
        }
        return value >= 0 && group == SEPARATORS.length() ? code << 8 | value : NONE;
    }

    private static boolean separates(int group, byte b) {
        return group < SEPARATORS.length()
                ? b == SEPARATORS.charAt(group)
                : group == SEPARATORS.length() && (b == '*' || b == '.');
    }
}
