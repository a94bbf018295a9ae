package be.bsmr.home.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.home.FreePort;
import be.bsmr.home.relay.ModbusActuatorSettings.Quantity;
import be.bsmr.unit.Power;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalOut;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the library's own slave, over a real socket. */
class ModbusActuatorTest {

    private static final Instant NOW = Instant.parse("2026-01-13T17:00:00Z");
    private static final Command SHED = new Command.Shed("x", NOW);
    private static final Command RESTORE = new Command.Restore("x", NOW);
    private static final Actuation ON_OFF = new Actuation.OnOff();
    private static final Actuation BATTERY =
            new Actuation.Modulating(Actuation.Unit.WATT, -3000, 3000, 1, 1, false);

    private final SimpleProcessImage memory = new SimpleProcessImage(1);
    private ModbusSlave slave;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = FreePort.take();
        memory.addDigitalOut(0, new SimpleDigitalOut(true));
        for (int i = 0; i < 8; i++) {
            memory.addRegister(i, new SimpleRegister(0));
            memory.addInputRegister(i, new SimpleInputRegister(0));
        }
        slave = ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, 2, false);
        slave.addProcessImage(1, memory);
        slave.open();
    }

    @AfterEach
    void stop() {
        ModbusSlaveFactory.close(slave);
    }

    @Test
    void aCoilIsSwitchedAndReadBack() throws Exception {
        Actuator relay = new ModbusActuator(coil(), new Actuation.OnOff());
        relay.order(SHED);
        assertThat(memory.getDigitalOut(0).isSet()).isFalse();
        assertThat(relay.isDone(SHED)).isTrue();
        memory.getDigitalOut(0).set(true);
        assertThat(relay.isDone(SHED)).as("somebody switched it back").isFalse();
        assertThat(relay.look()).isEqualTo(new Sight(true, null, null));
        relay.close();
    }

    @Test
    void aChargerHasARegisterToPauseItAndOneForTenthsOfAmperes() throws Exception {
        Actuation amperes = new Actuation.Modulating(Actuation.Unit.AMPERE, 6, 16, 1, 690, true);
        Actuator charger =
                new ModbusActuator(
                        settings(
                                null,
                                0,
                                new Quantity(1, null, 10.0, false, false),
                                new Quantity(2, "uint32", null, true, true)),
                        amperes);
        charger.order(new Command.Set("x", NOW, 9));
        assertThat(memory.getRegister(0).getValue()).isEqualTo(1);
        assertThat(memory.getRegister(1).getValue()).isEqualTo(90);
        assertThat(charger.isDone(new Command.Set("x", NOW, 9))).isTrue();
        charger.order(SHED);
        assertThat(memory.getRegister(0).getValue()).isZero();
        charger.order(RESTORE);
        assertThat(memory.getRegister(1).getValue()).isEqualTo(160);
        memory.setInputRegister(2, new SimpleInputRegister(0x1000));
        memory.setInputRegister(3, new SimpleInputRegister(0x0001));
        assertThat(charger.look()).isEqualTo(new Sight(true, 16, new Power(0x11000)));
        charger.close();
    }

    @Test
    void aBatteryIsSetBelowZeroAsAnyType() throws Exception {
        for (String type : new String[] {"int16", "int32", "float32"}) {
            Actuator battery =
                    new ModbusActuator(
                            settings(null, null, new Quantity(4, type, null, false, false), null),
                            BATTERY);
            Command discharge = new Command.Set("x", NOW, -1500);
            battery.order(discharge);
            assertThat(battery.isDone(discharge)).as(type).isTrue();
            assertThat(battery.look().value()).isEqualTo(-1500);
            battery.close();
        }
        assertThat(memory.getRegister(4).getValue())
                .as("high word of the float")
                .isEqualTo(Float.floatToIntBits(-1500f) >>> 16);
    }

    @Test
    void aRegisterThatKeepsItsOwnMindIsNotDone() throws Exception {
        memory.setRegister(
                0,
                new SimpleRegister(1) {
                    @Override
                    public synchronized void setValue(byte[] bytes) {
                        // Stuck.
                    }
                });
        Actuator stuck = new ModbusActuator(settings(null, 0, null, null), new Actuation.OnOff());
        stuck.order(SHED);
        assertThat(stuck.isDone(SHED)).isFalse();
        stuck.close();
    }

    @Test
    void comesBackWhenTheDeviceWasAway() throws Exception {
        Actuator relay = new ModbusActuator(coil(), new Actuation.OnOff());
        relay.order(SHED);
        ModbusSlaveFactory.close(slave);
        assertThatThrownBy(() -> relay.order(RESTORE)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> relay.order(RESTORE))
                .hasMessage("no connection to 127.0.0.1:" + port);
        slave = ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, 2, false);
        slave.addProcessImage(1, memory);
        slave.open();
        relay.order(RESTORE);
        assertThat(memory.getDigitalOut(0).isSet()).isTrue();
        relay.close();
    }

    /** 05 and 06 write one, 15 and 16 several; 01 and 03 read. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 15, 16})
    void findsTheFunctionThatTheDeviceKnows(int only) throws Exception {
        boolean coil = only == 5 || only == 15;
        try (LittleModbusDevice device = new LittleModbusDevice(Set.of(only, 1, 3))) {
            Actuator relay =
                    new ModbusActuator(of(device, coil ? 0 : null, coil ? null : 0, null), ON_OFF);
            relay.order(RESTORE);
            assertThat(device.held()).isEqualTo(1);
            relay.order(SHED);
            assertThat(device.held()).isZero();
            assertThat(relay.isDone(SHED)).isTrue();
            boolean asked = only > 6;
            assertThat(device.refused()).as("found out once").isEqualTo(asked ? 1 : 0);
            relay.close();
        }
    }

    @Test
    void aDeviceThatKnowsNoFunctionThatWritesIsNotObeying() throws Exception {
        try (LittleModbusDevice device = new LittleModbusDevice(Set.of(3))) {
            Actuator relay = new ModbusActuator(of(device, null, 0, null), ON_OFF);
            assertThatThrownBy(() -> relay.order(SHED)).isInstanceOf(IOException.class);
            assertThat(relay.look().on()).as("it can be read, though").isFalse();
            relay.close();
        }
    }

    @Test
    void believesADeviceThatCannotBeReadBack() throws Exception {
        try (LittleModbusDevice device = new LittleModbusDevice(Set.of(6))) {
            Actuator relay = new ModbusActuator(of(device, null, 0, null), ON_OFF);
            assertThat(relay.isDone(RESTORE)).as("not told yet").isFalse();
            relay.order(RESTORE);
            assertThat(relay.isDone(RESTORE)).isTrue();
            assertThat(relay.look()).isEqualTo(Sight.NOTHING);
            relay.close();
        }
    }

    @Test
    void isNotReadBackWhenTheOwnerSaysSo() throws Exception {
        try (LittleModbusDevice device = new LittleModbusDevice(Set.of(6))) {
            Actuator relay = new ModbusActuator(of(device, null, 0, false), ON_OFF);
            relay.order(RESTORE);
            assertThat(relay.isDone(RESTORE)).isTrue();
            assertThat(device.refused()).isZero();
            relay.close();
        }
    }

    private static ModbusActuatorSettings of(
            LittleModbusDevice device,
            @Nullable Integer coil,
            @Nullable Integer register,
            @Nullable Boolean readBack) {
        return new ModbusActuatorSettings(
                new ModbusActuatorSettings.Device("127.0.0.1", device.port(), null),
                new ModbusActuatorSettings.Contact(coil, register, null, null),
                null,
                null,
                readBack,
                null);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(null, null, null, null))
                .withMessageContaining("by a coil or a register, or set by a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(1, 1, null, null))
                .withMessageContaining("write one of them");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Quantity(1, "int8", null, false, false))
                .withMessageContaining("uint16, int16, uint32, int32, float32");
    }

    private ModbusActuatorSettings coil() {
        return settings(0, null, null, null);
    }

    private ModbusActuatorSettings settings(
            Integer coil, Integer register, Quantity value, Quantity power) {
        return new ModbusActuatorSettings(
                new ModbusActuatorSettings.Device("127.0.0.1", port, null),
                new ModbusActuatorSettings.Contact(coil, register, null, null),
                value,
                power,
                null,
                null);
    }
}
