package be.bsmr.home.source;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial port that finds out how fast its meter speaks: tries one speed after the other until
 * text arrives, keeps it, and begins to try again when it is text no more. The line is always read
 * with eight bits and without parity, which is as long on the wire as seven bits with parity: which
 * of the two a meter sends shows in the bytes, and a parity bit is taken off them. Telegrams that
 * are encrypted are no text: for them a line has to be set.
 */
public final class AutoLine implements ByteSource {

    private static final Logger log = LoggerFactory.getLogger(AutoLine.class);

    /** What P1 ports speak: since DSMR 4, and before. */
    private static final List<Integer> BAUDS = List.of(115_200, 9600);

    /** So many bytes in a row are judged together; a telegram has several times as many. */
    static final int SAMPLE = 64;

    /** Noise must not cost a speed that has worked: it is left after so many samples in a row. */
    static final int MOST_MISFITS = 8;

    /** What is still on its way from the speed before must not cost the next one. */
    private static final int MOST_MISFITS_AT_FIRST = 3;

    private final List<ByteSource> ports;
    private final byte[] sample = new byte[SAMPLE];
    private volatile int current;
    private int sampled;
    private int misfits;
    private int tried;
    private boolean fitted;
    private boolean sevenBits;

    /**
     * @param port a port, not yet opened, at a speed
     */
    AutoLine(Function<SerialLine, ByteSource> port) {
        ports =
                BAUDS.stream()
                        .map(baud -> port.apply(new SerialLine(baud, 8, SerialLine.Parity.NONE)))
                        .toList();
    }

    @Override
    public String name() {
        return port().name();
    }

    @Override
    public void open() throws IOException {
        sampled = 0;
        port().open();
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        int before = current;
        int count = port().read(buffer);
        for (int i = 0; i < count && current == before; i++) {
            sample[sampled++] = buffer[i];
            if (sampled == SAMPLE) {
                sampled = 0;
                judge();
            }
        }
        if (current != before) {
            ports.get(before).close();
            open();
        }
        for (int i = 0; i < count && sevenBits; i++) {
            buffer[i] &= 0x7f;
        }
        return count;
    }

    private void judge() throws IOException {
        boolean eight = LineText.hasEightBits(sample);
        boolean seven = LineText.hasSevenBitsAndEvenParity(sample);
        if (eight || seven) {
            misfits = 0;
            tried = 0;
            // Digits can be such that both fit; then nothing new is known.
            if (eight != seven || !fitted) {
                found(seven && !eight);
            }
        } else if (++misfits >= (fitted ? MOST_MISFITS : MOST_MISFITS_AT_FIRST)) {
            next();
        }
    }

    private void found(boolean seven) {
        if (!fitted || seven != sevenBits) {
            fitted = true;
            sevenBits = seven;
            log.info(
                    "the meter on {} speaks {}-{}",
                    name(),
                    BAUDS.get(current),
                    seven ? "7E1" : "8N1");
        }
    }

    private void next() throws IOException {
        fitted = false;
        sevenBits = false;
        misfits = 0;
        current = (current + 1) % BAUDS.size();
        if (++tried >= BAUDS.size()) {
            tried = 0;
            ports.forEach(ByteSource::close);
            throw new IOException(
                    "what "
                            + name()
                            + " sends is no text, neither at 115200 nor at 9600 baud;"
                            + " is it a P1 cable, and does it invert the signal?"
                            + " A meter that encrypts speaks 115200-8N1: write that for auto");
        }
    }

    private ByteSource port() {
        return ports.get(current);
    }

    @Override
    public void close() {
        ports.forEach(ByteSource::close);
    }
}
