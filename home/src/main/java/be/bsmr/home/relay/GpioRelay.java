package be.bsmr.home.relay;

import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import java.io.IOException;

/** A relay board on a GPIO pin. */
public final class GpioRelay implements Relay {

    private final GpioRelaySettings settings;
    private final DigitalOutput pin;

    /**
     * @throws IOException when the pin cannot be had
     */
    public GpioRelay(Gpio gpio, GpioRelaySettings settings) throws IOException {
        this.settings = settings;
        pin = gpio.output(settings.pin(), settings.isHighTo(false));
    }

    @Override
    public void shed(boolean shed) throws IOException {
        try {
            pin.state(settings.isHighTo(shed) ? DigitalState.HIGH : DigitalState.LOW);
        } catch (RuntimeException e) {
            // The GPIO library throws exceptions of its own, and plain ones of Java besides.
            throw new IOException("pin " + settings.pin() + " does not obey: " + e.getMessage(), e);
        }
    }

    /** The pin's state at shutdown is that of a restored load. */
    @Override
    public void close() {
        pin.state(settings.isHighTo(false) ? DigitalState.HIGH : DigitalState.LOW);
    }
}
