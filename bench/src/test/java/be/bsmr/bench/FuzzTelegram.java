package be.bsmr.bench;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A fuzz target: a good telegram with two neighbouring bytes made wrong, which a CRC-16 always
 * finds, after and before noise. Whatever is then read with a good checksum reads as it was sent.
 *
 * <p>More than two bytes, or slashes and end marks where none were sent, would let the fuzzer forge
 * a checksum, or try starts until one fits, which proves nothing.
 */
public final class FuzzTelegram {

    private static final List<Reading> READINGS =
            IntStream.range(0, 6).mapToObj(FuzzTelegram::household).toList();
    private static final List<byte[]> TELEGRAMS =
            READINGS.stream().map(r -> new TelegramWriter(Heard.BRUSSELS).write(r)).toList();
    private static final int MOST_NOISE = 200;

    private FuzzTelegram() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        int which = data.consumeInt(0, READINGS.size() - 1);
        byte[] telegram = TELEGRAMS.get(which).clone();
        int at = data.consumeInt(0, telegram.length - 2);
        telegram[at] = wrong(telegram[at], data.consumeByte());
        telegram[at + 1] = wrong(telegram[at + 1], data.consumeByte());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(noise(data));
        bytes.writeBytes(telegram);
        bytes.writeBytes(noise(data));
        int piece = data.consumeInt(1, telegram.length);
        Heard heard = Heard.of(bytes.toByteArray(), false, left -> Math.min(left, piece));
        Heard.demand(heard.proven.size() <= 1, "one telegram became two");
        for (Reading reading : heard.proven) {
            Heard.demand(reading.equals(READINGS.get(which)), "a wrong byte is read");
        }
    }

    private static byte[] noise(FuzzedDataProvider data) {
        byte[] noise = data.consumeBytes(data.consumeInt(0, MOST_NOISE));
        for (int i = 0; i < noise.length; i++) {
            if (noise[i] == '!' || noise[i] == '/') {
                noise[i] = '?';
            }
        }
        return noise;
    }

    private static byte wrong(byte sent, byte change) {
        byte wrong = (byte) (sent ^ change);
        return wrong == '/' ? sent : wrong;
    }

    /** The telegrams that the fuzzer begins with. */
    static List<byte[]> telegrams() {
        return TELEGRAMS;
    }

    private static Reading household(int seed) {
        Grid[] grids = Grid.values();
        Instant start = Instant.parse("2026-01-13T17:44:50Z").plusSeconds(seed * 86_400L * 40);
        return new Household(seed, start, Heard.BRUSSELS, grids[seed % grids.length]).next();
    }
}
