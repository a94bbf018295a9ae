package be.bsmr.site;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.control.Decision;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.LoadNow;
import be.bsmr.control.LoadState;
import be.bsmr.control.ManualOverride;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The owner has other loads from one step to the next; the target is 2.5 kW. */
class ChangedLoadsTest {

    private static final Instant START = Instant.parse("2026-01-13T12:00:00Z");
    private static final Load BOILER = Load.onOff("boiler", "Boiler", new Power(2000));
    private static final Load HEATER = Load.onOff("heater", "Heater", new Power(1500));

    @Test
    void aLoadThatIsGoneIsForgottenAndNeverCommandedAgain() {
        ControlledHouse house = withholding(BOILER, HEATER);
        LoadState heater = house.load("heater").state();
        house.owning(HEATER).commands.clear();
        assertThat(house.loads()).extracting(LoadNow::state).containsExactly(heater);
        house.run(1800, 300);
        assertThat(house.of("boiler")).isEmpty();
        assertThat(house.state().control().loads())
                .extracting(LoadState::load)
                .containsExactly("heater");
    }

    @Test
    void aLoadThatIsAddedBeginsInItsFailSafeAndIsControlled() {
        ControlledHouse house = withholding(BOILER);
        LoadState boiler = house.load("boiler").state();
        house.owning(failingOff(HEATER), BOILER);
        assertThat(house.loads())
                .extracting(l -> l.load().id())
                .as("in the order of the configuration")
                .containsExactly("heater", "boiler");
        assertThat(house.load("heater").isShed()).isTrue();
        assertThat(house.load("boiler").state()).isEqualTo(boiler);
        house.wish("boiler", 0).run(1800, 300);
        assertThat(house.of("heater")).hasAtLeastOneElementOfType(Command.Restore.class);
    }

    @Test
    void aLoadThatIsChangedKeepsWhatIsKnownOfItAndObeysItsNewLimits() {
        ControlledHouse house = withholding(BOILER);
        LoadState known = house.load("boiler").state();
        Limits usual = BOILER.limits();
        Limits impatient =
                new Limits(
                        Duration.ZERO,
                        usual.minOn(),
                        Duration.ofSeconds(1),
                        0,
                        List.of(),
                        null,
                        usual.handsOff());
        house.owning(BOILER.within(impatient).ofPriority(7));
        assertThat(house.load("boiler").state()).isEqualTo(known);
        house.run(2, 6000);
        assertThat(house.load("boiler").isShed()).isFalse();
        assertThat(house.count(Decision.What.LOAD_RESTORED_FOR_COMFORT)).isEqualTo(1);
        assertThat(house.load("boiler").draw().learned()).isEqualTo(known.draw().learned());
    }

    @Test
    void whatCannotStayAsItIsSetBeginsAsAfterARestart() {
        ControlledHouse house = house(car(16)).wish("car", 3680).run(1200, 300);
        house.step(new SiteInput.UserRequest(house.now(), "car", ManualOverride.ALWAYS_ON));
        assertThat(house.load("car").value()).isEqualTo(16);
        house.owning(car(10));
        assertThat(house.load("car").value()).isEqualTo(10);
        assertThat(house.load("car").since()).isNull();
        assertThat(house.load("car").mode()).isEqualTo(ManualOverride.ALWAYS_ON);
        house.owning(Load.onOff("car", "Car", new Power(3680))).run(1, 300);
        assertThat(house.load("car").value()).isNull();
        assertThat(house.load("car").mode()).isEqualTo(ManualOverride.ALWAYS_ON);
    }

    @Test
    void withoutLoadsNothingIsKnownOfAny() {
        ControlledHouse house = withholding(BOILER).owning().run(900, 6000);
        assertThat(house.loads()).isEmpty();
        assertThat(house.state().control().loads()).isEmpty();
        house.owning(BOILER);
        assertThat(house.load("boiler").draw().learned()).isEmpty();
    }

    /** Shed, as the house draws far too much; its power has been seen. */
    private static ControlledHouse withholding(Load... loads) {
        ControlledHouse house = house(loads).run(300, 300).wish("boiler", 2000).run(120, 300);
        house.run(60, 6000);
        assertThat(house.load("boiler").isShed()).isTrue();
        assertThat(house.load("boiler").draw().learned()).isNotEmpty();
        return house;
    }

    private static ControlledHouse house(Load... loads) {
        return new ControlledHouse(SiteSettings.DEFAULT.controlling(List.of(loads)), START);
    }

    private static Load failingOff(Load l) {
        return new Load(
                l.id(),
                l.name(),
                l.priority(),
                l.power(),
                l.actuation(),
                l.wires(),
                l.limits(),
                l.needs(),
                new Load.FailSafe.Off());
    }

    private static Load car(int most) {
        return new Load(
                "car",
                "Car",
                1,
                null,
                new Actuation.Modulating(Actuation.Unit.AMPERE, 6, most, 1, 230, true),
                Set.of(1),
                Limits.USUAL,
                List.of(),
                new Load.FailSafe.On());
    }
}
