package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.PeakHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportWatchTest {

    private static final YearMonth DECEMBER = YearMonth.of(2025, 12);
    private static final Instant DECEMBERS_START = Instant.parse("2025-11-30T23:00:00Z");

    @TempDir private Path folder;

    @Test
    void aRunningProgramHearsOfPeaksThatAreImportedBesideIt() throws IOException {
        StoreSettings settings = StoreSettings.of(folder.resolve("house.db"), 10, 0);
        List<SiteInput> heard = new ArrayList<>();
        try (Store store = Store.open(settings, Clock.systemUTC(), SiteSettings.BELGIUM);
                ImportWatch watch =
                        new ImportWatch(
                                store.history(), InstantSource.fixed(Instant.EPOCH), heard::add)) {
            watch.look();
            assertThat(heard).isEmpty();
            try (Imports imports = Imports.open(settings.file(), SiteSettings.BELGIUM)) {
                var unused =
                        imports.take(
                                Origin.GRID_OPERATOR,
                                false,
                                taking ->
                                        taking.take(
                                                new ImportedAmount(
                                                        DECEMBERS_START,
                                                        31 * 86_400L,
                                                        Quantity.PEAK,
                                                        4713,
                                                        Quality.VALIDATED)));
            }
            watch.look();
            watch.look();
        }
        assertThat(heard).hasSize(1);
        SiteState before = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
        SiteState after = new Site(SiteSettings.DEFAULT).step(before, heard.get(0)).state();
        assertThat(after.metering().peaks().of(DECEMBER))
                .hasValueSatisfying(p -> assertThat(p.demand().watts()).isEqualTo(4713));
    }
}
