package be.bsmr.control;

import static be.bsmr.control.Evening.set;
import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Actuation.Modulating;
import be.bsmr.unit.Current;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MainFuseTest {

    private static final Current FUSE = Current.ofAmperes(25);

    @Test
    void leavesHalfAnAmpereOfTheFuse() {
        // Five amperes are left on its wire beside the ten that it draws.
        assertThat(within(set(Evening.charger("car", 1), 10, -600), 16, 20, FUSE)).isEqualTo(14);
        assertThat(within(set(Evening.charger("car", 1), 10, -600), 12, 20, FUSE)).isEqualTo(12);
    }

    @Test
    void aBatteryMayNotFeedMoreThanTheFuseBears() {
        assertThat(within(set(Evening.battery(), 0, -600), -3000, -20, FUSE)).isEqualTo(-1050);
    }

    @Test
    void withoutAKnownFuseOrCurrentNothingIsHeldBack() {
        LoadNow car = set(Evening.charger("car", 1), 10, -600);
        assertThat(within(car, 16, 24, null)).isEqualTo(16);
        View untold = Evening.view(0, 0, 0, List.of(), FUSE);
        assertThat(new MainFuse(untold).within(car, modulating(car), 16)).isEqualTo(16);
    }

    private static int within(LoadNow s, int wanted, int amperes, @Nullable Current fuse) {
        View view = Evening.view(0, 0, 0, List.of(Current.ofAmperes(amperes)), fuse);
        return new MainFuse(view).within(s, modulating(s), wanted);
    }

    private static Modulating modulating(LoadNow s) {
        return (Modulating) s.load().actuation();
    }
}
