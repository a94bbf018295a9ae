package be.bsmr.home.source;

import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The bytes of a line for their own sake: how often each came, the newest of them, and what is
 * wrong with a line whose bytes are no text.
 */
final class LineBytes {

    /** What meters are known to speak. */
    private static final List<SerialLine> SPOKEN =
            List.of(
                    SerialLine.DEFAULT,
                    new SerialLine(9600, 7, SerialLine.Parity.EVEN),
                    new SerialLine(9600, 8, SerialLine.Parity.NONE),
                    new SerialLine(2400, 8, SerialLine.Parity.EVEN));

    private static final int RECENT = 2 * TelegramFramer.MAX_BYTES;
    private static final int SAMPLE_TELEGRAMS = 20;
    private static final double NEARLY_ALL = 0.95;
    private static final double MOST = 0.85;
    private static final double ALIKE = 0.7;

    private final long[] counts = new long[256];
    private final byte[] recent = new byte[RECENT];
    private long total;
    private long headers;
    private long encrypted;

    void hear(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            byte b = bytes[i];
            if (b == '/' && (total == 0 || last(1) == '\n' || last(1) == '\r')) {
                headers++;
            }
            recent[(int) (total++ % RECENT)] = b;
            counts[b & 0xFF]++;
            if (beginsEncrypted()) {
                encrypted++;
            }
        }
    }

    long total() {
        return total;
    }

    /** Lines that begin as a telegram does. */
    long headers() {
        return headers;
    }

    /** Beginnings of encrypted telegrams. */
    long encrypted() {
        return encrypted;
    }

    boolean isText() {
        return share(LineBytes::isPrintable) >= MOST;
    }

    int printablePercent() {
        return (int) Math.round(100 * share(LineBytes::isPrintable));
    }

    /** So many bytes of the stream from {@code offset} on, as far as they are remembered. */
    String text(long offset, int length) {
        long from = Math.max(offset, Math.max(0, total - RECENT));
        int count = (int) Math.max(0, Math.min(offset + length, total) - from);
        byte[] copy = new byte[count];
        for (int i = 0; i < count; i++) {
            copy[i] = recent[(int) ((from + i) % RECENT)];
        }
        return new String(copy, StandardCharsets.ISO_8859_1);
    }

    /**
     * Why these bytes are no text.
     *
     * @param listens how the port is set
     */
    Finding garbage(SerialLine listens) {
        if (share(b -> isPrintable(b ^ 0xFF)) >= NEARLY_ALL) {
            return Finding.problem(Finding.Kind.INVERTED);
        }
        double zeros = share(b -> b == 0);
        double ones = share(b -> b == 0xFF);
        if (zeros + ones >= MOST) {
            return Finding.problem(Finding.Kind.STUCK_LINE)
                    .with("zero_percent", Math.round(100 * zeros))
                    .with("ff_percent", Math.round(100 * ones));
        }
        if (share(b -> isPrintable(b & 0x7F)) >= NEARLY_ALL) {
            if (share(b -> Integer.bitCount(b) % 2 == 0) >= NEARLY_ALL) {
                return wrong(new SerialLine(listens.baud(), 7, SerialLine.Parity.EVEN));
            }
            if (share(b -> Integer.bitCount(b) % 2 == 1) >= NEARLY_ALL) {
                return wrong(new SerialLine(listens.baud(), 7, SerialLine.Parity.ODD));
            }
        }
        return likeliest(listens);
    }

    /** Compares with what a telegram would sound like on a line with this or that fault. */
    private Finding likeliest(SerialLine listens) {
        byte[] telegrams = telegrams();
        Finding likeliest =
                Finding.problem(Finding.Kind.GARBAGE).with("printable_percent", printablePercent());
        double best = ALIKE;
        for (SerialLine speaks : SPOKEN) {
            double upsideDown = likeness(UartLine.heard(telegrams, speaks, listens, true));
            if (upsideDown > best) {
                best = upsideDown;
                likeliest = Finding.problem(Finding.Kind.INVERTED);
            }
            double otherwise = likeness(UartLine.heard(telegrams, speaks, listens, false));
            if (otherwise > best && !speaks.equals(listens)) {
                best = otherwise;
                likeliest = wrong(speaks);
            }
        }
        return likeliest;
    }

    /** Enough of them for how often each byte comes. */
    private static byte[] telegrams() {
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        Household house = new Household(1, Instant.EPOCH, SiteSettings.BELGIUM, Grid.STAR_400);
        ByteArrayOutputStream telegrams = new ByteArrayOutputStream();
        for (int i = 0; i < SAMPLE_TELEGRAMS; i++) {
            telegrams.writeBytes(writer.write(house.next()));
        }
        return telegrams.toByteArray();
    }

    private static Finding wrong(SerialLine speaks) {
        return Finding.problem(Finding.Kind.WRONG_SETTINGS)
                .with("baud", speaks.baud())
                .with("data_bits", speaks.dataBits())
                .with("parity", speaks.parity().name().toLowerCase(Locale.ROOT))
                .with("line", speaks.toString());
    }

    /** 1 when bytes are as frequent there as here, 0 when they have none in common. */
    private double likeness(byte[] others) {
        long[] their = new long[256];
        for (byte b : others) {
            their[b & 0xFF]++;
        }
        double common = 0;
        double ourSquare = 0;
        double theirSquare = 0;
        for (int i = 0; i < their.length; i++) {
            common += (double) counts[i] * their[i];
            ourSquare += (double) counts[i] * counts[i];
            theirSquare += (double) their[i] * their[i];
        }
        return common == 0 ? 0 : common / Math.sqrt(ourSquare * theirSquare);
    }

    private interface ByteTest {
        boolean test(int b);
    }

    private double share(ByteTest test) {
        long passed = 0;
        for (int i = 0; i < counts.length; i++) {
            passed += test.test(i) ? counts[i] : 0;
        }
        return total == 0 ? 0 : (double) passed / total;
    }

    static boolean isPrintable(int b) {
        return (b >= ' ' && b <= '~') || b == '\r' || b == '\n';
    }

    /**
     * General-glo-ciphering (DLMS green book §9.2.3) with a system title of eight bytes, which
     * begins with three letters of the maker: {@code DB 08 'S' 'A' 'G'}.
     */
    private boolean beginsEncrypted() {
        return total >= 5
                && last(5) == (byte) 0xDB
                && last(4) == 8
                && isCapital(last(3))
                && isCapital(last(2))
                && isCapital(last(1));
    }

    private static boolean isCapital(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    private byte last(int back) {
        return recent[(int) ((total - back) % RECENT)];
    }
}
