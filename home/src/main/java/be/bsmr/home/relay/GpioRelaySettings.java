package be.bsmr.home.relay;

/**
 * A relay board on the Pi's pins.
 *
 * @param pin BCM number, 0…27
 * @param activeLow true for boards whose input must be low to energise the coil, as most are
 * @param normallyClosed true when the load hangs on the normally closed contact, so that it has
 *     power when the Pi has none
 */
public record GpioRelaySettings(int pin, boolean activeLow, boolean normallyClosed) {

    public GpioRelaySettings {
        Pins.check("pin", pin);
    }

    /** Whether the pin must be high to shed the load, or to restore it. */
    boolean isHighTo(boolean shed) {
        boolean energised = shed == normallyClosed;
        return energised != activeLow;
    }
}
