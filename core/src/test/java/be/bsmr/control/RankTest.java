package be.bsmr.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");

    @Test
    void isThePriorityOfWhatRuns() {
        assertThat(rank(LoadNow.initial(Load.onOff("a", "A", new Power(2000)).ofPriority(4))))
                .isEqualTo(4);
    }

    @Test
    void growsToThreeTimesAsTheTurnComesNearer() {
        assertThat(rank(TurnsTest.withheld("a", 2000, 60, 0))).isEqualTo(1);
        assertThat(rank(TurnsTest.withheld("a", 2000, 60, 30))).isCloseTo(1.5, offset(0.01));
        assertThat(rank(TurnsTest.withheld("a", 2000, 60, 60))).isEqualTo(3);
    }

    @Test
    void ofWhatIsDueIsTheShareOfItsTimeThatItNeeds() {
        // Of seven hours and a half it needs 875 W of the 1750 that are for it under 2.5 kW.
        assertThat(rank(Night.car(6562))).isCloseTo(5, offset(0.01));
        assertThat(rank(Night.car(100))).as("no less than what matters least").isEqualTo(1);
    }

    private static double rank(LoadNow s) {
        View view = Night.view(q -> 400, true, Plan.NONE);
        Turns turns = new Turns(List.of(s), NOW, 2500);
        return new Rank(new OwnersLimits(view), turns, 2500).of(s);
    }
}
