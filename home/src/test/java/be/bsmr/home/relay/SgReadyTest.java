package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.control.Command;
import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Its contacts are relays on Pi4J's own mock pins: high = coil energised = contact closed. */
class SgReadyTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");
    private static final Command SHED = new Command.Shed("x", NOW);
    private static final Command RESTORE = new Command.Restore("x", NOW);

    private final Context pi4j =
            Pi4J.newContextBuilder().add(MockDigitalOutputProvider.newInstance()).build();
    private final Gpio gpio = Gpio.on(pi4j, "mock");

    @AfterEach
    void shutdown() {
        gpio.close();
    }

    private GpioRelay contact(int pin) throws IOException {
        SgReadyContact wired = new SgReadyContact(pin, false, null, null);
        return new GpioRelay(gpio, wired.gpio(), true);
    }

    private String closed() {
        return isHigh(23) + ":" + isHigh(24);
    }

    private int isHigh(int pin) {
        return ((MockDigitalOutput) pi4j.registry().get("relay-" + pin)).isHigh() ? 1 : 0;
    }

    @ParameterizedTest
    @CsvSource({"2, 0:0", "3, 0:1", "4, 1:1"})
    void isBlockedByTheFirstContactAloneAndLeftInTheStateThatItsOwnerWants(
            int free, String contacts) throws Exception {
        SgReady heatPump = new SgReady(free, contact(23), contact(24));
        assertThat(closed()).as("before anything is said it is normal").isEqualTo("0:0");
        heatPump.order(SHED);
        assertThat(closed()).isEqualTo("1:0");
        assertThat(heatPump.isDone(SHED)).isTrue();
        assertThat(heatPump.isDone(RESTORE)).isFalse();
        heatPump.order(RESTORE);
        assertThat(closed()).isEqualTo(contacts);
        assertThat(heatPump.isDone(RESTORE)).isTrue();
    }

    @Test
    void isNormalWhenThePinsAreLetGo() throws Exception {
        SgReady heatPump = new SgReady(4, contact(23), contact(24));
        heatPump.order(RESTORE);
        assertThat(closed()).isEqualTo("1:1");
        MockDigitalOutput block = (MockDigitalOutput) pi4j.registry().get("relay-23");
        MockDigitalOutput boost = (MockDigitalOutput) pi4j.registry().get("relay-24");
        gpio.close();
        assertThat(block.isLow() && boost.isLow()).isTrue();
    }

    @Test
    void isNeverOrderedToRunOnItsWayToBeingBlocked() throws Exception {
        SgReady heatPump = new SgReady(3, contact(23), contact(24));
        heatPump.order(RESTORE);
        List<String> states = new ArrayList<>();
        DigitalStateChangeListener noting = e -> states.add(closed());
        for (int pin : new int[] {23, 24}) {
            ((MockDigitalOutput) pi4j.registry().get("relay-" + pin)).addListener(noting);
        }
        heatPump.order(SHED);
        heatPump.order(RESTORE);
        assertThat(states).containsExactly("0:0", "1:0", "0:0", "0:1");
    }

    @Test
    void oneContactIsEnoughToBlock() throws Exception {
        SgReady heatPump = new SgReady(2, contact(23), null);
        heatPump.order(SHED);
        assertThat(isHigh(23)).isOne();
        assertThat(heatPump.look()).as("a pin says nothing").isEqualTo(Sight.NOTHING);
        heatPump.order(RESTORE);
        assertThat(isHigh(23)).isZero();
    }

    @Test
    void relaysThatSpeakSayWhetherItIsBlocked() throws Exception {
        Device first = new Device();
        Device second = new Device();
        SgReady heatPump = new SgReady(3, first, second);
        heatPump.order(SHED);
        assertThat(heatPump.look().on()).isFalse();
        second.on = true;
        assertThat(heatPump.look().on()).as("both closed: it is ordered to run").isTrue();
        heatPump.close();
        assertThat(first.closed && second.closed).isTrue();
    }
}
