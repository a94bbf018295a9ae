package be.bsmr.quarter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CyclesTest {

    private final Cycles cycles = new Cycles();
    private int now;

    @ParameterizedTest(name = "{0} s of {1}")
    @CsvSource({"17, 30", "5, 10", "45, 120", "90, 180"})
    void knowsAHobAnOvenAndAThermostatByTheThirdTimeTheyGoOn(int on, int period) {
        run(2 * period + 5, s -> 300 + (s % period < on ? 1800 : 0));
        assertThat(cycles.whole(now)).isPositive();
        assertThat(cycles.whole(now) % period).isZero();
    }

    @Test
    void takesTheSlowestOfSeveral() {
        // The oven goes on in the very second in which the hob goes off.
        run(600, s -> 300 + ((s + 13) % 30 < 17 ? 1800 : 0) + ((s + 9) % 120 < 45 ? 2160 : 0));
        assertThat(cycles.whole(now)).isEqualTo(120);
    }

    @Test
    void seesThemBehindTheSun() {
        run(300, s -> (s % 30 < 17 ? 1800 : 0) - 2500 + s % 40);
        assertThat(cycles.whole(now)).isEqualTo(30);
    }

    @Test
    void endsWhenTheyStayOnOrOff() {
        run(300, s -> 300 + (s % 30 < 17 ? 1800 : 0));
        run(35, s -> 300);
        assertThat(cycles.whole(now)).isZero();
    }

    @Test
    void aKettleIsNoCycle() {
        run(900, s -> 300 + ((s > 200 && s < 350) || (s > 600 && s < 700) ? 2000 : 0) + s % 20);
        assertThat(cycles.whole(now)).isZero();
    }

    @Test
    void aStaircaseIsNoCycle() {
        run(300, s -> 300 + s / 60 * 1000);
        assertThat(cycles.whole(now)).isZero();
    }

    private void run(int seconds, IntUnaryOperator watts) {
        for (int s = 0; s < seconds; s++) {
            cycles.add(++now, watts.applyAsInt(s));
        }
    }
}
