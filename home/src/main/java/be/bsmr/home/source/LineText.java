package be.bsmr.home.source;

/**
 * What bytes say about the line they came over, when it is read with eight bits and no parity. At a
 * wrong speed they are neither of the two.
 */
final class LineText {

    /** One byte in so many may be noise. */
    private static final int ONE_NOISY_IN = 10;

    private LineText() {}

    /** Printable text as it is. */
    static boolean hasEightBits(byte[] sample) {
        int text = 0;
        for (byte b : sample) {
            text += isText(b) ? 1 : 0;
        }
        return isMost(text, sample);
    }

    /** Printable text below a bit that makes the number of ones even. */
    static boolean hasSevenBitsAndEvenParity(byte[] sample) {
        int text = 0;
        for (byte b : sample) {
            text += isText(b & 0x7f) && Integer.bitCount(b & 0xff) % 2 == 0 ? 1 : 0;
        }
        return isMost(text, sample);
    }

    private static boolean isText(int b) {
        return (b >= ' ' && b <= '~') || b == '\r' || b == '\n';
    }

    private static boolean isMost(int text, byte[] sample) {
        return (sample.length - text) * ONE_NOISY_IN <= sample.length;
    }
}
