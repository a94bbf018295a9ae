package be.bsmr.home.settings;

import be.bsmr.home.relay.GpioRelaySettings;
import be.bsmr.home.relay.HttpActuatorSettings;
import be.bsmr.home.relay.MarstekSettings;
import be.bsmr.home.relay.ModbusActuatorSettings;
import be.bsmr.home.relay.MqttActuatorSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a load is switched or set with, besides its own topic {@code bsmr/<site>/load/<id>/set}.
 *
 * @param gpio a relay on the Pi's own pins; null when there is none
 * @param mqtt a plug that listens on a topic of its own; null when there is none
 * @param http a plug or a charger that is switched by requests; null when there is none
 * @param modbus a device with registers; null when there is none
 * @param marstek a battery with a local API of its own; null when there is none
 */
public record LoadActuators(
        @Nullable GpioRelaySettings gpio,
        @Nullable MqttActuatorSettings mqtt,
        @Nullable HttpActuatorSettings http,
        @Nullable ModbusActuatorSettings modbus,
        @Nullable MarstekSettings marstek) {

    static final LoadActuators NONE = new LoadActuators(null, null, null, null, null);

    /** Whether each of them can set a modulating load. */
    boolean allSet() {
        return (mqtt == null || mqtt.set() != null)
                && (http == null || http.requests().set() != null)
                && (modbus == null || modbus.value() != null);
    }
}
