package be.bsmr.p1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Crc16Test {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void isThatOfTheSpecificationWhateverTheLength(long seed) {
        Random random = new Random(seed);
        for (int length = 0; length < 700; length++) {
            byte[] bytes = new byte[length + random.nextInt(9)];
            random.nextBytes(bytes);
            int from = bytes.length - length;
            assertThat(new Crc16().of(bytes, from, bytes.length))
                    .as("%d bytes", length)
                    .isEqualTo(bitByBit(bytes, from));
        }
    }

    /** As the specification words it: polynomial x¹⁶ + x¹⁵ + x² + 1, the lowest bit first. */
    private static int bitByBit(byte[] bytes, int from) {
        int crc = 0;
        for (int i = from; i < bytes.length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0xA001;
            }
        }
        return crc;
    }
}
