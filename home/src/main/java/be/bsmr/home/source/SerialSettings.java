package be.bsmr.home.source;

import java.util.Locale;

/**
 * How a serial port is set. Meters since DSMR 4 and all Belgian ones speak 115200 8N1, DSMR 2.2 and
 * 3.0 meters 9600 7E1.
 *
 * @param baud 300…4000000
 * @param dataBits 7 or 8
 * @param parity none, even or odd
 */
public record SerialSettings(int baud, int dataBits, String parity) {

    public static final SerialSettings DEFAULT = new SerialSettings(115_200, 8, "none");

    public SerialSettings {
        parity = parity.toLowerCase(Locale.ROOT);
        if (baud < 300 || baud > 4_000_000) {
            throw new IllegalArgumentException(
                    "baud is 115200 for Belgian meters, 9600 for DSMR 2.2, not " + baud);
        }
        if (dataBits != 7 && dataBits != 8) {
            throw new IllegalArgumentException("data_bits is 7 or 8, not " + dataBits);
        }
        if (!parity.equals("none") && !parity.equals("even") && !parity.equals("odd")) {
            throw new IllegalArgumentException("parity is none, even or odd, not " + parity);
        }
    }

    int jSerialParity() {
        return switch (parity) {
            case "even" -> com.fazecast.jSerialComm.SerialPort.EVEN_PARITY;
            case "odd" -> com.fazecast.jSerialComm.SerialPort.ODD_PARITY;
            default -> com.fazecast.jSerialComm.SerialPort.NO_PARITY;
        };
    }
}
