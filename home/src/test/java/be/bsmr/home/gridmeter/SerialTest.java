package be.bsmr.home.gridmeter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SerialTest {

    /** So that no device on the network has it, and it is there again after each start. */
    @Test
    void isAnAddressThatWasMadeUpHereAndStays() {
        Serial serial = Serial.ofThisMachine();
        assertThat(serial.digits()).matches("[0-9a-f][26ae][0-9a-f]{10}");
        assertThat(Serial.ofThisMachine()).isEqualTo(serial);
        assertThat(new Serial("02005e10203a").label()).isEqualTo("10203A");
    }
}
