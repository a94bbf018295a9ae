package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** GPIO on Pi4J's own mock provider: no pins exist on the machines that build this. */
class RelayTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");

    private final Context pi4j =
            Pi4J.newContextBuilder()
                    .add(MockDigitalOutputProvider.newInstance())
                    .add(MockDigitalInputProvider.newInstance())
                    .build();
    private final Gpio gpio = Gpio.on(pi4j, "mock");
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
    void givesTheLoadBackWhenThePinsAreLetGo() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(23, false, true));
        MockDigitalOutput pin = (MockDigitalOutput) pi4j.registry().get("relay-23");
        relay.shed(true);
        assertThat(pin.state()).isEqualTo(DigitalState.HIGH);
        gpio.close();
        assertThat(pin.state()).isEqualTo(DigitalState.LOW);
    }

    @Test
    void givesEveryLoadBackWhenItsSwitchClosesThoughOneRelayIsBroken() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(23, false, true));
        MockDigitalOutput pin = (MockDigitalOutput) pi4j.registry().get("relay-23");
        relay.shed(true);
        loadSwitch(List.of(broken(new IllegalStateException("stuck")), relay)).close();
        assertThat(pin.state()).isEqualTo(DigitalState.LOW);
    }

    @Test
    void onePinHasOneUser() throws IOException {
        GpioRelay relay = new GpioRelay(gpio, new GpioRelaySettings(17, true, true));
        assertThat(relay).isNotNull();
        assertThatThrownBy(() -> new StopButton(gpio, new StopButtonSettings(17), () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("pin 17 is taken by a relay already; give the stop button another");
        assertThatThrownBy(() -> new GpioRelay(gpio, new GpioRelaySettings(17, true, true)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pin 17 is taken");
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

    static Stream<Exception> failures() {
        return Stream.of(
                new IOException("the coil is burnt"),
                new IllegalStateException("a defect of ours"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void oneRelayThatFailsDoesNotStopTheOther(Exception failure) {
        AtomicInteger switched = new AtomicInteger();
        Relay good =
                new MqttRelay(
                        new MqttRelaySettings("t", "0", "1"), (t, p) -> switched.incrementAndGet());
        loadSwitch(List.of(broken(failure), good)).apply(new Command.Shed("boiler", NOW));
        assertThat(switched).hasValue(1);
        assertThat(reports)
                .containsExactly(new SiteInput.LoadReport(NOW, "boiler", LoadState.Report.FAILED));
    }

    /** Fails whatever is asked of it. */
    private static Relay broken(Exception failure) {
        return new Relay() {
            @Override
            public void shed(boolean shed) throws IOException {
                if (failure instanceof IOException io) {
                    throw io;
                }
                throw (RuntimeException) failure;
            }

            @Override
            public void close() {
                throw new IllegalStateException(failure);
            }
        };
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
    void anMqttPlugIsGivenBackWhenItCloses() {
        List<String> messages = new ArrayList<>();
        new MqttRelay(
                        new MqttRelaySettings("plug/set", "0", "1"),
                        (topic, payload) -> messages.add(topic + " " + payload))
                .close();
        assertThat(messages).containsExactly("plug/set 1");
    }

    @Test
    void settingsLeftOutAreTheWiringThatWeAdvise() {
        assertThat(new GpioRelaySettings(23, null, null))
                .isEqualTo(new GpioRelaySettings(23, true, true));
        assertThat(new MqttRelaySettings("cmnd/boiler/POWER", null, null))
                .isEqualTo(new MqttRelaySettings("cmnd/boiler/POWER", "OFF", "ON"));
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
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttRelaySettings("cmnd/#", "OFF", "ON"))
                .withMessageContaining("cmnd/boiler/POWER");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttRelaySettings(null, "OFF", "ON"))
                .withMessageContaining("cmnd/boiler/POWER");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MqttRelaySettings("cmnd/boiler/POWER", "ON", "ON"))
                .withMessageContaining("OFF and ON");
    }

    private LoadSwitch loadSwitch(List<Relay> relays) {
        return new LoadSwitch("boiler", relays, Clock.fixed(NOW, ZoneOffset.UTC), reports::add);
    }
}
