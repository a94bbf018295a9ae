package be.bsmr.home.relay;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A contact that is closed when its relay is energised or on, and open when nobody is there: wired
 * normally open. On one of the Pi's pins, or any relay that is told over MQTT or Modbus. Not over
 * HTTP: Shelly's preset would close it by itself after five minutes.
 *
 * @param pin BCM number, 2…27; null for none
 * @param activeLow as of a relay board; true when left out (null)
 * @param mqtt null for none
 * @param modbus null for none
 */
public record SgReadyContact(
        @Nullable Integer pin,
        Boolean activeLow,
        @Nullable MqttActuatorSettings mqtt,
        @Nullable ModbusActuatorSettings modbus) {

    public SgReadyContact {
        activeLow = Objects.requireNonNullElse(activeLow, true);
        if (Stream.of(pin, mqtt, modbus).filter(Objects::nonNull).count() != 1) {
            throw new IllegalArgumentException("a contact is one relay: write pin, mqtt or modbus");
        }
        if (pin != null) {
            Pins.check("pin", pin);
        }
    }

    /** The relay on its pin: nothing hangs on its normally closed contact. */
    public @Nullable GpioRelaySettings gpio() {
        return pin == null ? null : new GpioRelaySettings(pin, activeLow, false);
    }
}
