package be.bsmr.home.settings;

import be.bsmr.home.relay.GpioRelaySettings;
import be.bsmr.home.relay.HttpActuatorSettings;
import be.bsmr.home.relay.MarstekSettings;
import be.bsmr.home.relay.ModbusActuatorSettings;
import be.bsmr.home.relay.MqttActuatorSettings;
import be.bsmr.home.relay.NikoSettings;
import be.bsmr.home.relay.SgReadyContact;
import be.bsmr.home.relay.SgReadySettings;
import be.bsmr.home.relay.VictronSettings;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a load is switched or set with, besides its own topic {@code bsmr/<site>/load/<id>/set}.
 *
 * @param gpio a relay on the Pi's own pins; null when there is none
 * @param mqtt a plug that listens on a topic of its own; null when there is none
 * @param http a plug or a charger that is switched by requests; null when there is none
 * @param modbus a device with registers; null when there is none
 * @param marstek a battery with a local API of its own; null when there is none
 * @param sgReady the two contacts of a heat pump; null when there are none
 * @param niko a socket or relay of Niko Home Control; null when there is none
 * @param victron a battery behind Victron's ESS; null when there is none
 */
public record LoadActuators(
        @Nullable GpioRelaySettings gpio,
        @Nullable MqttActuatorSettings mqtt,
        @Nullable HttpActuatorSettings http,
        @Nullable ModbusActuatorSettings modbus,
        @Nullable MarstekSettings marstek,
        @Nullable SgReadySettings sgReady,
        @Nullable NikoSettings niko,
        @Nullable VictronSettings victron) {

    static final LoadActuators NONE =
            new LoadActuators(null, null, null, null, null, null, null, null);

    /** Whether one of them hangs on the machine's own pins. */
    public boolean wantPins() {
        return gpio != null || contacts().anyMatch(c -> c.pin() != null);
    }

    /** Whether one of them is told through the broker of the house. */
    boolean wantBroker() {
        return mqtt != null || contacts().anyMatch(c -> c.mqtt() != null);
    }

    private Stream<SgReadyContact> contacts() {
        return sgReady == null
                ? Stream.empty()
                : Stream.of(sgReady.block(), sgReady.boost()).flatMap(Stream::ofNullable);
    }

    /** Whether each of them can set a modulating load. */
    boolean allSet() {
        return sgReady == null
                && niko == null
                && (mqtt == null || mqtt.set() != null)
                && (http == null || http.requests().set() != null)
                && (modbus == null || modbus.value() != null);
    }
}
