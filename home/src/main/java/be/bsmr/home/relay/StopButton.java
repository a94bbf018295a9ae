package be.bsmr.home.relay;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The original's stop button: pressed, it pulls the pin to ground. Acts once. */
public final class StopButton {

    private final AtomicBoolean pressed = new AtomicBoolean();

    /**
     * @param onPress called once, on a thread of the GPIO library
     * @throws IOException when the pin cannot be had
     */
    public StopButton(Gpio gpio, StopButtonSettings settings, Runnable onPress) throws IOException {
        DigitalInput input = gpio.inputWithPullUp(settings.pin());
        input.addListener(
                event -> {
                    if (event.state() == DigitalState.LOW && pressed.compareAndSet(false, true)) {
                        onPress.run();
                    }
                });
    }
}
