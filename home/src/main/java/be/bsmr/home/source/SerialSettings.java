package be.bsmr.home.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a serial port is set, as people write it. Meters since DSMR 4 and all Belgian ones speak
 * 115200 8N1, DSMR 2.2 and 3.0 meters 9600 7E1.
 *
 * @param baud 300…4000000, or {@code auto}: then the line is found from what arrives, and the other
 *     two do not count
 * @param dataBits 7 or 8
 * @param parity none, even or odd
 */
public record SerialSettings(String baud, int dataBits, String parity) {

    public static final SerialSettings DEFAULT = of(SerialLine.DEFAULT);

    static final SerialSettings AUTO = new SerialSettings("auto", 8, "none");

    public SerialSettings {
        baud = baud.toLowerCase(Locale.ROOT);
        parity = parity.toLowerCase(Locale.ROOT);
        if (!baud.equals("auto")) {
            var unused = line(baud, dataBits, parity);
        }
    }

    /**
     * The short form behind a source: {@code auto} or {@code 9600-7E1}.
     *
     * @throws IllegalArgumentException saying what to write instead
     */
    static SerialSettings parse(String text) {
        return text.equalsIgnoreCase("auto") ? AUTO : of(SerialLine.parse(text));
    }

    private static SerialSettings of(SerialLine line) {
        return new SerialSettings(
                String.valueOf(line.baud()), line.dataBits(), line.parity().name());
    }

    /** Empty when it is to be found out. */
    Optional<SerialLine> line() {
        return baud.equals("auto") ? Optional.empty() : Optional.of(line(baud, dataBits, parity));
    }

    private static SerialLine line(String baud, int dataBits, String parity) {
        if (!baud.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "baud is auto or a number such as 115200, not '" + baud + "'");
        }
        SerialLine.Parity known =
                Arrays.stream(SerialLine.Parity.values())
                        .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(parity))
                        .findAny()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "parity is none, even or odd, not " + parity));
        return new SerialLine(Integer.parseInt(baud), dataBits, known);
    }
}
