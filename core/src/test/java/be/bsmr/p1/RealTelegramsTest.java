package be.bsmr.p1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.MBusType;
import be.bsmr.meter.Reading;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real recordings and telegrams, which belong to others and lie beside the project where they are
 * at hand.
 */
class RealTelegramsTest {

    private static final Path DATA = Path.of("../../shared/data/p1");

    @BeforeEach
    void dataIsAtHand() {
        assumeTrue(Files.isDirectory(DATA), "no real recordings at hand: " + DATA.toAbsolutePath());
    }

    @Test
    void readsTheOriginalRecording() throws IOException {
        byte[] stream = Files.readAllBytes(DATA.resolve("recordings/telegram20min.txt"));
        List<Frame> frames = Telegrams.frames(stream);
        assertThat(frames).hasSize(1201);
        assertThat(frames.stream().filter(f -> f instanceof Rejected))
                .hasSize(2)
                .allSatisfy(f -> assertThat(((Rejected) f).cause()).isEqualTo(Rejected.Cause.CRC));
        List<Reading> readings = Telegrams.decodeAll(stream);
        assertThat(readings)
                .hasSize(1199)
                .allSatisfy(
                        r -> {
                            assertThat(r.grid()).contains(Grid.DELTA_230);
                            assertThat(r.unknown()).isEmpty();
                            assertThat(r.unreadable()).isEmpty();
                            assertThat(r.mbus(MBusType.GAS)).hasSize(1);
                        });
        assertThat(readings.get(0).imported().tariff(2)).contains(Energy.ofWattHours(3_113_135));
    }

    @Test
    void readsARecordingThatStartsAndEndsInsideATelegram() throws IOException {
        byte[] stream = Files.readAllBytes(DATA.resolve("recordings/nl_esmr5_9min_midstream.txt"));
        assertThat(Telegrams.decodeAll(stream)).hasSizeGreaterThan(560);
    }

    @Test
    void readsTheDemandRegisters() throws IOException {
        byte[] stream = Files.readAllBytes(DATA.resolve("recordings/be_1ph_50217_demand_14s.txt"));
        List<Reading> readings = Telegrams.decodeAll(stream);
        assertThat(readings).isNotEmpty();
        assertThat(readings.get(0).demand().running()).isEqualTo(new Power(32));
        assertThat(readings.get(0).demand().monthPeak().demand()).isEqualTo(new Power(3716));
    }

    @Test
    void readsEveryBelgianTelegramWhateverItsChecksum() throws IOException {
        try (Stream<Path> files = Files.list(DATA.resolve("telegrams"))) {
            List<Path> belgian =
                    files.filter(
                                    f ->
                                            f.getFileName()
                                                    .toString()
                                                    .matches(
                                                            "(be_|manual_BE|named_(T_BE|BE|Azimut)).*"))
                            .sorted()
                            .toList();
            assertThat(belgian).hasSizeGreaterThan(20);
            for (Path file : belgian) {
                Reading r = decodeIgnoringChecksum(file);
                assertThat(r.measuredAt()).as("%s time", file).isNotNull();
                assertThat(r.imported().sum()).as("%s import", file).isPresent();
                assertThat(r.importPower()).as("%s power", file).isNotNull();
                // Two of these files were damaged when they were copied by hand: scraps, but no
                // register, are left.
                assertThat(r.unknown())
                        .as("%s unknown registers", file)
                        .noneMatch(line -> line.contains("("));
                assertThat(r.unreadable())
                        .as("%s unreadable but for scraps behind a value", file)
                        .allMatch(line -> line.matches("[^)]*\\)[^(]+"));
                assertThat(r.demand().history())
                        .as("%s history", file)
                        .isSortedAccordingTo(
                                java.util.Comparator.comparing(HistoricPeak::capturedAt));
            }
        }
    }

    /**
     * Many of these had their identifiers made unreadable by their owners, and so their checksum
     * wrong.
     */
    private static Reading decodeIgnoringChecksum(Path file) throws IOException {
        List<Reading> readings = new java.util.ArrayList<>();
        ReadingDecoder decoder = new ReadingDecoder(Telegrams.BRUSSELS);
        byte[] stream = Files.readAllBytes(file);
        TelegramFramer framer =
                TelegramFramer.lenient(
                        frame -> decoder.decode((Telegram) frame).ifPresent(readings::add));
        framer.push(stream, 0, stream.length, Telegrams.NOW);
        framer.end(Telegrams.NOW);
        return readings.stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing readable in " + file));
    }
}
