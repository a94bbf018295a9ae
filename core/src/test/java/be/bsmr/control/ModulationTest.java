package be.bsmr.control;

import static be.bsmr.control.Evening.SIX;
import static be.bsmr.control.Evening.battery;
import static be.bsmr.control.Evening.charger;
import static be.bsmr.control.Evening.set;
import static be.bsmr.control.Evening.view;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Decision.What;
import be.bsmr.unit.Power;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Ten minutes are left of the quarter. */
class ModulationTest {

    private static final int SECOND = 300;

    @Test
    void whatIsOverGoesToTheOneThatMattersMost() {
        LoadNow less = set(charger("less", 2), 6, -600);
        LoadNow more = set(charger("more", 4), 6, -600);
        // 562 W: two amperes for one of them, half of that at first.
        assertThat(told(2000, less, more)).containsExactly("more 7");
    }

    @Test
    void moreIsGivenByHalves() {
        assertThat(told(1000, set(charger("car", 2), 6, -600))).containsExactly("car 10");
    }

    @Test
    void moreOnlyWhenTheLastSettingIsTwoMinutesOld() {
        assertThat(told(1000, set(charger("car", 2), 6, 181))).isEmpty();
        assertThat(told(1000, set(charger("car", 2), 6, 180))).isNotEmpty();
    }

    @Test
    void lessAtOnceWhenTheQuarterIsInDanger() {
        ControlOutcome outcome = modulate(3500, set(charger("car", 2), 16, SECOND - 1));
        assertThat(values(outcome)).containsExactly("car 8");
        assertThat(outcome.decisions())
                .extracting(Decision::what)
                .containsExactly(What.LOAD_LIMITED);
    }

    @Test
    void aSmallChangeIsNotWorthACommand() {
        assertThat(told(2175, set(charger("car", 2), 10, -600))).as("an ampere more").isEmpty();
    }

    @Test
    void neverLessThanItsLowestValue() {
        assertThat(told(9000, set(charger("car", 2), 10, -600))).containsExactly("car 6");
    }

    @Test
    void aCarThatIsAwayMayTakeNoMoreThanThereIsWhenItComes() {
        LoadNow away = set(charger("car", 2), 16, -600);
        away = away.drawing(away.draw().idle(SIX.minusSeconds(300)));
        assertThat(told(1500, away)).containsExactly("car 6");
    }

    @Test
    void aBatteryGivesWhatIsMissing() {
        ControlOutcome outcome = modulate(3500, saying(0, set(battery(), 0, -600)));
        assertThat(values(outcome)).containsExactly("battery -1700");
        assertThat(said(outcome)).containsExactly("LOAD_GIVES -1700");
    }

    @Test
    void whatABatteryGivesIsSaidWhenItBegins() {
        assertThat(said(modulate(6000, saying(3000, set(battery(), 3000, -600)))))
                .as("it took all")
                .singleElement()
                .asString()
                .startsWith("LOAD_GIVES -");
        ControlOutcome more = modulate(4000, saying(-500, set(battery(), -500, -600)));
        assertThat(values(more)).as("it gives more").isNotEmpty();
        assertThat(said(more)).isEmpty();
    }

    @Test
    void aBatteryThatTakesAllIsNotRestored() {
        assertThat(said(modulate(0, saying(0, set(battery(), 0, -600)))))
                .containsExactly("LOAD_TAKES 3000");
    }

    /** As one that fills itself, from the sun. */
    @Test
    void aBatteryThatOnlyGivesIsLeftToItselfOtherwise() {
        LoadNow resting = saying(800, set(giver(), 0, -600));
        ControlOutcome outcome = modulate(4000, resting);
        assertThat(values(outcome)).containsExactly("battery -1650");
        assertThat(said(outcome)).containsExactly("LOAD_GIVES -1650");
        outcome = modulate(1000, saying(-1700, set(giver(), -1700, -600)));
        assertThat(values(outcome)).containsExactly("battery 0");
        assertThat(said(outcome)).as("its highest value is 0: it takes nothing").isEmpty();
        assertThat(told(1000, resting)).isEmpty();
    }

    private static Load giver() {
        Load l = battery();
        return new Load(
                l.id(),
                l.name(),
                l.priority(),
                null,
                new Actuation.Modulating(Actuation.Unit.WATT, -2500, 0, 50, 1, false),
                l.wires(),
                l.limits(),
                l.needs(),
                l.failSafe());
    }

    @Test
    void aBatteryTakesWhatTheOthersLeave() {
        LoadNow car = set(charger("car", 2), 16, -600);
        // 3680 + 1312 W are allowed, the car draws 3680 of them.
        assertThat(told(1500, car, saying(0, set(battery(), 0, -600))))
                .containsExactly("battery 1300");
    }

    @Test
    void whatIsInHandOrShedIsNotSet() {
        LoadNow hand = set(charger("car", 2), 16, -600).in(ManualOverride.ALWAYS_ON);
        assertThat(told(3500, hand, Evening.shed(charger("b", 2), -600))).isEmpty();
    }

    private static LoadNow saying(int watts, LoadNow s) {
        return s.drawing(s.draw().reporting(new Power(watts), SIX.plusSeconds(SECOND - 5)));
    }

    private static List<String> told(int demand, LoadNow... loads) {
        return values(modulate(demand, loads));
    }

    private static ControlOutcome modulate(int demand, LoadNow... loads) {
        ControlPlan plan = new ControlPlan(List.of(loads), view(SECOND, demand), demand);
        new Modulation(plan).apply();
        return plan.outcome();
    }

    private static List<String> said(ControlOutcome outcome) {
        return outcome.decisions().stream()
                .map(d -> d.what() + " " + Objects.requireNonNull(d.power()).watts())
                .toList();
    }

    private static List<String> values(ControlOutcome outcome) {
        return outcome.commands().stream()
                .map(c -> c.load() + " " + ((Command.Set) c).value())
                .toList();
    }
}
