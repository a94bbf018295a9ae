package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.control.Command;
import be.bsmr.home.FreePort;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a device that speaks its protocol, over real datagrams. */
class MarstekBatteryTest {

    /** Five minutes and ten seconds before the quarter ends. */
    private static final Instant NOW = Instant.parse("2026-01-13T17:09:50Z");

    private static final Command GIVE = new Command.Set("x", NOW, -1500);
    private static final Command REST = new Command.Set("x", NOW, 0);

    private int port;
    private LittleMarstek device;
    private MarstekBattery battery;

    @BeforeEach
    void start() throws Exception {
        port = FreePort.take();
        device = new LittleMarstek(port);
        battery = new MarstekBattery(new MarstekSettings(LittleMarstek.ADDRESS, port));
    }

    @AfterEach
    void stop() throws Exception {
        battery.close();
        device.close();
    }

    @Test
    void givesAsMuchAsItIsToldUntilALittleAfterTheQuarter() throws Exception {
        battery.order(GIVE);
        JsonNode told = device.modes.get(0);
        assertThat(told.path("mode").asText()).isEqualTo("Passive");
        assertThat(told.path("passive_cfg").path("power").asInt()).as("gives").isEqualTo(1500);
        assertThat(told.path("passive_cfg").path("cd_time").asInt()).isBetween(335, 340);
        assertThat(battery.isDone(GIVE)).isTrue();
        // Of 5120 Wh 55 % are left, of which it keeps 12 for itself and loses a tenth.
        assertThat(battery.look())
                .isEqualTo(new Sight(null, null, new Power(-1500), Energy.ofWattHours(1981)));
    }

    @Test
    void takesWithItsSignTheOtherWayRound() throws Exception {
        Command take = new Command.Set("x", NOW, 800);
        battery.order(take);
        assertThat(device.modes.get(0).path("passive_cfg").path("power").asInt()).isEqualTo(-800);
        assertThat(battery.look().power()).isEqualTo(new Power(800));
    }

    @Test
    void goesItsOwnWayAtNothing() throws Exception {
        battery.order(GIVE);
        battery.order(REST);
        assertThat(device.modes.get(1).toString())
                .isEqualTo("{\"mode\":\"Auto\",\"auto_cfg\":{\"enable\":1}}");
        assertThat(battery.isDone(REST)).isTrue();
        device.mode = "AI";
        Sight unused = battery.look();
        assertThat(device.modes).as("its owner's choice is left alone").hasSize(2);
    }

    @Test
    void doesNothingAtAllWhenAPersonShedsIt() throws Exception {
        Command shed = new Command.Shed("x", NOW);
        battery.order(shed);
        assertThat(device.modes.get(0).path("mode").asText()).isEqualTo("Passive");
        assertThat(device.modes.get(0).path("passive_cfg").path("power").asInt()).isZero();
        assertThat(battery.isDone(shed)).isTrue();
    }

    @Test
    void isNotDoneWhileItSaysAnotherMode() throws Exception {
        battery.order(GIVE);
        device.mode = "Manual";
        assertThat(battery.isDone(GIVE)).isFalse();
        assertThat(battery.isDone(REST)).as("not what it was told").isFalse();
    }

    @Test
    void understandsModesThatAreNumbers() throws Exception {
        device.namesModes = false;
        battery.order(GIVE);
        assertThat(battery.isDone(GIVE)).isTrue();
        battery.order(REST);
        assertThat(battery.isDone(REST)).isTrue();
    }

    @Test
    void isToldAgainWhenItHasLeftPassiveByItself() throws Exception {
        battery.order(GIVE);
        device.mode = "Auto";
        Sight unused = battery.look();
        assertThat(device.modes).hasSize(2);
        assertThat(device.mode).isEqualTo("Passive");
    }

    @Test
    void isToldAgainAFewTimesWhenItSaysYesAndDoesNothing() throws Exception {
        device.lazy = true;
        battery.order(GIVE);
        for (int i = 0; i < 7; i++) {
            assertThat(battery.look().power()).isEqualTo(Power.ZERO);
        }
        assertThat(device.modes).as("it may be empty").hasSize(1 + 5);
    }

    @Test
    void isToldAnewOnceTheQuarterIsOver() throws Exception {
        Command atTheEnd = new Command.Set("x", Instant.parse("2026-01-13T17:14:59.5Z"), -1500);
        battery.order(atTheEnd);
        assertThat(countdown(0)).isEqualTo(30);
        Sight first = battery.look();
        Sight second = battery.look();
        assertThat(first).isEqualTo(second);
        assertThat(countdown(1)).as("to the end of the next").isBetween(920, 930);
        assertThat(device.modes).hasSize(2);
    }

    private int countdown(int i) {
        return device.modes.get(i).path("passive_cfg").path("cd_time").asInt();
    }

    @Test
    void asksAgainWhatWiFiHasLostAndNeverHurries() throws Exception {
        AtomicInteger times = new AtomicInteger();
        device.lost = method -> times.getAndIncrement() < 2;
        battery.order(GIVE);
        assertThat(device.asked).containsExactly("ES.SetMode", "ES.SetMode", "ES.SetMode");
        assertThat(device.modes).hasSize(1);
        assertThat(battery.isDone(GIVE)).isTrue();
        Sight unused = battery.look();
        assertThat(device.wasHurried()).isFalse();
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        device.refuses = true;
        assertThatThrownBy(() -> battery.order(GIVE))
                .isInstanceOf(IOException.class)
                .hasMessage("the Marstek at 127.0.0.2:" + port + " does not take its mode");
        assertThat(battery.isDone(GIVE)).isFalse();
        device.lost = method -> true;
        assertThatThrownBy(battery::look).hasMessageEndingWith(port + " does not answer");
        device.close();
        assertThatThrownBy(battery::look).hasMessageContaining("switch on Local API");
        device = new LittleMarstek(port);
        assertThat(battery.look().power()).as("it is back").isEqualTo(Power.ZERO);
    }

    @Test
    void isHeardThoughAnotherProgramHasThePortAlready() throws Exception {
        try (DatagramSocket other = new DatagramSocket((SocketAddress) null)) {
            other.setReuseAddress(true);
            other.bind(new InetSocketAddress(port));
            battery.order(GIVE);
            assertThat(battery.isDone(GIVE)).isTrue();
        }
    }
}
