package be.bsmr.home.relay;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import java.io.IOException;

/** The pins of this Pi. Opened only when the configuration names one. */
public final class Gpio implements AutoCloseable {

    private static final long DEBOUNCE_MICROS = 50_000;

    private final Context context;

    private Gpio(Context context) {
        this.context = context;
    }

    /**
     * Takes hold of the pins.
     *
     * @throws IOException when this machine has none that we may use
     */
    public static Gpio open() throws IOException {
        try {
            Context context = Pi4J.newAutoContext();
            if (context.providers().all().isEmpty()) {
                context.shutdown();
                throw new IOException(noPins());
            }
            return new Gpio(context);
        } catch (RuntimeException | LinkageError e) {
            throw new IOException(noPins(), e);
        }
    }

    /** For tests: a context with the provider of their choice. */
    static Gpio on(Context context) {
        return new Gpio(context);
    }

    DigitalOutput output(int pin, boolean initiallyHigh) throws IOException {
        DigitalState initial = initiallyHigh ? DigitalState.HIGH : DigitalState.LOW;
        try {
            return context.create(
                    DigitalOutput.newConfigBuilder(context)
                            .id("relay-" + pin)
                            .name("relay on pin " + pin)
                            .address(pin)
                            .initial(initial)
                            .shutdown(initial)
                            .build());
        } catch (RuntimeException | LinkageError e) { // whatever the library throws, it is the pin
            throw unusable(pin, e);
        }
    }

    DigitalInput inputWithPullUp(int pin) throws IOException {
        try {
            return context.create(
                    DigitalInput.newConfigBuilder(context)
                            .id("button-" + pin)
                            .name("button on pin " + pin)
                            .address(pin)
                            .pull(PullResistance.PULL_UP)
                            .debounce(DEBOUNCE_MICROS)
                            .build());
        } catch (RuntimeException | LinkageError e) { // whatever the library throws, it is the pin
            throw unusable(pin, e);
        }
    }

    @Override
    public void close() {
        context.shutdown();
    }

    private static IOException unusable(int pin, Throwable why) {
        return new IOException("pin " + pin + ": " + why.getMessage() + "; " + noPins(), why);
    }

    private static String noPins() {
        return "this machine has no GPIO pins that BSMR may use: remove the keys gpio and stop_button from"
                + " the configuration, or on a Pi: sudo adduser $USER gpio";
    }
}
