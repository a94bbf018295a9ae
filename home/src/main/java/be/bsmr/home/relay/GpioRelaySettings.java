package be.bsmr.home.relay;

import java.util.Objects;

/**
 * A relay board on the Pi's pins.
 *
 * <p>{@code activeLow} and {@code normallyClosed} are about the wiring and a wrong one would shed a
 * load for good, so what the configuration leaves out (null) is the wiring that we advise.
 *
 * @param pin BCM number, 2…27
 * @param activeLow true, as by default, for boards whose input must be low to energise the coil, as
 *     most are
 * @param normallyClosed true, as by default, when the load hangs on the normally closed contact: to
 *     shed it the coil is energised, and it has power when the Pi has none. False when it hangs on
 *     the normally open contact: to shed it the coil is released, and it has no power when the Pi
 *     has none.
 */
public record GpioRelaySettings(int pin, Boolean activeLow, Boolean normallyClosed) {

    public GpioRelaySettings {
        Pins.check("pin", pin);
        activeLow = Objects.requireNonNullElse(activeLow, true);
        normallyClosed = Objects.requireNonNullElse(normallyClosed, true);
    }

    /** Whether the pin must be high to shed the load, or to restore it. */
    boolean isHighTo(boolean shed) {
        boolean energised = shed == normallyClosed;
        return energised != activeLow;
    }
}
