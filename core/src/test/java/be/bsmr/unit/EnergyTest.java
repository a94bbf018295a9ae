package be.bsmr.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnergyTest {

    @Test
    void aQuarterOf2512WattsIs628WattHours() {
        Energy quarter = Energy.ofWattHours(628);
        assertThat(quarter.meanPower(Duration.ofMinutes(15))).isEqualTo(new Power(2512));
        assertThat(new Power(2512).during(Duration.ofMinutes(15))).isEqualTo(quarter);
    }

    @Test
    void keepsAQuarterOfAWattHour() {
        assertThat(new Power(1).during(Duration.ofMinutes(15))).hasToString("0.25 Wh");
    }

    @Test
    void refusesAMeanOverNoTime() {
        assertThatIllegalArgumentException().isThrownBy(() -> Energy.ZERO.meanPower(Duration.ZERO));
    }

    @Test
    void writesPowerAsPeopleDo() {
        assertThat(new Power(2512)).hasToString("2.512 kW");
        assertThat(new Power(-40)).hasToString("-0.040 kW");
        assertThat(Voltage.ofVolts(230.1)).hasToString("230.1 V");
        assertThat(Current.ofAmperes(1.34)).hasToString("1.34 A");
    }
}
