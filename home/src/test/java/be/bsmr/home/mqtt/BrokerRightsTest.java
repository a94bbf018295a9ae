package be.bsmr.home.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerRightsTest {

    private final BrokerRights rights = new BrokerRights(MqttSettings.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        // filter, display, reader, device, control
        "esp32/json, true, true, true, true",
        "#, false, true, false, true",
        "+, false, true, true, true",
        "+/home/reading, false, true, false, true",
        "bsmr/#, false, true, false, true",
        "bsmr/home/reading, false, true, false, true",
        "bsmr/home/status, false, true, true, true",
        "bsmr/home/load/boiler/set, false, true, true, true",
        "bsmr/home/load/+/set, false, true, true, true",
        "bsmr/home/load/boiler/mode/set, false, true, false, true",
        "cmnd/boiler/#, false, true, true, true",
        "bsmrs/x, false, true, true, true",
    })
    void reading(String filter, boolean display, boolean reader, boolean device, boolean control) {
        assertThat(rights.mayRead(BrokerRole.DISPLAY, filter)).isEqualTo(display);
        assertThat(rights.mayRead(BrokerRole.READER, filter)).isEqualTo(reader);
        assertThat(rights.mayRead(BrokerRole.DEVICE, filter)).isEqualTo(device);
        assertThat(rights.mayRead(BrokerRole.CONTROL, filter)).isEqualTo(control);
    }

    @ParameterizedTest
    @CsvSource({
        // topic, device, control
        "stat/boiler/POWER, true, true",
        "p1/raw, true, true",
        "esp32/json, false, false",
        "bsmr/home/status, false, false",
        "bsmr/home/peaks, false, false",
        "bsmr/home/reading, false, false",
        "bsmr/home/steering, false, false",
        "bsmr/home/load/boiler, false, false",
        "bsmr/home/load/boiler/set, false, false",
        "bsmr/home/control/mode, false, false",
        "bsmr/home/x, false, false",
        "bsmr/home/load/boiler/mode/set, false, true",
        "bsmr/home/load/boiler/undo/set, false, true",
        "bsmr/home/control/mode/set, false, true",
        "bsmr/home/steering/asks, false, true",
        "bsmr/other/status, false, true",
        "bsmr/home/load/a/b/mode/set, false, false",
    })
    void publishing(String topic, boolean device, boolean control) {
        assertThat(rights.mayPublish(BrokerRole.DISPLAY, topic)).isFalse();
        assertThat(rights.mayPublish(BrokerRole.READER, topic)).isFalse();
        assertThat(rights.mayPublish(BrokerRole.DEVICE, topic)).isEqualTo(device);
        assertThat(rights.mayPublish(BrokerRole.CONTROL, topic)).isEqualTo(control);
    }

    @ParameterizedTest
    @CsvSource({
        "$SYS/broker",
        "$share/all/bsmr/home/reading",
        "a::b",
        "''",
        "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q"
    })
    void topicsThatNobodyNeeds(String topic) {
        assertThat(BrokerRights.outOfBounds(topic)).isNotNull();
    }
}
