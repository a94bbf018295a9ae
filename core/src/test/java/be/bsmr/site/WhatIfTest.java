package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.control.Costs.Price;
import be.bsmr.control.Duty;
import be.bsmr.control.Plan;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.WhatIf.Costs;
import be.bsmr.site.WhatIf.Question;
import be.bsmr.site.WhatIf.Start;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhatIfTest {

    /** Half past seven of a quarter, local time 18:07:30. */
    private static final Instant MID_QUARTER = Instant.parse("2026-01-13T17:07:30Z");

    private static final YearMonth JANUARY = YearMonth.of(2026, 1);

    /** 1 kW in one month's peak: 48 / 12 × 1.06 = 4.24 € a year. */
    private static final CapacityTariff TARIFF = new CapacityTariff(List.of(sheet(2026, true)));

    private static final CapacityTariff NO_TARIFF = new CapacityTariff(List.of());

    private Function<QuarterHour, DemandDistribution> likely = always(1000);
    private PeakHistory peaks = PeakHistory.EMPTY;
    private Power goal = Power.ZERO;
    private Power exported = Power.ZERO;
    private Plan plan = Plan.NONE;
    private Instant at = MID_QUARTER;
    private CapacityTariff tariff = TARIFF;
    private Function<QuarterHour, Optional<Price>> prices = quarter -> Optional.empty();

    @Test
    void aLoadFromMidQuarterCountsForTheTimeThatItIsOn() {
        // 1 kW and half of 2.5 kW: 2.25 kW. Below the target and below what is billed anyway.
        Start now = ask(2500, Duration.ofSeconds(450)).now();

        assertThat(now.at()).isEqualTo(MID_QUARTER);
        assertThat(now.breaks()).isZero();
        assertThat(now.addedWatts()).isZero();
        assertThat(now.euro()).hasValueSatisfying(e -> assertThat(e).isZero());
    }

    @Test
    void aWholeQuarterOfItBreaksTheTargetAndCosts() {
        // The next quarter has it all: 3.5 kW, 1 kW above 2.5 kW.
        Start now = ask(2500, Duration.ofMinutes(30)).now();

        assertThat(now.breaks()).isEqualTo(1);
        assertThat(now.breaksAnyway()).isZero();
        assertThat(now.breaksByIt()).isEqualTo(1);
        assertThat(now.addedWatts()).isEqualTo(1000, within(1e-9));
        assertThat(now.costs()).isEqualTo(Costs.BILLED);
        assertThat(now.euro().orElseThrow()).isEqualByComparingTo("4.24");
    }

    @Test
    void aGoalIsNotBrokenBelowItButCosts() {
        goal = new Power(4000);

        Start now = ask(2500, Duration.ofMinutes(30)).now();

        assertThat(now.breaks()).isZero();
        assertThat(now.euro().orElseThrow()).isEqualByComparingTo("4.24");
    }

    @Test
    void aPeakOnceSetCostsNothingMore() {
        peaks = peaks.with(peak(JANUARY, 3600));

        Start now = ask(2500, Duration.ofMinutes(30)).now();

        assertThat(now.breaks()).isZero();
        assertThat(now.addedWatts()).isZero();
        assertThat(now.euro().orElseThrow()).isZero();
    }

    @Test
    void theCheapestStartIsWhereEnergyAndPeakTogetherCostLeast() {
        // The house draws 1 kW until eight and 200 W then; energy is cheap from nine on.
        Instant eight = Instant.parse("2026-01-13T19:00:00Z");
        Instant nine = Instant.parse("2026-01-13T20:00:00Z");
        likely = q -> DemandDistribution.certain(new Power(q.start().isBefore(eight) ? 1000 : 200));
        prices = q -> Optional.of(new Price(q.start().isBefore(nine) ? 0.30 : 0.10, 0.05));

        WhatIf answer = ask(2000, Duration.ofHours(1));

        assertThat(answer.now().energy().orElseThrow()).isEqualByComparingTo("0.6");
        assertThat(answer.cheapest().at()).isEqualTo(nine);
        assertThat(answer.cheapest().energy().orElseThrow()).isEqualByComparingTo("0.2");
    }

    @Test
    void aPeakIsNotSetForAFewCentsOfEnergy() {
        // Cheap energy in quarters that would come to 4 kW: 1.5 kW too much are € 6.36 a year.
        Instant nine = Instant.parse("2026-01-13T20:00:00Z");
        likely = q -> DemandDistribution.certain(new Power(q.start().isBefore(nine) ? 200 : 2000));
        prices = q -> Optional.of(new Price(q.start().isBefore(nine) ? 0.30 : 0.10, 0.05));

        WhatIf answer = ask(2000, Duration.ofHours(1));

        assertThat(answer.cheapest().at()).isEqualTo(answer.now().at());
    }

    @Test
    void whatIsExportedNowCostsWhatItWouldHaveBrought() {
        at = Instant.parse("2026-01-13T17:00:00Z");
        exported = new Power(1500);
        prices = q -> Optional.of(new Price(0.30, 0.04));

        // A quarter of an hour: 500 Wh, of which 375 are exported otherwise.
        assertThat(ask(2000, Duration.ofMinutes(15)).now().energy().orElseThrow())
                .isEqualByComparingTo("0.0525");
    }

    @Test
    void aStartWhosePriceIsNotKnownYetIsNotCompared() {
        Instant nine = Instant.parse("2026-01-13T20:00:00Z");
        prices = q -> q.start().isBefore(nine) ? Optional.of(new Price(0.3, 0)) : Optional.empty();

        WhatIf answer = ask(100, Duration.ofHours(1));

        assertThat(answer.cheapest().energy()).isPresent();
        prices = q -> Optional.empty();
        assertThat(ask(100, Duration.ofHours(1)).now().energy()).isEmpty();
    }

    @Test
    void whatIsDueMakesWayAndIsDrawnAtOtherTimes() {
        // 16 kWh in eight hours fill 32 quarters from 0.4 to 2.4 kW.
        plan = carUntil(at.plus(Duration.ofHours(8)), 16_000);
        Plan planned = plan;
        likely = quarter -> DemandDistribution.certain(new Power(400).plus(planned.drawn(quarter)));

        Start now = ask(2500, Duration.ofMinutes(30)).now();

        // Beside the load the car would make 4.9 kW; it waits, and the other quarters rise a
        // little.
        assertThat(now.breaksAnyway()).isZero();
        assertThat(now.breaks()).isEqualTo(1);
        assertThat(now.addedWatts()).isEqualTo(400, within(30.0));

        // A load that lasts leaves the car less time: all other quarters rise.
        assertThat(ask(1900, Duration.ofHours(4)).now().addedWatts()).isEqualTo(800, within(60.0));
    }

    private Plan carUntil(Instant end, int wattHours) {
        Duty duty = new Duty("car", at, end, Energy.ofWattHours(wattHours).joules(), 3680);
        Plan nothing =
                new Plan(
                        QuarterHour.of(at),
                        Power.ZERO,
                        Power.ZERO,
                        Power.ZERO,
                        null,
                        Collections.nCopies(96, new Power(400)),
                        List.of(
                                new Plan.OfLoad(
                                        "car", List.of(), Collections.nCopies(96, Power.ZERO))),
                        List.of(duty),
                        Plan.NONE.priced(),
                        Plan.NONE.told());
        return nothing.beside(quarter -> Power.ZERO);
    }

    @Test
    void shorterThanAQuarterAndAcrossItsEndIsSplit() {
        at = Instant.parse("2026-01-13T17:10:00Z");
        likely = quarter -> DemandDistribution.certain(new Power(inRunning(quarter) ? 2000 : 1000));

        // Five of its ten minutes in each: 2 + 2 kW and 1 + 2 kW.
        assertThat(ask(6000, Duration.ofMinutes(10)).now().addedWatts())
                .isEqualTo(1500, within(1e-9));
    }

    @Test
    void whatIsBrokenAnywayIsNotBlamedOnTheLoad() {
        likely = quarter -> DemandDistribution.certain(new Power(inRunning(quarter) ? 3000 : 400));

        Start now = ask(2500, Duration.ofMinutes(30)).now();

        assertThat(now.breaks()).isEqualTo(1);
        assertThat(now.breaksAnyway()).isEqualTo(1);
        assertThat(now.breaksByIt()).isZero();
        // 3 kW would come anyway; with half of 2.5 kW in it it comes to 4.25 kW.
        assertThat(now.addedWatts()).isEqualTo(1250, within(1e-9));
    }

    @Test
    void whatIsExportedNowIsTakenFirstButOnlyThisQuarter() {
        exported = new Power(2000);
        likely = always(0);

        assertThat(ask(6000, Duration.ofSeconds(450)).now().addedWatts()).isZero();
        assertThat(ask(6000, Duration.ofSeconds(450 + 900)).now().addedWatts())
                .isEqualTo(3500, within(1e-9));
    }

    @Test
    void findsTheEarliestOfTheCheapestMoments() {
        // Cooking until 19:00 local time.
        Instant seven = Instant.parse("2026-01-13T18:00:00Z");
        likely =
                quarter ->
                        DemandDistribution.certain(
                                new Power(quarter.start().isBefore(seven) ? 3000 : 0));

        WhatIf answer = ask(2500, Duration.ofMinutes(90));

        assertThat(answer.now().euro().orElseThrow()).isEqualByComparingTo("10.60");
        assertThat(answer.cheapest().at()).isEqualTo(seven);
        assertThat(answer.cheapest().euro().orElseThrow()).isZero();
    }

    @Test
    void looksAtEachWholeFiveMinutes() {
        likely = quarter -> DemandDistribution.certain(new Power(inRunning(quarter) ? 2400 : 0));

        // From 18:10 on it draws 833 W of the quarter, from 18:15 on nothing of it.
        assertThat(ask(2500, Duration.ofMinutes(20)).cheapest().at())
                .isEqualTo(Instant.parse("2026-01-13T17:15:00Z"));
    }

    @Test
    void eachMonthHasItsOwnTargetAndPeak() {
        at = Instant.parse("2026-01-31T22:45:00Z");
        peaks = peaks.with(peak(JANUARY, 5000));

        WhatIf answer = ask(4000, Duration.ofMinutes(30));

        // 23:45 is January, whose 5 kW are paid; 00:00 is February, which bills from 2.5 kW on.
        assertThat(answer.target()).isEqualTo(new Power(5000));
        assertThat(answer.now().breaks()).isEqualTo(1);
        assertThat(answer.now().addedWatts()).isEqualTo(2500, within(1e-9));
        assertThat(ask(4000, Duration.ofMinutes(15)).now().euro().orElseThrow()).isZero();
    }

    @Test
    void anUnknownRateIsNotGuessed() {
        tariff = NO_TARIFF;

        WhatIf answer = ask(2500, Duration.ofMinutes(90));

        assertThat(answer.now().costs()).isEqualTo(Costs.UNKNOWN);
        assertThat(answer.now().euro()).isEmpty();
        assertThat(answer.now().addedWatts()).isEqualTo(1000, within(1e-9));
    }

    @Test
    void theNextYearsRateIsNotThisYears() {
        at = Instant.parse("2026-12-31T22:50:00Z");

        assertThat(ask(2500, Duration.ofMinutes(10)).now().costs()).isEqualTo(Costs.BILLED);
        assertThat(ask(2500, Duration.ofMinutes(20)).now().costs()).isEqualTo(Costs.UNKNOWN);
    }

    @Test
    void wherePeaksAreNotBilledNothingIsDearer() {
        tariff = new CapacityTariff(List.of(sheet(2026, false)));

        WhatIf answer = ask(2500, Duration.ofMinutes(90));

        assertThat(answer.now().costs()).isEqualTo(Costs.NOT_BILLED);
        assertThat(answer.now().euro().orElseThrow()).isZero();
        assertThat(answer.cheapest()).isEqualTo(answer.now());
    }

    @Test
    void saysNothingBeforeTheFirstTelegram() {
        SiteState fresh = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);

        assertThat(
                        WhatIf.of(
                                fresh,
                                SiteSettings.DEFAULT.billed(TARIFF),
                                question(2500, Duration.ofMinutes(90))))
                .isEmpty();
    }

    @Test
    void refusesQuestionsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> question(0, Duration.ofMinutes(5)))
                .withMessage("a load is 1 to 999999 W, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> question(2500, Duration.ofHours(25)))
                .withMessage("a load runs 1 second to 24 hours, not 90000 s");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void moreAndLongerIsNeverLessLikelyToBreak(long seed) {
        Random random = new Random(seed);
        Forecaster forecaster = Forecaster.EMPTY;
        for (int s = 1; s <= 3600; s++) {
            Power power = new Power(300 + random.nextInt(2000));
            forecaster = forecaster.observe(at.minusSeconds(3600 - s), power, power);
        }
        likely = forecaster::ahead;
        double breaks = 0;
        double added = 0;
        for (int watts = 100; watts <= 6100; watts += 500) {
            Start now = ask(watts, Duration.ofMinutes(45)).now();
            assertThat(now.breaks()).isBetween(breaks, 1.0);
            assertThat(now.breaksAnyway()).isBetween(0.0, now.breaks());
            assertThat(now.addedWatts()).isGreaterThanOrEqualTo(added);
            breaks = now.breaks();
            added = now.addedWatts();
        }
        assertThat(breaks).isGreaterThan(0.9);
        breaks = 0;
        for (int minutes = 1; minutes <= 121; minutes += 8) {
            Start now = ask(2000, Duration.ofMinutes(minutes)).now();
            assertThat(now.breaks()).isBetween(breaks, 1.0);
            breaks = now.breaks();
        }
    }

    @Test
    void quartersInARowStrayTogether() {
        Power target = new Power(2500);
        double one = new Highest(List.of(part(0)), true).probabilityAbove(target);
        Highest.Part[] six = {part(0), part(0), part(0), part(0), part(0), part(0)};

        // Six quarters are three runs of two; two are one run.
        assertThat(one).isBetween(0.001, 0.9);
        assertThat(new Highest(List.of(six[0], six[1]), true).probabilityAbove(target))
                .isEqualTo(one, within(1e-12));
        assertThat(new Highest(List.of(six), true).probabilityAbove(target))
                .isEqualTo(1 - Math.pow(1 - one, 3), within(1e-12));
    }

    @Test
    void theExpectedExcessIsTheSumOverEachWatt() {
        Highest highest = new Highest(List.of(part(0), part(700), part(1500)), true);
        double sum = 0;
        for (int w = 2500; w < 20_000; w++) {
            sum += highest.probabilityAbove(new Power(w));
        }

        assertThat(highest.expectedAbove(new Power(2500))).isEqualTo(sum, within(0.5));
    }

    private Highest.Part part(int added) {
        Power kilowatt = new Power(1500);
        Forecaster forecaster = Forecaster.EMPTY;
        for (int s = 1; s <= 900; s++) {
            forecaster = forecaster.observe(at.plusSeconds(s), kilowatt, kilowatt);
        }
        return new Highest.Part(
                forecaster.ahead(QuarterHour.of(at.plusSeconds(7200))),
                new Power(added),
                PeakTarget.BILLED_MINIMUM);
    }

    private WhatIf ask(int watts, Duration length) {
        WhatIf.House house =
                new WhatIf.House(
                        at,
                        new WhatIf.Known(true, true, false),
                        likely,
                        exported,
                        plan,
                        prices,
                        peaks,
                        new PeakTarget(goal),
                        SiteSettings.BELGIUM);
        return WhatIf.of(house, tariff, question(watts, length));
    }

    private boolean inRunning(QuarterHour quarter) {
        return quarter.equals(QuarterHour.of(at));
    }

    private static Question question(int watts, Duration length) {
        return new Question(new Power(watts), length, Question.USUALLY_WITHIN);
    }

    private static Function<QuarterHour, DemandDistribution> always(int watts) {
        return quarter -> DemandDistribution.certain(new Power(watts));
    }

    private static MonthPeak peak(YearMonth month, int watts) {
        return new MonthPeak(month, new Power(watts), null, MonthPeak.Source.METER);
    }

    private static TariffSheet sheet(int year, boolean billed) {
        TariffSheet.Capacity capacity =
                new TariffSheet.Capacity(
                        new BigDecimal("48"),
                        null,
                        null,
                        null,
                        PeakTarget.BILLED_MINIMUM,
                        BigDecimal.valueOf(6));
        return new TariffSheet(
                "test", "Test", year, "made up", billed ? capacity : null, List.of());
    }
}
