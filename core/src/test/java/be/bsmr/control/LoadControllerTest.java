package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.control.LoadState.Mode;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.DemandForecast;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadControllerTest {

    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");
    private static final Power TARGET = new Power(2500);
    private static final Load BOILER = load("boiler", 2400);
    private static final Load CAR = load("car", 3700);

    private List<LoadState> loads = List.of(LoadState.initial(BOILER), LoadState.initial(CAR));
    private final List<Command> commands = new ArrayList<>();

    @Test
    void shedsTheFirstLoadWhenTheForecastStaysAboveTheTarget() {
        watch(100, 109, 3000);
        assertThat(commands).isEmpty();
        watch(110, 110, 3000);
        assertThat(commands).containsExactly(new Command.Shed("boiler", START.plusSeconds(110)));
    }

    @Test
    void aKettleOfTenSecondsTripsNothing() {
        watch(100, 109, 3000);
        watch(110, 200, 1000);
        assertThat(commands).isEmpty();
    }

    @Test
    void waitsForTheEffectBeforeItShedsTheNext() {
        watch(100, 139, 6000);
        assertThat(commands).hasSize(1);
        watch(140, 140, 6000);
        assertThat(commands)
                .containsExactly(
                        new Command.Shed("boiler", START.plusSeconds(110)),
                        new Command.Shed("car", START.plusSeconds(140)));
    }

    @Test
    void restoresWhenTheQuarterIsSafeWithTheLoad() {
        watch(100, 110, 3000);
        // 300 W for the rest, 25 Wh so far: with 2.4 kW from second 600 on that makes 250 Wh of 625
        // Wh.
        watch(600, 600, 300);
        assertThat(commands).hasSize(2);
        assertThat(commands.get(1)).isInstanceOf(Command.Restore.class);
    }

    @Test
    void doesNotRestoreWhatWouldPassTheTargetAgain() {
        watch(100, 110, 3000);
        watch(200, 200, 1000); // with 2.4 kW for 700 s: 1 kW + 1.87 kW
        assertThat(commands).hasSize(1);
    }

    @Test
    void doesNotRestoreForTheLastMinuteOfAQuarter() {
        watch(100, 110, 3000);
        watch(850, 850, 300);
        assertThat(commands).hasSize(1);
    }

    @Test
    void leavesALoadShedForItsShortestTime() {
        watch(600, 610, 3000);
        watch(611, 669, 100);
        assertThat(commands).hasSize(1);
        watch(670, 670, 100);
        assertThat(commands).hasSize(2);
    }

    @Test
    void leavesALoadAloneThatAPersonTookInHand() {
        loads = LoadController.force(loads, "boiler", Mode.ALWAYS_ON, START).loads();
        watch(100, 110, 3000);
        assertThat(commands).containsExactly(new Command.Shed("car", START.plusSeconds(110)));
    }

    @Test
    void shedsAtOnceWhenAPersonSaysSo() {
        LoadController.Outcome outcome =
                LoadController.force(loads, "boiler", Mode.ALWAYS_SHED, START);
        assertThat(outcome.commands()).containsExactly(new Command.Shed("boiler", START));
        assertThat(LoadController.force(loads, "nobody", Mode.ALWAYS_SHED, START).commands())
                .isEmpty();
    }

    @Test
    void restoresEverythingWhenTheMeterIsSilent() {
        watch(100, 110, 3000);
        LoadController.Outcome outcome = LoadController.restoreAll(loads, START.plusSeconds(300));
        assertThat(outcome.commands())
                .containsExactly(new Command.Restore("boiler", START.plusSeconds(300)));
        assertThat(outcome.loads()).noneMatch(LoadState::isShed);
    }

    @Test
    void refusesALoadThatMakesNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> load("Boiler!", 2400));
        assertThatIllegalArgumentException().isThrownBy(() -> load("boiler", 0));
    }

    private void watch(int from, int to, int expectedDemand) {
        for (int s = from; s <= to; s++) {
            LoadController.Outcome outcome =
                    LoadController.decide(loads, outlook(s, expectedDemand));
            loads = outcome.loads();
            commands.addAll(outcome.commands());
        }
    }

    private static Outlook outlook(int second, int expectedDemand) {
        DemandDistribution expected = DemandDistribution.certain(new Power(expectedDemand));
        QuarterDemand soFar =
                new QuarterDemand(
                        new QuarterHour(START), Energy.ZERO, 1, Estimator.REGISTERS, false);
        Energy limit = TARGET.during(QuarterHour.LENGTH);
        return new Outlook(
                START.plusSeconds(second),
                soFar,
                new DemandForecast(expected, Power.ZERO, Power.ZERO),
                TARGET,
                limit,
                limit,
                false);
    }

    private static Load load(String id, int watts) {
        return new Load(id, id, new Power(watts), Duration.ofSeconds(60), Duration.ofSeconds(60));
    }
}
