package be.bsmr.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.otherwise.Lived;
import be.bsmr.otherwise.Month;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Battery;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommunityWhatIfTest {

    private static final ZoneId BELGIUM = ZoneId.of("Europe/Brussels");
    private static final YearMonth JANUARY = YearMonth.of(2026, 1);
    private static final QuarterHour MIDNIGHT =
            new QuarterHour(Instant.parse("2026-01-11T23:00:00Z"));
    private static final LocalTime SIX_PM = LocalTime.of(18, 0);
    private static final LocalTime SIX_AM = LocalTime.of(6, 0);

    /** Five cars of 4 kW, which charge for three hours. */
    private static final Cars CARS =
            new Cars(5, new Power(4000), Duration.ofHours(3), SIX_PM, SIX_AM);

    /** Days of 20 kW, evenings from six to ten of 30 kW, nights of 10 kW. */
    private static List<QuarterDemand> days(int days) {
        List<QuarterDemand> quarters = new ArrayList<>();
        for (int i = 0; i < days * 96; i++) {
            int hour = i / 4 % 24;
            int watts = hour >= 18 && hour < 22 ? 30_000 : hour < 6 || hour >= 22 ? 10_000 : 20_000;
            quarters.add(quarter(i, watts, true));
        }
        return quarters;
    }

    private static QuarterDemand quarter(int i, int watts, boolean complete) {
        return new QuarterDemand(
                MIDNIGHT.later(i),
                new Power(watts).during(QuarterHour.LENGTH),
                1,
                Estimator.DEMAND_REGISTER,
                complete);
    }

    @Test
    void carsThatChargeAtOnceRaiseTheEveningAndThoseThatWaitDoNot() {
        CommunityWhatIf answer =
                CommunityWhatIf.withCars(CommunityWhatIf.past(BELGIUM, days(2)), CARS);

        // 60 kWh in the eight hours of the night are 7.5 kW on top of 10.
        assertThat(answer.months())
                .containsExactly(
                        new Month(
                                JANUARY,
                                new Power(30_000),
                                new Power(30_000),
                                new Power(30_000),
                                new Power(50_000)));
        // The second night is not known to its end.
        assertThat(answer.added().wattHours()).isEqualTo(60_000);
    }

    @Test
    void theNightIsFilledToOneLevel() {
        List<QuarterDemand> flat = new ArrayList<>();
        for (int i = 0; i < 192; i++) {
            flat.add(quarter(i, 10_000, true));
        }
        CommunityWhatIf answer =
                CommunityWhatIf.withCars(CommunityWhatIf.past(BELGIUM, flat), CARS);

        // 60 kWh in twelve hours.
        assertThat(answer.months().get(0).would().watts()).isCloseTo(15_000, within(1));
        assertThat(answer.months().get(0).most()).isEqualTo(new Power(30_000));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void waitingIsNeverWorseAndChargesAsMuch(long seed) {
        Random random = new Random(seed);
        List<QuarterDemand> quarters = new ArrayList<>();
        for (int i = 0; i < 96 * 40; i++) {
            quarters.add(quarter(i, 5000 + random.nextInt(30_000), random.nextInt(300) != 0));
        }
        Cars cars =
                new Cars(
                        1 + random.nextInt(12),
                        new Power(7400),
                        Duration.ofMinutes(30 + random.nextInt(300)),
                        LocalTime.of(17, random.nextInt(60)),
                        LocalTime.of(7, random.nextInt(60)));

        CommunityWhatIf answer =
                CommunityWhatIf.withCars(CommunityWhatIf.past(BELGIUM, quarters), cars);

        double nights = answer.added().joules() / cars.joules();
        assertThat(nights).isCloseTo(Math.rint(nights), within(0.001)).isBetween(20.0, 40.0);
        for (Month month : answer.months()) {
            assertThat(month.would()).isBetween(month.was(), month.most());
        }
    }

    @Test
    void aSharedBatteryGivesWhatStandsAboveTheTarget() {
        CommunityWhatIf answer =
                CommunityWhatIf.withBattery(
                        CommunityWhatIf.past(BELGIUM, days(3)),
                        new Battery.Make(60, 10_000, 1),
                        PeakTarget.fixed(new Power(22_000)));

        // 8 kW for four hours are 32 kWh, and the nights have room to fill it again.
        assertThat(answer.months().get(0).was()).isEqualTo(new Power(30_000));
        assertThat(answer.months().get(0).would()).isEqualTo(new Power(22_000));
    }

    @Test
    void saysInEuroWhatItComesTo() {
        CommunityWhatIf answer =
                CommunityWhatIf.withCars(CommunityWhatIf.past(BELGIUM, days(2)), CARS);

        // 20 kW × 50 € and VAT.
        assertThat(answer.savings(TARIFF, Month::most).orElseThrow().euro())
                .isEqualByComparingTo("-1060");
        assertThat(answer.savings(TARIFF, Month::would).orElseThrow().euro())
                .isEqualByComparingTo("0");
        assertThat(answer.savings(CapacityTariff.UNKNOWN, Month::would)).isEmpty();
    }

    @Test
    void aQuarterThatIsNotKnownOfAllIsNoPeak() {
        List<QuarterDemand> quarters = days(1);
        quarters.set(80, quarter(80, 90_000, false));

        Lived past = CommunityWhatIf.past(BELGIUM, quarters);

        assertThat(past.peaks().of(JANUARY).orElseThrow().demand()).isEqualTo(new Power(30_000));
    }

    @Test
    void refusesCarsThatCannotBeCharged() {
        assertThatThrownBy(() -> new Cars(1, new Power(7400), Duration.ofHours(13), SIX_PM, SIX_AM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("18:00 to 06:00");
        assertThatThrownBy(() -> new Cars(0, new Power(7400), Duration.ofHours(1), SIX_PM, SIX_AM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final CapacityTariff TARIFF =
            new CapacityTariff(
                    List.of(
                            new TariffSheet(
                                    "here",
                                    "Here",
                                    2026,
                                    "the regulator",
                                    new TariffSheet.Capacity(
                                            new BigDecimal(50),
                                            new BigDecimal("0.05"),
                                            null,
                                            null,
                                            new Power(2500),
                                            new BigDecimal(6)),
                                    List.of())));
}
