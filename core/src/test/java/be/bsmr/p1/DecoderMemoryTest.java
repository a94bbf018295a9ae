package be.bsmr.p1;

import static be.bsmr.p1.Telegrams.BRUSSELS;
import static be.bsmr.p1.Telegrams.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.simulator.Household;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decoder that remembers the last telegram reads the same as one that remembers nothing. */
class DecoderMemoryTest {

    private static final String ALPHABET = "0123456789().*:-WSkVA!/ \r\n";

    private final ReadingDecoder decoder = new ReadingDecoder(BRUSSELS);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsAHouseAsIfEachTelegramWereTheFirst(long seed) {
        List<Grid> grids = List.of(Grid.values());
        Grid grid = grids.get((int) (seed % grids.size()));
        Household house =
                new Household(seed, Instant.parse("2026-10-25T00:58:00Z"), BRUSSELS, grid);
        TelegramWriter writer = new TelegramWriter(BRUSSELS);
        for (int i = 0; i < 300; i++) {
            assertReadsAsIfFirst(writer.write(house.next()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void readsWhatChangedAtRandomAsIfItWereTheFirst(long seed) {
        Random random = new Random(seed);
        byte[] telegram =
                new TelegramWriter(BRUSSELS)
                        .write(new Household(seed, NOW, BRUSSELS, Grid.DELTA_230).next());
        for (int i = 0; i < 3000; i++) {
            byte[] changed = i % 10 == 0 ? telegram.clone() : telegram;
            for (int k = random.nextInt(4); k >= 0; k--) {
                int at = 1 + random.nextInt(changed.length - 8);
                changed[at] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            }
            assertReadsAsIfFirst(changed);
        }
    }

    /** They share the paper on which they work, and the layouts of what they read. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22})
    void manyDecodersOfOneThreadDoNotDisturbEachOther(long seed) {
        Random random = new Random(seed);
        TelegramLayouts layouts = new TelegramLayouts();
        List<ReadingDecoder> shared = new ArrayList<>();
        List<Household> houses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Grid grid = i % 2 == 0 ? Grid.STAR_400 : Grid.SINGLE_PHASE;
            houses.add(new Household(seed + i, NOW, BRUSSELS, grid));
            shared.add(new ReadingDecoder(BRUSSELS, layouts));
        }
        TelegramWriter writer = new TelegramWriter(BRUSSELS);
        for (int i = 0; i < 600; i++) {
            int meter = random.nextInt(houses.size());
            byte[] telegram = writer.write(houses.get(meter).next());
            if (random.nextInt(20) == 0) {
                telegram[1 + random.nextInt(telegram.length - 8)] = '(';
            }
            assertReadsAsIfFirst(telegram, shared.get(meter));
        }
    }

    @Test
    void readsTheFirstOfTwoLinesOfOneRegister() {
        assertReadsAsIfFirst(Telegrams.telegram("1-0:1.7.0(00.100*kW)", "1-0:1.7.0(00.200*kW)"));
        assertReadsAsIfFirst(Telegrams.telegram("1-0:1.7.0(00.300*kW)", "1-0:1.7.0(00.200*kW)"));
        assertReadsAsIfFirst(
                Telegrams.telegram("1-3:0.2.8(50)", "0-0:96.1.4(50217)", "1-0:1.7.0(0*W)"));
        assertReadsAsIfFirst(
                Telegrams.telegram("1-3:0.2.8(42)", "0-0:96.1.4(50217)", "1-0:1.7.0(0*W)"));
    }

    @Test
    void forgetsATextThatBecameBlank() {
        assertReadsAsIfFirst(Telegrams.telegram("0-0:96.13.0(4142)", "1-0:1.7.0(0*W)"));
        assertReadsAsIfFirst(Telegrams.telegram("0-0:96.13.0(    )", "1-0:1.7.0(0*W)"));
    }

    @Test
    void noticesALineThatBecameUnreadableAndOneThatIsReadableAgain() {
        for (String power : new String[] {"00.100*kW", "00.1x0*kW", "00.1y0*kW", "00.120*kW"}) {
            assertReadsAsIfFirst(
                    Telegrams.telegram("1-0:1.7.0(" + power + ")", "1-0:2.7.0(00.000*kW)"));
        }
    }

    @Test
    void noticesALineThatIsUnknown() {
        assertReadsAsIfFirst(Telegrams.telegram("1-1:1.7.0(00.100*kW)", "1-0:1.7.0(0*W)"));
        assertReadsAsIfFirst(Telegrams.telegram("1-1:1.7.0(00.200*kW)", "1-0:1.7.0(0*W)"));
    }

    @Test
    void forgetsWhatIsOnlyShown() {
        for (String limiter : List.of("16.00*A", "17.0*kW", "999.9*W", "18.0*kW", "13.00*A")) {
            assertReadsAsIfFirst(
                    Telegrams.telegram("0-0:17.0.0(" + limiter + ")", "1-0:1.7.0(0*W)"));
        }
        for (String column : List.of("1-0:1.6.0", "1-0:2.6.0", "1-0:3.6.0", "0-0:0.1.0")) {
            assertReadsAsIfFirst(
                    Telegrams.telegram(
                            "0-0:98.1.0(1)(" + column + ")(260701000000S)(01.000)",
                            "1-0:1.7.0(0*W)"));
        }
    }

    private void assertReadsAsIfFirst(byte[] bytes) {
        assertReadsAsIfFirst(bytes, decoder);
    }

    private static void assertReadsAsIfFirst(byte[] bytes, ReadingDecoder decoder) {
        TelegramFramer framer =
                TelegramFramer.lenient(
                        frame -> {
                            if (frame instanceof Telegram telegram) {
                                Optional<Reading> first =
                                        new ReadingDecoder(BRUSSELS).decode(telegram);
                                assertThat(decoder.decode(telegram))
                                        .as(new String(bytes, StandardCharsets.ISO_8859_1))
                                        .isEqualTo(first);
                            }
                        });
        framer.push(bytes, 0, bytes.length, NOW);
        framer.end(NOW);
    }
}
