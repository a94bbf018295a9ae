package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.pi4j.Pi4J;
import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.context.Context;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine without pins, as most that run these tests are: nothing stands in for them here. */
class GpioTest {

    @BeforeEach
    void notOnAPi() {
        assumeFalse(BoardInfoHelper.runningOnRaspberryPi(), "this machine has real pins");
    }

    @Test
    void saysWhichKeysToRemoveOnAMachineWithoutPins() {
        assertThatThrownBy(Gpio::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("GPIO")
                .hasMessageContaining("gpio")
                .hasMessageContaining("stop_button");
    }

    @Test
    void aPinThatTheRealLibraryCannotGiveIsAnError() {
        Context pi4j =
                Pi4J.newContextBuilder()
                        .add(GpioDDigitalOutputProvider.newInstance())
                        .add(GpioDDigitalInputProvider.newInstance())
                        .build();
        try (Gpio gpio = Gpio.on(pi4j, "gpiod")) {
            assertThat(pi4j.hasProvider("gpiod-digital-output")).isTrue();
            assertThat(pi4j.hasProvider("gpiod-digital-input")).isTrue();
            assertThatThrownBy(
                            () -> new GpioRelay(gpio, new GpioRelaySettings(23, true, true), false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("pin 23 cannot be used");
            assertThatThrownBy(() -> new StopButton(gpio, new StopButtonSettings(17), () -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("pin 17 cannot be used");
        }
    }
}
