package be.bsmr.home.relay;

import be.bsmr.control.Command;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A relay board on a GPIO pin. What hangs behind its contacts we do not hear. */
public final class GpioRelay implements Actuator {

    private final GpioRelaySettings settings;
    private final DigitalOutput pin;
    private @Nullable Command told;

    /**
     * @param safelyShed whether the load is shed, not restored, while the program is not there
     * @throws IOException when the pin cannot be had
     */
    public GpioRelay(Gpio gpio, GpioRelaySettings settings, boolean safelyShed) throws IOException {
        this.settings = settings;
        pin = gpio.output(settings.pin(), "relay", settings.isHighTo(safelyShed));
    }

    /** A value is no more than being on to a relay. */
    @Override
    public void order(Command command) throws IOException {
        told = null;
        try {
            pin.state(state(command));
        } catch (RuntimeException e) {
            // The GPIO library throws exceptions of its own, and plain ones of Java besides.
            throw new IOException("pin " + settings.pin() + " does not obey: " + e.getMessage(), e);
        }
        told = command;
    }

    @Override
    public boolean isDone(Command command) {
        return Actuator.same(told, command) && pin.state() == state(command);
    }

    /** When the pins are let go, this one is as at the start. */
    @Override
    public void close() {}

    private DigitalState state(Command command) {
        boolean shed = command instanceof Command.Shed;
        return settings.isHighTo(shed) ? DigitalState.HIGH : DigitalState.LOW;
    }
}
