package be.bsmr.home.source;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How bits become bytes on a serial line; always with one stop bit.
 *
 * @param baud 300…4000000
 * @param dataBits 7 or 8
 */
record SerialLine(int baud, int dataBits, Parity parity) {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{3,7})-([78])([NEO])1");

    /** Meters since DSMR 4 and all Belgian ones: 115200 8N1. */
    static final SerialLine DEFAULT = new SerialLine(115_200, 8, Parity.NONE);

    enum Parity {
        NONE,
        EVEN,
        ODD
    }

    SerialLine {
        if (baud < 300 || baud > 4_000_000) {
            throw new IllegalArgumentException(
                    "baud is 115200 for Belgian meters, 9600 for DSMR 2.2, not " + baud);
        }
        if (dataBits != 7 && dataBits != 8) {
            throw new IllegalArgumentException("data_bits is 7 or 8, not " + dataBits);
        }
    }

    /**
     * The line in the form that people write: {@code 9600-7E1}.
     *
     * @throws IllegalArgumentException saying what to write instead
     */
    static SerialLine parse(String text) {
        Matcher line = WRITTEN.matcher(text.toUpperCase(Locale.ROOT));
        if (!line.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no serial line; write auto, 115200-8N1 or 9600-7E1");
        }
        Parity parity =
                switch (line.group(3)) {
                    case "E" -> Parity.EVEN;
                    case "O" -> Parity.ODD;
                    default -> Parity.NONE;
                };
        return new SerialLine(
                Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2)), parity);
    }

    @Override
    public String toString() {
        return baud + "-" + dataBits + parity.name().charAt(0) + 1;
    }
}
