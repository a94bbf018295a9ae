package be.bsmr.control;

import static be.bsmr.control.Evening.SIX;
import static be.bsmr.control.Evening.boiler;
import static be.bsmr.control.Evening.running;
import static be.bsmr.control.Evening.shed;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision.What;
import be.bsmr.unit.Energy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The quarter passes its target by far; nothing of this asks for it. */
class ObligationsTest {

    @Test
    void aManualOverrideHoldsAlsoWhenTheLoadIsFoundOtherwise() {
        LoadNow off = running(boiler("off"), -600).in(ManualOverride.ALWAYS_SHED);
        LoadNow on = shed(boiler("on"), -600).in(ManualOverride.ALWAYS_ON);
        ControlOutcome outcome = apply(off, on);
        assertThat(outcome.commands())
                .containsExactly(new Command.Shed("off", SIX), new Command.Restore("on", SIX));
        assertThat(outcome.decisions()).as("it was told when it was asked for").isEmpty();
    }

    @Test
    void givesBackWhatWasWithheldAsLongAsItsOwnerAllows() {
        Load load = boiler("a").within(Evening.longest(60));
        assertThat(apply(shed(load, -3599)).commands()).isEmpty();
        ControlOutcome outcome = apply(shed(load, -3600));
        assertThat(outcome.decisions())
                .extracting(Decision::what)
                .containsExactly(What.LOAD_RESTORED_FOR_COMFORT);
        assertThat(outcome.loads().get(0).restUntil())
                .as("it keeps its power for half as long")
                .isEqualTo(SIX.plus(Duration.ofMinutes(30)));
    }

    @Test
    void givesBackAtTimesAtWhichItIsNeverShed() {
        Load load = boiler("a").within(Evening.neverShed("17:00-19:00"));
        assertThat(apply(shed(load, -30)).commands())
                .containsExactly(new Command.Restore("a", SIX));
        Load later = boiler("a").within(Evening.neverShed("19:00-20:00"));
        assertThat(apply(shed(later, -30)).commands()).isEmpty();
    }

    @Test
    void givesBackWhatHasHardlyTimeEnoughForWhatIsDue() {
        // 1.8 kWh until seven take the boiler 54 minutes, 1.5 kWh take it 45.
        assertThat(apply(shed(due(1800), -30)).commands()).isNotEmpty();
        assertThat(apply(shed(due(1500), -30)).commands()).isEmpty();
    }

    @Test
    void countsWhatIsDueInItsTimeOnly() {
        LoadNow counted = apply(running(due(1500), -600)).loads().get(0);
        assertThat(counted.day().dueSince()).isEqualTo(SIX);
        LoadNow before = running(boiler("a"), -600);
        before = before.counting(before.day().due(SIX.minusSeconds(900), 1));
        Load ended = within(new Due(Energy.ofWattHours(1500), WeeklyTime.parse("16:00-18:00")));
        LoadNow after = running(ended, -600).counting(before.day());
        assertThat(apply(after).loads().get(0).day().dueSince()).isNull();
    }

    @Test
    void aPersonsHandIsNotOverruled() {
        Load load = boiler("a").within(Evening.longest(60));
        assertThat(apply(shed(load, -9000).in(ManualOverride.ALWAYS_SHED)).commands()).isEmpty();
    }

    /** Begun already, until seven. */
    private static Load due(int wattHours) {
        return within(new Due(Energy.ofWattHours(wattHours), WeeklyTime.parse("17:00-19:00")));
    }

    private static Load within(Due due) {
        Limits usual = Limits.USUAL;
        return boiler("a")
                .within(
                        new Limits(
                                usual.minShed(),
                                usual.minOn(),
                                null,
                                0,
                                List.of(),
                                due,
                                usual.handsOff()));
    }

    private static ControlOutcome apply(LoadNow... loads) {
        ControlPlan plan = new ControlPlan(List.of(loads), Evening.view(0, 9000), 9000);
        new Obligations(plan).apply();
        return plan.outcome();
    }
}
