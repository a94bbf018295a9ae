package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.meter.Grid;
import be.bsmr.meter.Reading;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings of real meters, which belong to others and lie beside the project. */
class RealReadingsTest {

    private static final Path RECORDINGS = Path.of("../../shared/data/p1/recordings");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "telegram20min.txt",
                "be_1ph_50216_gas_water_18min.txt",
                "be_1ph_50217_demand_14s.txt",
                "nl_esmr5_9min_midstream.txt"
            })
    void givesARecordingBack(String name) throws IOException {
        Path recording = RECORDINGS.resolve(name);
        assumeTrue(
                Files.isRegularFile(recording),
                "no real recording at hand: " + recording.toAbsolutePath());
        StoreSettings settings = StoreSettings.of(folder.resolve("bsmr.db"), 60, 0);
        House house = new House(House.EVENING, Grid.STAR_400);
        List<Reading> kept = new ArrayList<>();
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            for (Reading reading : decoded(recording)) {
                SiteStep step = house.read(reading);
                store.keep(step);
                if (step.newReading()) {
                    kept.add(StoreTest.asStored(reading));
                }
            }
        }
        assertThat(kept).isNotEmpty();
        SiteState live = house.state;
        try (Store store = Store.open(settings, house.clock, SiteSettings.BELGIUM)) {
            List<MeterRead> recalled = store.history().recall(kept.get(0).measuredAt());
            assertThat(recalled).extracting(MeterRead::reading).isEqualTo(kept);
            house.state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
            recalled.forEach(house::replay);
            assertThat(house.state.metering().quarter()).isEqualTo(live.metering().quarter());
            assertThat(house.state.foresight().forecaster())
                    .isEqualTo(live.foresight().forecaster());
            assertThat(house.state.metering().grid()).isEqualTo(live.metering().grid());
        }
    }

    private static List<Reading> decoded(Path recording) throws IOException {
        byte[] bytes = Files.readAllBytes(recording);
        ReadingDecoder decoder = new ReadingDecoder(SiteSettings.BELGIUM);
        List<Reading> readings = new ArrayList<>();
        TelegramFramer framer =
                new TelegramFramer(
                        frame -> {
                            if (frame instanceof Telegram telegram) {
                                decoder.decode(telegram).ifPresent(readings::add);
                            }
                        });
        framer.push(bytes, 0, bytes.length, House.EVENING);
        framer.end(House.EVENING);
        return readings;
    }
}
