package be.bsmr.home.relay;

import com.pi4j.Pi4J;
import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The pins of this Pi. Opened only when the configuration names one. One thread at a time. */
public final class Gpio implements AutoCloseable {

    private static final String GPIOD = "gpiod";
    private static final long DEBOUNCE_MICROS = 50_000;

    private final Context context;
    private final String provider;
    private final Map<Integer, String> users = new HashMap<>();

    private Gpio(Context context, String provider) {
        this.context = context;
        this.provider = provider;
    }

    /**
     * Takes hold of the pins.
     *
     * @throws IOException when this machine has none that we may use; the message says what to do
     */
    public static Gpio open() throws IOException {
        if (!BoardInfoHelper.runningOnRaspberryPi()) {
            throw new IOException(noPins());
        }
        try {
            // Who opens the pins closes them: a second shutdown at the same time as ours would find
            // a relay's pin gone before its load was given back.
            Context context = Pi4J.newContextBuilder().autoDetect().disableShutdownHook().build();
            Gpio gpio = new Gpio(context, GPIOD);
            if (!context.hasProvider(gpio.outputs()) || !context.hasProvider(gpio.inputs())) {
                gpio.close();
                throw new IOException(noPins());
            }
            return gpio;
        } catch (RuntimeException | LinkageError e) {
            throw new IOException(noPins(), e);
        }
    }

    /**
     * For tests: pins of their choice.
     *
     * @param provider what the ids of its Pi4J providers begin with
     */
    static Gpio on(Context context, String provider) {
        return new Gpio(context, provider);
    }

    /**
     * An output that is as it begins whenever the program is not there.
     *
     * @param use what hangs there, such as {@code relay}
     */
    DigitalOutput output(int pin, String use, boolean initiallyHigh) throws IOException {
        DigitalState initial = initiallyHigh ? DigitalState.HIGH : DigitalState.LOW;
        return taken(
                pin,
                "a " + use,
                () ->
                        context.create(
                                DigitalOutput.newConfigBuilder(context)
                                        .id(use + "-" + pin)
                                        .name(use + " on pin " + pin)
                                        .address(pin)
                                        .initial(initial)
                                        .shutdown(initial)
                                        .provider(outputs())
                                        .build()));
    }

    DigitalInput inputWithPullUp(int pin) throws IOException {
        return taken(
                pin,
                "the stop button",
                () ->
                        context.create(
                                DigitalInput.newConfigBuilder(context)
                                        .id("button-" + pin)
                                        .name("button on pin " + pin)
                                        .address(pin)
                                        .pull(PullResistance.PULL_UP)
                                        .debounce(DEBOUNCE_MICROS)
                                        .provider(inputs())
                                        .build()));
    }

    @Override
    public void close() {
        context.shutdown();
    }

    private String outputs() {
        return provider + "-digital-output";
    }

    private String inputs() {
        return provider + "-digital-input";
    }

    /** The library would let a relay and the button share a pin, and then obey neither. */
    private <T> T taken(int pin, String user, Supplier<T> taking) throws IOException {
        String other = users.get(pin);
        if (other != null) {
            throw new IOException(
                    "pin " + pin + " is taken by " + other + " already; give " + user + " another");
        }
        try {
            T line = taking.get();
            users.put(pin, user);
            return line;
        } catch (RuntimeException | LinkageError e) {
            // The GPIO library throws exceptions of its own, and plain ones of Java besides.
            throw new IOException(
                    "pin " + pin + " cannot be used: " + e.getMessage() + "; " + noPins(), e);
        }
    }

    private static String noPins() {
        return "this machine has no GPIO pins that BSMR may use: remove gpio, the pins of sg_ready, stop_button and"
                + " alarm_lamp from the configuration, or on a Pi: sudo adduser $USER gpio";
    }
}
