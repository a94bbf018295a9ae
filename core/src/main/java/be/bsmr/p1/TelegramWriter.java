package be.bsmr.p1;

import be.bsmr.meter.Reading;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;

/**
 * Writes a reading as a Fluvius meter would: CRLF line ends, registers in the usual order,
 * checksum. Decoding the result gives the same reading.
 */
public final class TelegramWriter {

    private static final String LINE_END = "\r\n";

    private final MeterClock clock;

    /**
     * @param zone the meter's zone, Europe/Brussels in Belgium
     */
    public TelegramWriter(ZoneId zone) {
        clock = new MeterClock(zone);
    }

    /** The telegram's bytes, from {@code /} to the line end behind the checksum. */
    public byte[] write(Reading reading) {
        StringBuilder s = new StringBuilder(1024);
        s.append('/').append(reading.identity().header()).append(LINE_END).append(LINE_END);
        for (Register register : Register.all()) {
            register.write(reading, clock).ifPresent(line -> s.append(line).append(LINE_END));
        }
        reading.unknown().forEach(line -> s.append(line).append(LINE_END));
        reading.unreadable().forEach(line -> s.append(line).append(LINE_END));
        s.append('!');
        byte[] checked = s.toString().getBytes(StandardCharsets.ISO_8859_1);
        int crc = new Crc16().of(checked, 0, checked.length);
        s.append(String.format(Locale.ROOT, "%04X", crc)).append(LINE_END);
        return s.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
