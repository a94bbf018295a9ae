package be.bsmr.home.trial;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.backtest.ControlledLoad;
import be.bsmr.backtest.Scenario;
import be.bsmr.meter.Grid;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RandomHouseTest {

    @Test
    void sameSeedSameHouse() {
        assertThat(RandomHouse.of(7)).isEqualTo(RandomHouse.of(7)).isNotEqualTo(RandomHouse.of(8));
    }

    @Test
    void amongAHundredThereIsEveryKind() {
        Set<String> kinds = new TreeSet<>();
        Set<Grid> grids = EnumSet.noneOf(Grid.class);
        Set<Integer> sizes = new TreeSet<>();
        int roofs = 0;
        for (long seed = 0; seed < 100; seed++) {
            RandomHouse house = RandomHouse.of(seed);
            Scenario scenario = house.config().scenario(SiteSettings.BELGIUM);
            sizes.add(scenario.loads().size());
            for (ControlledLoad load : scenario.loads()) {
                kinds.add(load.load().id());
                if (scenario.grid() == Grid.SINGLE_PHASE) {
                    assertThat(load.load().wires()).containsExactly(1);
                }
            }
            assertThat(scenario.grid()).isNotNull();
            assertThat(scenario.fuse()).isNotNull();
            grids.add(scenario.grid());
            roofs += house.panelWatts() > 0 ? 1 : 0;
        }
        assertThat(kinds)
                .containsExactly(
                        "battery", "boiler", "car", "dryer", "heat-pump", "second-car", "washer");
        assertThat(grids)
                .containsExactlyInAnyOrder(Grid.SINGLE_PHASE, Grid.STAR_400, Grid.DELTA_230);
        assertThat(sizes).contains(1, 5).allMatch(n -> n >= 1 && n <= 6);
        assertThat(roofs).isBetween(30, 70);
    }

    @Test
    void livesFromNoonOnWithItsOwnRoof() {
        List<MeterRead> reads = new ArrayList<>();
        RandomHouse house = RandomHouse.of(3);
        house.live(1, LocalTime.NOON, SiteSettings.BELGIUM, reads::add);
        Instant noon = house.date().atTime(LocalTime.NOON).atZone(SiteSettings.BELGIUM).toInstant();
        assertThat(reads).hasSize(86_401);
        assertThat(reads.get(0).measuredAt()).isEqualTo(noon);
        RandomHouse bare = new RandomHouse(house.config(), 0, house.date());
        List<Integer> net = new ArrayList<>();
        bare.live(
                1,
                LocalTime.NOON,
                SiteSettings.BELGIUM,
                r -> net.add(r.reading().netPower().orElseThrow().watts()));
        assertThat(net).hasSize(86_401).allMatch(w -> w >= 0);
    }
}
