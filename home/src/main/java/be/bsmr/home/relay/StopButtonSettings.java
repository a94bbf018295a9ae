package be.bsmr.home.relay;

/**
 * The original's stop button, between a pin and ground.
 *
 * @param pin BCM number, 2…27; the original has 17
 */
public record StopButtonSettings(int pin) {

    public StopButtonSettings {
        Pins.check("pin", pin);
    }
}
