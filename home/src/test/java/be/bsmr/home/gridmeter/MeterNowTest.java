package be.bsmr.home.gridmeter;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.PartReport;
import be.bsmr.meter.Grid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeterNowTest {

    @Test
    void whatWasReadBeforeThisStartIsNotToldAgain() {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        MeterNow now = new MeterNow(MeteredHouse.json(), house.access().clock());
        house.speaks(10);
        house.tells(now::hear).isSilentFor(Duration.ofSeconds(1));
        assertThat(now.values()).as("stored a second ago, but not heard").isEmpty();
        house.speaks(1);
        assertThat(now.values()).isPresent();
    }

    /** Older meters speak every ten seconds, and some bridges once a minute. */
    @Test
    void aMeterThatSpeaksSeldomIsGivenMoreTimeButNeverLong() {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        MeterNow now = new MeterNow(MeteredHouse.json(), house.access().clock());
        house.tells(now::hear);
        assertThat(answersFor(house, now, 10)).as("every ten seconds").isEqualTo(25);
        assertThat(answersFor(house, now, 60)).as("once a minute").isEqualTo(30);
        assertThat(answersFor(house, now, 1)).as("each second").isEqualTo(10);
    }

    @Test
    void saysWhenSomebodyWasLastTold() {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        MeterNow now = new MeterNow(MeteredHouse.json(), house.access().clock());
        house.tells(now::hear);
        assertThat(now.report()).isEqualTo(new PartReport(null, "the meter is silent"));
        house.speaks(1);
        assertThat(now.report()).as("nobody has asked").isEqualTo(new PartReport(null, null));
        assertThat(now.values()).isPresent();
        house.isSilentFor(Duration.ofSeconds(61));
        assertThat(now.values()).isEmpty();
        assertThat(now.report())
                .isEqualTo(new PartReport(Duration.ofSeconds(61), "the meter is silent"));
    }

    /** What no edge sends is not worked out, and nobody was told it. */
    @Test
    void nobodyIsToldByATopicThatIsOff() throws Exception {
        MeteredHouse house = MeteredHouse.of(Grid.STAR_400, MeteredHouse.EVENING);
        SiteAccess site = house.access();
        try (GridMeter meter =
                GridMeter.open(
                        GridMeterSettings.DEFAULT,
                        new GridMeter.House(site, MeteredHouse.json(), Optional::empty),
                        payload -> {})) {
            house.tells(meter::hear);
            house.speaks(3);
            assertThat(site.health().parts().get("grid_meter"))
                    .isEqualTo(new PartReport(null, null));
        }
    }

    /** How many seconds after the last of some telegrams there are still values. */
    private static long answersFor(MeteredHouse house, MeterNow now, int every) {
        for (int i = 0; i < 5; i++) {
            house.sleeps(every - 1).speaks(1);
        }
        List<Boolean> answered = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            house.isSilentFor(Duration.ofSeconds(1));
            answered.add(now.values().isPresent());
        }
        return answered.stream().filter(one -> one).count();
    }
}
