package be.bsmr.control;

import static be.bsmr.control.Evening.SIX;
import static be.bsmr.control.Evening.boiler;
import static be.bsmr.control.Evening.running;
import static be.bsmr.control.Evening.set;
import static be.bsmr.control.Evening.shed;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.unit.Power;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadControllerTest {

    @Test
    void releaseGivesBackAllThatIsHeldExceptByAPerson() {
        LoadNow held = shed(boiler("held"), -600);
        LoadNow hand = shed(boiler("hand"), -600).in(ManualOverride.ALWAYS_SHED);
        LoadNow car = set(Evening.charger("car", 1), 6, -600);
        LoadNow battery = set(Evening.battery(), -500, -600);
        LoadNow free = running(boiler("free"), -600);
        ControlOutcome outcome =
                LoadController.release(List.of(held, hand, car, battery, free), SIX);
        assertThat(outcome.commands())
                .containsExactly(
                        new Command.Restore("held", SIX),
                        new Command.Restore("car", SIX),
                        new Command.Set("battery", SIX, 0));
        assertThat(outcome.decisions()).isEmpty();
    }

    @Test
    void restoresNothingInTheSecondInWhichItSheds() {
        LoadNow runs = running(boiler("runs"), -3600);
        LoadNow small = shed(Load.onOff("small", "small", new Power(50)), -3600);
        ControlOutcome outcome =
                LoadController.decide(List.of(runs, small), Evening.view(830, 2600), 3000);
        assertThat(outcome.commands())
                .containsExactly(
                        new Command.Shed("runs", SIX.plusSeconds(830), Duration.ofSeconds(70)));
    }

    @Test
    void withoutLoadsThereIsNothingToDecide() {
        ControlOutcome outcome = LoadController.decide(List.of(), Evening.view(830, 2600), 3000);
        assertThat(outcome).isEqualTo(ControlOutcome.unchanged(List.of()));
    }
}
