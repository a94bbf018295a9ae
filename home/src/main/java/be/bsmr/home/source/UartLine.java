package be.bsmr.home.source;

import java.io.ByteArrayOutputStream;

/**
 * What a serial port makes of bytes when it is set otherwise than whoever speaks, or when the
 * signal is upside down: the bits on the wire, sampled where the receiver expects them.
 */
final class UartLine {

    private static final int SAMPLES_PER_BIT = 8;

    private UartLine() {}

    /**
     * @param inverted whether an inverter is missing, or there is one too many
     */
    static byte[] heard(byte[] sent, SerialLine speaks, SerialLine listens, boolean inverted) {
        boolean[] line = line(sent, speaks, inverted);
        // In bits of the sender.
        double bit = (double) speaks.baud() / listens.baud();
        double step = Math.min(1, bit) / SAMPLES_PER_BIT;
        int frameBits =
                1 + listens.dataBits() + (listens.parity() == SerialLine.Parity.NONE ? 0 : 1);
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        boolean before = !inverted;
        double at = 0;
        while (at < line.length) {
            boolean level = line[(int) at];
            if (before && !level) {
                int value = 0;
                for (int i = 0; i < listens.dataBits(); i++) {
                    value |= level(line, at + bit * (1.5 + i), !inverted) ? 1 << i : 0;
                }
                heard.write(value);
                at += bit * (frameBits + 0.5);
                before = level(line, at, !inverted);
            } else {
                before = level;
                at += step;
            }
        }
        return heard.toByteArray();
    }

    /** Start bit, data from the lowest bit on, parity, stop bit; no pause between the bytes. */
    private static boolean[] line(byte[] sent, SerialLine speaks, boolean inverted) {
        boolean parity = speaks.parity() != SerialLine.Parity.NONE;
        int bits = 2 + speaks.dataBits() + (parity ? 1 : 0);
        boolean[] line = new boolean[sent.length * bits];
        int at = 0;
        for (byte b : sent) {
            int data = b & (1 << speaks.dataBits()) - 1;
            line[at++] = inverted;
            for (int i = 0; i < speaks.dataBits(); i++) {
                line[at++] = (data >> i & 1) == 1 ^ inverted;
            }
            if (parity) {
                boolean odd = Integer.bitCount(data) % 2 == 1;
                line[at++] = (odd ^ speaks.parity() == SerialLine.Parity.ODD) ^ inverted;
            }
            line[at++] = !inverted;
        }
        return line;
    }

    private static boolean level(boolean[] line, double at, boolean idle) {
        return at < line.length ? line[(int) at] : idle;
    }
}
