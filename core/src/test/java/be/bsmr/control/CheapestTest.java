package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import be.bsmr.control.Costs.Price;
import be.bsmr.control.Decision.What;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class CheapestTest {

    private static final Instant TWO = Instant.parse("2026-01-14T01:00:00Z");
    private static final Instant FOUR = Instant.parse("2026-01-14T03:00:00Z");

    /** Of a kilowatt of peak, € a year. */
    private static final double PEAK = 4;

    /** From two to four a kilowatt-hour costs 10 cents, else 30. */
    private static Optional<Price> cheapFromTwoToFour(QuarterHour quarter) {
        return Optional.of(new Price(isFromTwoToFour(quarter) ? 0.1 : 0.3, 0.05));
    }

    private static boolean isFromTwoToFour(QuarterHour quarter) {
        return !quarter.start().isBefore(TWO) && quarter.start().isBefore(FOUR);
    }

    @Test
    void whatIsDueIsPutIntoTheCheapestQuartersBelowTheTarget() {
        Plan plan = plan(q -> 400, CheapestTest::cheapFromTwoToFour, Night.car(3000));
        Plan.OfLoad car = plan.loads().get(0);
        assertThat(wattHours(car)).isCloseTo(3000, offset(10.0));
        assertThat(car.turns().get(0).from()).isEqualTo(TWO);
        assertThat(car.turns().get(0).until()).isBeforeOrEqualTo(FOUR);
        // 90 % of the target of 2.5 kW, less what the house draws.
        assertThat(car.quarters()).allSatisfy(p -> assertThat(p.watts()).isLessThanOrEqualTo(1850));
        assertThat(plan.waits("car")).isTrue();
        assertThat(plan.level().isAbove(new Power(2500))).isFalse();
        assertThat(plan.priced().saves()).as("3 kWh, 20 cents cheaper").isBetween(0.4, 0.6);
    }

    @Test
    void whatFindsNoRoomInTheCheapestQuartersTakesTheNextCheapest() {
        Plan plan = plan(q -> 400, CheapestTest::cheapFromTwoToFour, Night.car(6000));
        Plan.OfLoad car = plan.loads().get(0);
        assertThat(wattHours(car)).isCloseTo(6000, offset(10.0));
        List<QuarterHour> quarters = plan.quarters();
        for (int i = 0; i < quarters.size(); i++) {
            if (isFromTwoToFour(quarters.get(i))) {
                assertThat(car.quarters().get(i).watts()).isCloseTo(1850, offset(5));
            }
        }
        // Of quarters that cost the same the earlier ones are safer.
        assertThat(plan.waits("car")).isFalse();
        assertThat(car.quarters().get(0).watts()).isCloseTo(1850, offset(5));
    }

    @Test
    void whereAllTheRoomIsNeededPricesMakeNoDifference() {
        Plan without = plan(q -> 400, q -> Optional.empty(), Night.car(13_500));
        Plan with = plan(q -> 400, CheapestTest::cheapFromTwoToFour, Night.car(13_500));
        assertThat(with).isEqualTo(without);
        assertThat(with.priced().isKnown()).isFalse();
    }

    @Test
    void withoutPricesNothingChanges() {
        Plan plan = plan(q -> 400, q -> Optional.empty(), Night.car(3000));
        assertThat(plan.priced().isKnown()).isFalse();
        assertThat(plan.waits("car")).isFalse();
    }

    @Test
    void ownSolarPowerCostsWhatFeedingItInWouldHaveBrought() {
        // From two to four the house feeds in 2 kW; what is bought costs the same all night.
        Plan plan =
                plan(
                        q -> isFromTwoToFour(q) ? -2000 : 400,
                        q -> Optional.of(new Price(0.3, 0.05)),
                        Night.car(3000));
        assertThat(plan.loads().get(0).turns().get(0).from()).isEqualTo(TWO);
        assertThat(plan.waits("car")).isTrue();
    }

    @Test
    void aPriceThatIsNotKnownYetIsNeitherCheapNorDear() {
        // Known until four; what comes after counts as the mean of what is known.
        Function<QuarterHour, Optional<Price>> known =
                q -> q.start().isBefore(FOUR) ? cheapFromTwoToFour(q) : Optional.empty();
        Plan plan = plan(q -> 400, known, Night.car(6000));
        Plan.OfLoad car = plan.loads().get(0);
        List<QuarterHour> quarters = plan.quarters();
        for (int i = 0; i < quarters.size(); i++) {
            boolean dear = quarters.get(i).start().isBefore(TWO);
            if (dear) {
                assertThat(car.quarters().get(i)).isEqualTo(Power.ZERO);
            }
        }
        assertThat(wattHours(car)).isCloseTo(6000, offset(10.0));
    }

    @Test
    void aNewPeakIsAimedForOnlyWhereEnergyGetsCheaperByMoreThanItCosts() {
        // Between two and four 1.85 kW fit below the target. A kilowatt more, which costs € 4 a
        // year, would move 2 kWh there, 20 cents cheaper.
        Plan little = plan(q -> 400, CheapestTest::cheapFromTwoToFour, Night.car(8000));
        assertThat(little.priced().peak()).isNull();
        assertThat(little.level().isAbove(new Power(2500))).isFalse();

        // One is paid three euro for each kilowatt-hour that is drawn from two to four.
        Function<QuarterHour, Optional<Price>> paid =
                q -> Optional.of(new Price(isFromTwoToFour(q) ? -3 : 0.3, -3));
        View view = view(TWO, q -> 400, paid, Night.car(8000));
        Plan plan = view.plan();
        Power peak = plan.priced().most();
        assertThat(peak.watts()).isGreaterThan(2500);
        assertThat(plan.level()).isEqualTo(peak);
        assertThat(plan.priced().peak())
                .isEqualByComparingTo(new BigDecimal((peak.watts() - 2500) * PEAK / 1000));

        Decision told = PlanNews.of(view).decisions().get(0);
        assertThat(told.what()).isEqualTo(What.LEVEL_RAISED_FOR_PRICE);
        assertThat(told.target()).isEqualTo(peak);
        assertThat(told.euro()).isEqualTo(plan.priced().peak());
        assertThat(told.saved()).isNotNull();
        assertThat(told.saved().doubleValue()).isGreaterThan(told.euro().doubleValue());
        assertThat(PlanNews.of(view.with(PlanNews.of(view).plan())).decisions())
                .extracting(Decision::what)
                .doesNotContain(What.LEVEL_RAISED_FOR_PRICE);
    }

    @Test
    void untilTheCheapQuartersTheTargetHoldsAlthoughAPeakIsWorthIt() {
        Function<QuarterHour, Optional<Price>> paid =
                q -> Optional.of(new Price(isFromTwoToFour(q) ? -3 : 0.3, -3));
        Plan plan = view(Night.NOW, q -> 400, paid, Night.car(5000)).plan();
        assertThat(plan.priced().peak()).isNotNull();
        assertThat(plan.waits("car")).isTrue();
        assertThat(plan.level().isAbove(new Power(2500))).isFalse();
    }

    @Test
    void whatWaitsIsShedAndComesBackWhenItsQuarterComes() {
        LoadNow car = Night.car(3000);
        View before = view(Night.NOW, q -> 400, CheapestTest::cheapFromTwoToFour, car);
        ControlOutcome waits = LoadController.decide(List.of(car), before, 4000);
        assertThat(waits.decisions())
                .extracting(Decision::what)
                .containsExactly(What.LOAD_WAITS_FOR_PRICE);
        Decision told = waits.decisions().get(0);
        assertThat(told.span()).isEqualTo(new Decision.Span(Night.NOW, TWO));
        assertThat(told.saved()).isNotNull();
        LoadNow waiting = waits.loads().get(0);
        assertThat(waiting.isShed()).isTrue();

        Instant later = Night.NOW.plus(Duration.ofHours(1));
        ControlOutcome still =
                LoadController.decide(
                        List.of(waiting),
                        view(later, q -> 400, CheapestTest::cheapFromTwoToFour, waiting),
                        400);
        assertThat(still.commands()).isEmpty();

        ControlOutcome cheap =
                LoadController.decide(
                        List.of(waiting),
                        view(TWO, q -> 400, CheapestTest::cheapFromTwoToFour, waiting),
                        400);
        assertThat(cheap.decisions())
                .extracting(Decision::what)
                .containsExactly(What.LOAD_RESTORED);
    }

    @Test
    void whatIsUrgentDoesNotWait() {
        // Two hours before seven it needs all of its power.
        Instant five = Instant.parse("2026-01-14T04:00:00Z");
        LoadNow car = Night.car(7000);
        Function<QuarterHour, Optional<Price>> late =
                q ->
                        Optional.of(
                                new Price(
                                        q.start().isBefore(five.plusSeconds(3600)) ? 0.3 : 0.1, 0));
        View view = view(five, q -> 400, late, car);
        assertThat(LoadController.decide(List.of(car), view, 4000).decisions())
                .extracting(Decision::what)
                .doesNotContain(What.LOAD_WAITS_FOR_PRICE);
    }

    private static Plan plan(
            ToIntFunction<QuarterHour> house,
            Function<QuarterHour, Optional<Price>> energy,
            LoadNow... loads) {
        return view(Night.NOW, house, energy, loads).plan();
    }

    private static View view(
            Instant now,
            ToIntFunction<QuarterHour> house,
            Function<QuarterHour, Optional<Price>> energy,
            LoadNow... loads) {
        Costs costs =
                new Costs(
                        energy,
                        (before, after) ->
                                Optional.of(
                                        BigDecimal.valueOf(
                                                        (after.watts() - before.watts())
                                                                * PEAK
                                                                / 1000)
                                                .setScale(2, RoundingMode.HALF_UP)));
        return Night.view(now, house, true, costs, Plan.NONE).planned(List.of(loads));
    }

    private static double wattHours(Plan.OfLoad load) {
        return load.quarters().stream().mapToInt(Power::watts).sum() / 4.0;
    }
}
