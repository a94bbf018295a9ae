package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import be.bsmr.control.Decision.What;
import be.bsmr.control.Plan.OfLoad;
import be.bsmr.control.Plan.Turn;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Costs A_EURO_A_WATT =
            new Costs(
                    q -> Optional.empty(),
                    (before, after) -> Optional.of(new BigDecimal(after.watts() - before.watts())));

    private static final Power KNOWN_LEVEL = new Power(20_000);

    @Test
    void aCarFillsTheNightUpToTheLevelAndHasAllInTime() {
        Plan plan = plan(q -> 400, Night.car(14_500));

        OfLoad car = plan.loads().get(0);
        assertThat(car.quarters()).hasSize(96);
        assertThat(wattHours(car)).isCloseTo(14_500, offset(100.0));
        assertThat(car.turns()).hasSize(1);
        Turn night = car.turns().get(0);
        assertThat(night.begun()).isTrue();
        assertThat(night.from()).isEqualTo(Night.NOW);
        assertThat(local(night.until())).isBetween(LocalTime.of(6, 15), LocalTime.of(6, 30));
        assertThat(night.mean().watts()).isCloseTo(plan.fill().watts() - 400, offset(60));
        assertThat(plan.level()).isEqualTo(plan.aim());
        assertThat(plan.because()).isEqualTo("car");
    }

    @Test
    void leavesTheQuartersOfOthersAlone() {
        // The house draws 5 kW until midnight.
        Plan plan = plan(q -> q.start().isBefore(Night.MIDNIGHT) ? 5000 : 200, Night.car(12_000));
        OfLoad car = plan.loads().get(0);
        assertThat(car.quarters().subList(0, 2)).containsOnly(Power.ZERO);
        assertThat(car.turns().get(0).from()).isEqualTo(Night.MIDNIGHT);
        for (int i = 0; i < 28; i++) {
            int house = plan.house().get(i).watts();
            assertThat(car.quarters().get(i).watts() + house)
                    .isLessThanOrEqualTo(Math.max(house, plan.fill().watts() + 1));
        }
    }

    @Test
    void seesTheTimeOfDayThatComesAndNotOneThatEndsBeyondTheDay() {
        LoadNow full = Night.car(0);
        Plan plan = plan(q -> 400, full);
        // Tomorrow's from 18:00 to 07:00 ends after the day that is planned.
        assertThat(plan.loads().get(0).turns()).isEmpty();
        assertThat(plan.level()).isEqualTo(Power.ZERO);

        Plan noon = Plan.of(List.of(Night.car(0)), Night.view(NOON, q -> 400, true, Plan.NONE));
        Turn turn = noon.loads().get(0).turns().get(0);
        assertThat(turn.begun()).isFalse();
        assertThat(local(turn.from())).isEqualTo(LocalTime.of(18, 0));
        assertThat(noon.level()).as("until then nothing is aimed for").isEqualTo(Power.ZERO);
        assertThat(noon.fill().watts()).isPositive();
    }

    @Test
    void whatCannotBeInTimeTakesAllItCan() {
        Plan plan = plan(q -> 400, Night.car(90_000));
        OfLoad car = plan.loads().get(0);
        assertThat(car.quarters().subList(0, 28))
                .allSatisfy(p -> assertThat(p.watts()).isCloseTo(3680, offset(10)));
    }

    @Test
    void otherLoadsStandWithWhatTheyDrawOnAverage() {
        LoadNow boiler = LoadNow.initial(Load.onOff("b", "B", new Power(2000)));
        boiler = boiler.counting(boiler.day().drawn(300, 86_400, false));
        Plan plan = plan(q -> 400, Night.car(5_000), boiler);
        assertThat(plan.loads().get(1).turns()).isEmpty();
        assertThat(plan.loads().get(1).quarters()).containsOnly(new Power(300));
        QuarterHour first = QuarterHour.of(Night.NOW);
        assertThat(plan.drawn(first).watts())
                .isEqualTo(plan.loads().get(0).quarters().get(0).watts() + 300);
        assertThat(plan.drawn(QuarterHour.of(Night.NOW.minusSeconds(900)))).isEqualTo(Power.ZERO);
        assertThat(plan.drawn(QuarterHour.of(Night.NOW.plusSeconds(86_400)))).isEqualTo(Power.ZERO);
    }

    @Test
    void tellsALevelAboveTheTargetOnceWithItsCost() {
        View view = planned(q -> 1500, KNOWN_LEVEL, Night.car(14_500));
        PlanNews news = news(view);
        Decision raised = news.decisions().get(0);
        assertThat(raised.what()).isEqualTo(What.LEVEL_RAISED);
        assertThat(raised.load()).isEqualTo("car");
        assertThat(raised.demand()).isEqualTo(new Power(2500));
        assertThat(raised.target()).isEqualTo(view.plan().aim());
        assertThat(raised.euro()).isEqualTo(new BigDecimal(view.plan().aim().watts() - 2500));
        assertThat(news(view.with(news.plan())).decisions()).isEmpty();
        View more = planned(q -> 2500, KNOWN_LEVEL, Night.car(14_500));
        assertThat(news(more.with(more.plan().telling(news.plan().told()))).decisions())
                .extracting(Decision::what)
                .containsExactly(What.LEVEL_RAISED);
    }

    @Test
    void tellsWhenALoadDrawsWhatIsDueAndAgainWhenItsEndMoves() {
        View view = planned(q -> 400, KNOWN_LEVEL, Night.car(14_500));
        assertThat(view.plan().level().isAbove(new Power(2500))).isFalse();
        PlanNews news = news(view);
        assertThat(news.decisions()).hasSize(1);
        Decision planned = news.decisions().get(0);
        Turn turn = view.plan().loads().get(0).turns().get(0);
        assertThat(planned.what()).isEqualTo(What.LOAD_PLANNED);
        assertThat(planned.span()).isEqualTo(new Decision.Span(turn.from(), turn.until()));
        assertThat(planned.power()).isEqualTo(turn.mean());
        assertThat(planned.target()).isEqualTo(view.plan().fill());

        View sooner =
                planned(
                        q -> q.start().isBefore(Night.MIDNIGHT) ? 400 : 4000,
                        KNOWN_LEVEL,
                        Night.car(500));
        assertThat(news(sooner.with(sooner.plan().telling(news.plan().told()))).decisions())
                .extracting(Decision::what)
                .containsExactly(What.LOAD_PLANNED);
    }

    private static final Instant NOON = Instant.parse("2026-01-13T11:00:00Z");

    private static PlanNews news(View view) {
        return PlanNews.of(view);
    }

    private static Plan plan(ToIntFunction<QuarterHour> house, LoadNow... loads) {
        return planned(house, KNOWN_LEVEL, loads).plan();
    }

    private static View planned(ToIntFunction<QuarterHour> house, Power before, LoadNow... loads) {
        return Night.view(Night.NOW, house, true, A_EURO_A_WATT, Plan.NONE.at(before))
                .planned(List.of(loads));
    }

    private static LocalTime local(Instant at) {
        return at.atZone(Night.ZONE).toLocalTime();
    }

    private static double wattHours(OfLoad load) {
        return load.quarters().stream().mapToInt(Power::watts).sum() / 4.0;
    }
}
