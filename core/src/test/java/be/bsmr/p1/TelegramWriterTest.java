package be.bsmr.p1;

import static be.bsmr.p1.Telegrams.BRUSSELS;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TelegramWriterTest {

    private static final Instant START = Instant.parse("2026-01-13T17:44:50Z");

    private final TelegramWriter writer = new TelegramWriter(BRUSSELS);

    @ParameterizedTest
    @EnumSource(Grid.class)
    void decodesToTheSameReading(Grid grid) {
        Household house = new Household(7, START, BRUSSELS, grid);
        for (int i = 0; i < 60; i++) {
            Reading reading = house.next();
            assertThat(Telegrams.decode(writer.write(reading))).isEqualTo(reading);
        }
    }

    @Test
    void writesLikeAFluviusMeter() {
        Reading reading = new Household(7, START, BRUSSELS, Grid.STAR_400).next();
        String text = new String(writer.write(reading), StandardCharsets.ISO_8859_1);
        assertThat(text)
                .startsWith("/FLU5\\253000000_A\r\n\r\n0-0:96.1.4(50217)\r\n")
                .contains("\r\n0-0:1.0.0(260113184450W)\r\n")
                .containsPattern("\r\n1-0:1\\.8\\.1\\(\\d{6}\\.\\d{3}\\*kWh\\)\r\n")
                .containsPattern("\r\n1-0:1\\.4\\.0\\(\\d{2}\\.\\d{3}\\*kW\\)\r\n")
                .containsPattern("\r\n1-0:32\\.7\\.0\\(2\\d{2}\\.\\d\\*V\\)\r\n")
                .containsPattern(
                        "\r\n0-1:24\\.2\\.3\\(260113184\\d00W\\)\\(\\d{5}\\.\\d{3}\\*m3\\)\r\n")
                .containsPattern("\r\n![0-9A-F]{4}\r\n$");
        assertThat(text.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
    }

    @Test
    void neverReadsSomethingElseFromABrokenByte() {
        Reading reading = new Household(3, START, BRUSSELS, Grid.STAR_400).next();
        byte[] good = writer.write(reading);
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= 0x04;
            byte[] doubled = new byte[good.length + 1];
            System.arraycopy(good, 0, doubled, 0, i + 1);
            System.arraycopy(good, i, doubled, i + 1, good.length - i);
            byte[] cut = new byte[good.length - 1];
            System.arraycopy(good, 0, cut, 0, i);
            System.arraycopy(good, i + 1, cut, i, good.length - i - 1);
            for (byte[] broken : Arrays.asList(flipped, doubled, cut)) {
                assertThat(Telegrams.decodeAll(broken))
                        .as("byte %d", i)
                        .allSatisfy(r -> assertThat(r).isEqualTo(reading));
            }
        }
    }
}
