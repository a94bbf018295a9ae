package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.control.Command;
import be.bsmr.control.LoadState;
import be.bsmr.site.SiteInput;
import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** GPIO on Pi4J's own mock provider: no pins exist on the machines that build this. */
class RelayTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");

    private final Context pi4j =
            Pi4J.newContextBuilder()
                    .add(MockDigitalOutputProvider.newInstance())
                    .add(MockDigitalInputProvider.newInstance())
                    .build();
    private final Gpio gpio = Gpio.on(pi4j);
    private final List<SiteInput> reports = new ArrayList<>();

    @AfterEach
    void shutdown() {
        gpio.close();
    }

    @Test
    void anActiveLowBoardOnTheNormallyClosedContact() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(23, true, true));
        MockDigitalOutput pin = (MockDigitalOutput) pi4j.registry().get("relay-23");
        assertThat(pin.state()).as("at start the load has power").isEqualTo(DigitalState.HIGH);
        relay.shed(true);
        assertThat(pin.state()).isEqualTo(DigitalState.LOW);
        relay.shed(false);
        assertThat(pin.state()).isEqualTo(DigitalState.HIGH);
    }

    @Test
    void anActiveHighBoardOnTheNormallyOpenContact() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(24, false, false));
        MockDigitalOutput pin = (MockDigitalOutput) pi4j.registry().get("relay-24");
        assertThat(pin.state()).isEqualTo(DigitalState.HIGH);
        relay.shed(true);
        assertThat(pin.state()).isEqualTo(DigitalState.LOW);
    }

    @Test
    void givesTheLoadBackWhenItCloses() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(23, false, true));
        MockDigitalOutput pin = (MockDigitalOutput) pi4j.registry().get("relay-23");
        relay.shed(true);
        relay.close();
        assertThat(pin.state()).isEqualTo(DigitalState.LOW);
    }

    @Test
    void reportsWhatCameOfACommand() {
        List<String> messages = new ArrayList<>();
        Relay plug =
                new MqttRelay(
                        new MqttRelaySettings("cmnd/boiler/POWER", "OFF", "ON"),
                        (topic, payload) -> messages.add(topic + " " + payload));
        LoadSwitch boiler = loadSwitch(List.of(plug));
        boiler.apply(new Command.Shed("boiler", NOW));
        boiler.apply(new Command.Restore("boiler", NOW));
        assertThat(messages).containsExactly("cmnd/boiler/POWER OFF", "cmnd/boiler/POWER ON");
        assertThat(reports)
                .containsOnly(new SiteInput.LoadReport(NOW, "boiler", LoadState.Report.CONFIRMED));
    }

    @Test
    void oneRelayThatFailsDoesNotStopTheOther() throws IOException {
        AtomicInteger switched = new AtomicInteger();
        Relay broken =
                new Relay() {
                    @Override
                    public void shed(boolean shed) throws IOException {
                        throw new IOException("the coil is burnt");
                    }

                    @Override
                    public void close() {}
                };
        Relay good =
                new MqttRelay(
                        new MqttRelaySettings("t", "0", "1"), (t, p) -> switched.incrementAndGet());
        loadSwitch(List.of(broken, good)).apply(new Command.Shed("boiler", NOW));
        assertThat(switched).hasValue(1);
        assertThat(reports)
                .containsExactly(new SiteInput.LoadReport(NOW, "boiler", LoadState.Report.FAILED));
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
    void refusesSettingsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GpioRelaySettings(40, true, true))
                .withMessageContaining("pin is a BCM number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttRelaySettings("cmnd/#", "OFF", "ON"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttRelaySettings("cmnd/boiler/POWER", "ON", "ON"));
    }

    private LoadSwitch loadSwitch(List<Relay> relays) {
        return new LoadSwitch("boiler", relays, Clock.fixed(NOW, ZoneOffset.UTC), reports::add);
    }
}
