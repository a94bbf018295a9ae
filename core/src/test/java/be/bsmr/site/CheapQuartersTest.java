package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import be.bsmr.control.Actuation;
import be.bsmr.control.Decision.What;
import be.bsmr.control.Due;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.WeeklyTime;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.EnergyPrices;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is due at night, with prices of energy, through the whole site. The target is 2.5 kW. */
class CheapQuartersTest {

    /** Ten in the evening in Belgium; what is due is due between then and seven. */
    private static final Instant TEN = Instant.parse("2026-01-13T21:00:00Z");

    private static final Instant TWO = Instant.parse("2026-01-14T01:00:00Z");
    private static final Instant FIVE = Instant.parse("2026-01-14T04:00:00Z");
    private static final int HOUSE = 400;

    @Test
    void aCarIsChargedWhenEnergyIsCheapAndThePeakStays() {
        Night dear = night(car(5000), 3680, EnergyPrices.NONE);
        Night cheap = night(car(5000), 3680, cheapFromTwoToFive());

        assertThat(cheap.energy).isCloseTo(5000.0, withPercentage(5));
        assertThat(dear.energy).isCloseTo(5000.0, withPercentage(5));
        assertThat(cheap.fromTwoToFive).isGreaterThan(0.9 * cheap.energy);
        assertThat(dear.fromTwoToFive).isLessThan(0.6 * dear.energy);
        assertThat(cheap.highest).isLessThanOrEqualTo(2500);
        assertThat(cheap.waited).isEqualTo(1);
        assertThat(dear.waited).isZero();
    }

    @Test
    void aBoilerThatIsOnOrOffToo() {
        Night cheap = night(boiler(4000), 2000, cheapFromTwoToFive());

        assertThat(cheap.energy).isCloseTo(4000.0, withPercentage(5));
        // Once on it stays on for its shortest time: the first minutes after ten.
        assertThat(cheap.fromTwoToFive).isGreaterThan(0.85 * cheap.energy);
        assertThat(cheap.highest).isLessThanOrEqualTo(2500);
    }

    @Test
    void whatIsMuchIsDrawnInTimeAllTheSame() {
        Night cheap = night(car(15_000), 3680, cheapFromTwoToFive());

        assertThat(cheap.energy).isCloseTo(15_000.0, withPercentage(5));
        assertThat(cheap.highest).isLessThanOrEqualTo(2500);
    }

    @Test
    void pricesThatWaverFromQuarterToQuarterDoNotMakeItSwitchEachQuarter() {
        Night cheap =
                night(
                        boiler(4000),
                        2000,
                        prices(q -> 0.25 + 0.004 * (q.start().getEpochSecond() / 900 % 4)));
        assertThat(cheap.energy).isCloseTo(4000.0, withPercentage(5));
        assertThat(cheap.waited).isLessThanOrEqualTo(1);
    }

    @Test
    void pricesThatComeWithinAQuarterCountAtOnceAndSoTheyDoAfterARestart() {
        ControlledHouse house =
                new ControlledHouse(
                        SiteSettings.DEFAULT.controlling(List.of(boiler(4000))),
                        TEN.minus(Duration.ofHours(26)));
        house.every(10).run(26 * 3600, HOUSE).metered("boiler").wish("boiler", 2000);
        house.run(300, HOUSE);
        house.step(new SiteInput.PricesTold(house.now(), cheapFromTwoToFive()));
        house.run(600 - 10, HOUSE);
        assertThat(house.count(What.LOAD_WAITS_FOR_PRICE)).isEqualTo(1);

        house.run(900 + 300, HOUSE).restart();
        house.step(new SiteInput.PricesTold(house.now(), cheapFromTwoToFive()));
        house.run(600 - 20, HOUSE);
        assertThat(house.count(What.LOAD_WAITS_FOR_PRICE)).isEqualTo(2);
    }

    /**
     * What came of a night.
     *
     * @param energy that the load drew, Wh
     * @param fromTwoToFive of that, Wh
     * @param highest demand of a quarter, W
     * @param waited how often it was held back for a cheaper quarter
     */
    private record Night(double energy, double fromTwoToFive, int highest, long waited) {}

    private static Night night(Load load, int wish, EnergyPrices prices) {
        ControlledHouse house =
                new ControlledHouse(
                        SiteSettings.DEFAULT.controlling(List.of(load)),
                        TEN.minus(Duration.ofHours(26)));
        house.every(10).run(26 * 3600, HOUSE);
        house.step(new SiteInput.PricesTold(house.now(), prices));
        house.metered(load.id());
        double due = load.limits().due().energy().joules();
        double drawn = 0;
        while (house.now().isBefore(TEN.plus(Duration.ofHours(9)))) {
            house.wish(load.id(), drawn < due ? wish : 0);
            drawn += 10.0 * house.drawn(load.id());
            house.run(10, HOUSE);
        }
        double cheap = 0;
        int highest = 0;
        for (QuarterDemand q : house.finished) {
            if (!q.quarter().start().isBefore(TEN)) {
                highest = Math.max(highest, q.demand().watts());
                if (!q.quarter().start().isBefore(TWO) && q.quarter().start().isBefore(FIVE)) {
                    cheap += (q.demand().watts() - HOUSE) / 4.0;
                }
            }
        }
        return new Night(drawn / 3600, cheap, highest, house.count(What.LOAD_WAITS_FOR_PRICE));
    }

    private static EnergyPrices cheapFromTwoToFive() {
        return prices(q -> !q.start().isBefore(TWO) && q.start().isBefore(FIVE) ? 0.1 : 0.3);
    }

    private static EnergyPrices prices(Function<QuarterHour, Double> price) {
        SortedMap<QuarterHour, EnergyPrices.Price> quarters = new TreeMap<>();
        for (int i = -8; i < 4 * 24; i++) {
            QuarterHour q = new QuarterHour(TEN.plusSeconds(900L * i));
            quarters.put(
                    q,
                    new EnergyPrices.Price(
                            BigDecimal.valueOf(price.apply(q)), BigDecimal.ZERO, null, null));
        }
        return new EnergyPrices(quarters, "test", "");
    }

    private static Load car(int wattHours) {
        return load(
                "car",
                null,
                new Actuation.Modulating(Actuation.Unit.AMPERE, 6, 16, 1, 230, true),
                wattHours);
    }

    private static Load boiler(int wattHours) {
        return load("boiler", new Power(2000), new Actuation.OnOff(), wattHours);
    }

    private static Load load(String id, @Nullable Power power, Actuation actuation, int wattHours) {
        Limits usual = Limits.USUAL;
        return new Load(
                id,
                id,
                1,
                power,
                actuation,
                Set.of(1),
                new Limits(
                        usual.minShed(),
                        usual.minOn(),
                        null,
                        0,
                        List.of(),
                        new Due(Energy.ofWattHours(wattHours), WeeklyTime.parse("22:00-07:00")),
                        usual.handsOff()),
                List.of(),
                new Load.FailSafe.On());
    }
}
