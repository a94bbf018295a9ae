package be.bsmr.control;

import static be.bsmr.control.Evening.boiler;
import static be.bsmr.control.Evening.idle;
import static be.bsmr.control.Evening.needing;
import static be.bsmr.control.Evening.running;
import static be.bsmr.control.Evening.shed;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision.What;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Five minutes into a quarter that comes to 1.5 kW of 2.5 kW. */
class ControlPlanTest {

    @Test
    void whatIsDoneChangesTheRoomForWhatFollows() {
        ControlPlan plan = plan(running(boiler("a"), -600), shed(boiler("b"), -600));
        assertThat(plan.room(0.03)).isEqualTo(1000 * 900);
        plan.shed(plan.loads().get(0), What.LOAD_SHED);
        assertThat(plan.room(0.03)).isEqualTo(1000 * 900 + 2000 * 600);
        plan.restore(plan.loads().get(1), What.LOAD_RESTORED);
        assertThat(plan.room(0.03)).isEqualTo(1000 * 900);
        assertThat(plan.planned()).isEqualTo(2000);
    }

    @Test
    void whatMayNotHaveDrawnMakesNoRoom() {
        ControlPlan plan = plan(idle(boiler("a"), -600));
        plan.shedUnseen(plan.loads().get(0), What.LOAD_SHED);
        assertThat(plan.room(0.03)).isEqualTo(1000 * 900);
        assertThat(plan.loads().get(0).isShed()).isTrue();
    }

    @Test
    void whatWouldBeFreedIsOnlyThoughtOf() {
        ControlPlan plan = plan(running(boiler("a"), -600));
        assertThat(plan.room(0.03, 500)).isEqualTo(1000 * 900 + 500 * 600);
        assertThat(plan.room(0.03)).isEqualTo(1000 * 900);
    }

    @Test
    void whatNeedsALoadIsShedWithItAndSaidToo() {
        ControlPlan plan = plan(running(needing("pump", "a"), -600), running(boiler("a"), -600));
        plan.shed(plan.loads().get(1), What.LOAD_SHED);
        assertThat(plan.outcome().decisions())
                .extracting(Decision::load)
                .containsExactly("a", "pump");
        assertThat(plan.outcome().loads()).allMatch(LoadNow::isShed);
    }

    @Test
    void aModulatingLoadComesBackWithItsLeast() {
        ControlPlan plan = plan(shed(Evening.charger("car", 1), -600));
        assertThat(plan.onReturn(plan.loads().get(0))).isEqualTo(6 * 230);
        plan.restore(plan.loads().get(0), What.LOAD_RESTORED);
        assertThat(plan.outcome().commands())
                .containsExactly(new Command.Set("car", plan.now(), 6));
    }

    @Test
    void aBatteryThatComesBackIsSaidToGive() {
        ControlPlan plan = plan(shed(Evening.battery(), -600));
        plan.restore(plan.loads().get(0), What.LOAD_RESTORED);
        assertThat(plan.outcome().decisions())
                .extracting(Decision::what)
                .containsExactly(What.LOAD_GIVES);
    }

    @Test
    void outcomeKeepsTheOrderOfTheConfiguration() {
        ControlPlan plan = plan(running(boiler("a"), -600), running(boiler("b"), -600));
        plan.shed(plan.loads().get(1), What.LOAD_SHED);
        assertThat(plan.outcome().loads()).extracting(s -> s.load().id()).containsExactly("a", "b");
    }

    private static ControlPlan plan(LoadNow... loads) {
        return new ControlPlan(List.of(loads), Evening.view(300, 1500), 1500);
    }
}
