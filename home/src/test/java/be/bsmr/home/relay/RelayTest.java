package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.control.Command;
import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** GPIO on Pi4J's own mock provider: no pins exist on the machines that build this. */
class RelayTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");
    private static final Command SHED = new Command.Shed("boiler", NOW);
    private static final Command RESTORE = new Command.Restore("boiler", NOW);

    private final Context pi4j =
            Pi4J.newContextBuilder()
                    .add(MockDigitalOutputProvider.newInstance())
                    .add(MockDigitalInputProvider.newInstance())
                    .build();
    private final Gpio gpio = Gpio.on(pi4j, "mock");

    @AfterEach
    void shutdown() {
        gpio.close();
    }

    @Test
    void anActiveLowBoardOnTheNormallyClosedContact() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(23, true, true), false);
        MockDigitalOutput pin = (MockDigitalOutput) pi4j.registry().get("relay-23");
        assertThat(pin.state()).as("at start the load has power").isEqualTo(DigitalState.HIGH);
        relay.order(SHED);
        assertThat(pin.state()).isEqualTo(DigitalState.LOW);
        assertThat(relay.isDone(SHED)).isTrue();
        assertThat(relay.isDone(RESTORE)).isFalse();
        relay.order(RESTORE);
        assertThat(pin.state()).isEqualTo(DigitalState.HIGH);
    }

    @Test
    void anActiveHighBoardOnTheNormallyOpenContact() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(24, false, false), false);
        MockDigitalOutput pin = (MockDigitalOutput) pi4j.registry().get("relay-24");
        assertThat(pin.state()).isEqualTo(DigitalState.HIGH);
        relay.order(SHED);
        assertThat(pin.state()).isEqualTo(DigitalState.LOW);
    }

    @Test
    void givesTheLoadBackWhenThePinsAreLetGo() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(23, false, true), false);
        MockDigitalOutput pin = (MockDigitalOutput) pi4j.registry().get("relay-23");
        relay.order(SHED);
        assertThat(pin.state()).isEqualTo(DigitalState.HIGH);
        gpio.close();
        assertThat(pin.state()).isEqualTo(DigitalState.LOW);
    }

    @Test
    void leavesALoadShedWhoseFailSafeIsOff() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(23, false, true), true);
        MockDigitalOutput pin = (MockDigitalOutput) pi4j.registry().get("relay-23");
        assertThat(pin.state()).isEqualTo(DigitalState.HIGH);
        relay.order(RESTORE);
        assertThat(pin.state()).isEqualTo(DigitalState.LOW);
        gpio.close();
        assertThat(pin.state()).isEqualTo(DigitalState.HIGH);
    }

    @Test
    void onePinHasOneUser() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(17, true, true), false);
        assertThat(relay).isNotNull();
        assertThatThrownBy(() -> new StopButton(gpio, new StopButtonSettings(17), () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("pin 17 is taken by a relay already; give the stop button another");
        assertThatThrownBy(() -> new GpioRelay(gpio, new GpioRelaySettings(17, true, true), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pin 17 is taken");
    }

    @Test
    void theStopButtonActsOnceWhenPressed() throws IOException {
        AtomicInteger stops = new AtomicInteger();
        StopButton button =
                new StopButton(gpio, new StopButtonSettings(17), stops::incrementAndGet);
        assertThat(button).isNotNull();
        MockDigitalInput pin = (MockDigitalInput) pi4j.registry().get("button-17");
        pin.mockState(DigitalState.HIGH);
        assertThat(stops).hasValue(0);
        pin.mockState(DigitalState.LOW);
        pin.mockState(DigitalState.HIGH);
        pin.mockState(DigitalState.LOW);
        assertThat(stops).hasValue(1);
    }

    @Test
    void settingsLeftOutAreTheWiringThatWeAdvise() {
        assertThat(new GpioRelaySettings(23, null, null))
                .isEqualTo(new GpioRelaySettings(23, true, true));
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GpioRelaySettings(40, true, true))
                .withMessage("pin is a BCM number of 2 to 27 (pinout.xyz), not 40");
        assertThatIllegalArgumentException()
                .as("a pin left out reads as 0")
                .isThrownBy(() -> new StopButtonSettings(0))
                .withMessage("pin is a BCM number of 2 to 27 (pinout.xyz), and must be written");
    }
}
