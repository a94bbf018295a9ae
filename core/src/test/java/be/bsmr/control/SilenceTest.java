package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.LoadState.Position;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");

    private final List<String> told = new ArrayList<>();
    private List<LoadNow> loads = List.of();

    @Test
    void givesLoadsBackOneByOneTheMostImportantFirst() {
        loads = List.of(shed("a", 1), shed("b", 5), shed("c", 3));
        pass(0, 1);
        assertThat(told).containsExactly("b");
        pass(1, 180);
        assertThat(told).containsExactly("b");
        pass(180, 181);
        assertThat(told).containsExactly("b", "c");
        pass(181, 900);
        assertThat(told).containsExactly("b", "c", "a");
        assertThat(loads).noneMatch(LoadNow::isShed);
    }

    @Test
    void whatIsDueComesBeforeWhatIsImportant() {
        LoadNow due = shed("due", 1);
        loads = List.of(shed("b", 10), due.counting(due.day().due(NOW, 0)));
        pass(0, 1);
        assertThat(told).containsExactly("due");
    }

    @Test
    void nobodyWaitsLongerThanItsOwnerAllows() {
        LoadNow impatient =
                LoadNow.initial(load("a", 1).within(limits(Duration.ofMinutes(10))))
                        .moved(Position.SHED, null, NOW.minus(Duration.ofMinutes(9)), null);
        loads = List.of(impatient, shed("b", 5));
        pass(0, 61);
        assertThat(told).containsExactly("b", "a");
    }

    @Test
    void whatDrawsLessInItsFailSafeGoesThereAtOnce() {
        LoadNow car = LoadNow.initial(Night.charger(Limits.USUAL, new Load.FailSafe.At(6)));
        loads = List.of(car, shed("b", 5), shed("c", 3));
        pass(0, 1);
        assertThat(told).containsExactlyInAnyOrder("car", "b");
        assertThat(loads.get(0).value()).isEqualTo(6);
    }

    @Test
    void aHandIsLeftAlone() {
        loads = List.of(shed("a", 1).in(ManualOverride.ALWAYS_SHED));
        pass(0, 900);
        assertThat(told).isEmpty();
    }

    /** Each second from one to before the other. */
    private void pass(int from, int to) {
        for (int s = from; s < to; s++) {
            ControlOutcome outcome = Silence.passes(loads, NOW.plusSeconds(s));
            loads = outcome.loads();
            outcome.commands().forEach(c -> told.add(c.load()));
            assertThat(outcome.decisions()).hasSameSizeAs(outcome.commands());
        }
    }

    private static LoadNow shed(String id, int priority) {
        return LoadNow.initial(load(id, priority))
                .moved(Position.SHED, null, NOW.minusSeconds(60), null);
    }

    private static Load load(String id, int priority) {
        return Load.onOff(id, id, new Power(2000)).ofPriority(priority);
    }

    private static Limits limits(Duration longest) {
        Limits usual = Limits.USUAL;
        return new Limits(
                usual.minShed(), usual.minOn(), longest, 0, List.of(), null, usual.handsOff());
    }
}
