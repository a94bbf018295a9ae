package be.bsmr.home.source;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Bytes on a wire, bit by bit: as they look to a port that is set in another way. */
final class Uart {

    /** Time is cut so that the bits of either side are whole. */
    private static final int TICKS_A_SECOND = 115_200 * 8;

    private Uart() {}

    /** What a port set to {@code read} makes of what a meter set to {@code sent} says. */
    static byte[] seen(byte[] said, SerialLine sent, SerialLine read) {
        return sampled(wire(said, sent), read);
    }

    /**
     * What a port makes of a meter at the speed that it is set to right now. When that is the wrong
     * one, no more than about a sample: a line has no memory, but what joins the two here has.
     */
    static byte[] seenNow(byte[] telegram, SerialLine sent, String stty) {
        if (stty.contains("speed " + sent.baud() + " ")) {
            return seen(telegram, sent, eightBits(sent.baud()));
        }
        int other = sent.baud() == 9600 ? 115_200 : 9600;
        if (!stty.contains("speed " + other + " ")) {
            return new byte[0];
        }
        int length = sent.baud() < other ? 15 : telegram.length;
        return seen(Arrays.copyOf(telegram, length), sent, eightBits(other));
    }

    private static SerialLine eightBits(int baud) {
        return new SerialLine(baud, 8, SerialLine.Parity.NONE);
    }

    private static boolean[] wire(byte[] said, SerialLine line) {
        int bit = TICKS_A_SECOND / line.baud();
        int bits = 2 + line.dataBits() + (line.parity() == SerialLine.Parity.NONE ? 0 : 1);
        boolean[] wire = new boolean[(said.length * bits + 20) * bit];
        Arrays.fill(wire, true);
        int at = 10 * bit;
        for (byte b : said) {
            boolean[] frame = new boolean[bits];
            int ones = 0;
            for (int i = 0; i < line.dataBits(); i++) {
                frame[1 + i] = (b >> i & 1) == 1;
                ones += frame[1 + i] ? 1 : 0;
            }
            if (line.parity() != SerialLine.Parity.NONE) {
                frame[1 + line.dataBits()] =
                        ones % 2 == (line.parity() == SerialLine.Parity.EVEN ? 1 : 0);
            }
            frame[bits - 1] = true;
            for (boolean level : frame) {
                Arrays.fill(wire, at, at + bit, level);
                at += bit;
            }
        }
        return wire;
    }

    /**
     * A port waits for a start bit, samples each bit in its middle, and gives NUL without a stop.
     */
    private static byte[] sampled(boolean[] wire, SerialLine line) {
        int bit = TICKS_A_SECOND / line.baud();
        int bits = line.dataBits() + (line.parity() == SerialLine.Parity.NONE ? 0 : 1);
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        int at = 0;
        while (at + (bits + 2) * bit < wire.length) {
            if (wire[at]) {
                at++;
                continue;
            }
            int value = 0;
            for (int i = 0; i < line.dataBits(); i++) {
                value |= wire[at + bit / 2 + (i + 1) * bit] ? 1 << i : 0;
            }
            boolean stopped = wire[at + bit / 2 + (bits + 1) * bit];
            seen.write(stopped ? value : 0);
            at += bit / 2 + (bits + 1) * bit;
            while (!stopped && at < wire.length && !wire[at]) {
                at++;
            }
        }
        return seen.toByteArray();
    }
}
