package be.bsmr.home.relay;

import be.bsmr.control.Actuation;
import be.bsmr.home.words.PlainWords;
import be.bsmr.unit.Power;
import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.ModbusSlaveException;
import com.ghgande.j2mod.modbus.facade.ModbusTCPMaster;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.util.BitVector;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A load behind Modbus TCP. Every register that is written is read back: that is its word. Keeps
 * one connection, made anew after any failure.
 *
 * <p>Devices know different parts of Modbus. One that refuses to write a single register or coil
 * (functions 06 and 05) is told with several, of which there is one (16 and 15); one that refuses
 * to have read what it was told (exceptions 1 and 2 to 03 or 01) is believed. Both are found out
 * once. Function codes and exceptions: MODBUS Application Protocol 1.1b3, chapters 6 and 7.
 */
public final class ModbusActuator extends RemoteActuator {

    private static final Logger log = LoggerFactory.getLogger(ModbusActuator.class);

    private static final int TIMEOUT_MILLIS = 3000;

    private final ModbusActuatorSettings settings;
    private @Nullable ModbusTCPMaster device;
    private boolean onlySeveral;
    private boolean isRead;

    public ModbusActuator(ModbusActuatorSettings settings, Actuation actuation) {
        super(
                actuation,
                settings.readBack()
                        && (settings.contact().coil() != null
                                || settings.contact().register() != null),
                settings.readBack() && settings.value() != null,
                settings.repeatS());
        this.settings = settings;
        isRead = settings.readBack();
    }

    /** What is done over an open connection. */
    @FunctionalInterface
    private interface Talk<T> {

        T with(ModbusTCPMaster device) throws ModbusException;
    }

    /** A write, whatever it answers. */
    @FunctionalInterface
    private interface Write {

        void with(ModbusTCPMaster device) throws ModbusException;
    }

    @Override
    void shed() throws IOException {
        switchTo(false);
    }

    @Override
    void restore() throws IOException {
        switchTo(true);
    }

    private void switchTo(boolean on) throws IOException {
        Integer coil = settings.contact().coil();
        Integer register = settings.contact().register();
        if (coil != null) {
            BitVector one = new BitVector(1);
            one.setBit(0, on);
            write(
                    d -> d.writeCoil(settings.device().unit(), coil, on),
                    d -> d.writeMultipleCoils(settings.device().unit(), coil, one));
        } else if (register != null) {
            write(
                    register,
                    new SimpleRegister(on ? settings.contact().on() : settings.contact().off()));
        }
    }

    @Override
    void set(int value) throws IOException {
        ModbusActuatorSettings.Quantity number = settings.value();
        if (number == null) {
            return;
        }
        Register[] words = Words.of(number, value);
        if (words.length == 1) {
            write(number.register(), words[0]);
        } else {
            Object unused =
                    talk(
                            d ->
                                    d.writeMultipleRegisters(
                                            settings.device().unit(), number.register(), words));
        }
    }

    private void write(int register, Register word) throws IOException {
        write(
                d -> d.writeSingleRegister(settings.device().unit(), register, word),
                d ->
                        d.writeMultipleRegisters(
                                settings.device().unit(), register, new Register[] {word}));
    }

    /** One by itself, or as one of several to a device that knows only that. */
    private void write(Write single, Write several) throws IOException {
        talk(
                d -> {
                    if (!onlySeveral) {
                        try {
                            single.with(d);
                            return true;
                        } catch (ModbusSlaveException e) {
                            if (!e.isType(Modbus.ILLEGAL_FUNCTION_EXCEPTION)) {
                                throw e;
                            }
                        }
                    }
                    several.with(d);
                    onlySeveral = true;
                    return true;
                });
    }

    @Override
    Sight sight() throws IOException {
        ModbusActuatorSettings.Quantity power = settings.power();
        Sight held = isRead ? held() : Sight.NOTHING;
        return new Sight(held.on(), held.value(), power == null ? null : new Power(read(power)));
    }

    /** What was written to it. */
    private Sight held() throws IOException {
        ModbusActuatorSettings.Quantity value = settings.value();
        try {
            return new Sight(isOn(), value == null ? null : (Integer) read(value), null);
        } catch (IOException e) {
            boolean unreadable =
                    e.getCause() instanceof ModbusSlaveException refusal
                            && (refusal.isType(Modbus.ILLEGAL_FUNCTION_EXCEPTION)
                                    || refusal.isType(Modbus.ILLEGAL_ADDRESS_EXCEPTION));
            if (!unreadable) {
                throw e;
            }
            log.warn(
                    "{} does not let be read what it was told: it is believed. Write read_back:"
                            + " false if that is so, or see whether unit and addresses are right",
                    e.getMessage());
            isRead = false;
            saysNothing();
            return Sight.NOTHING;
        }
    }

    private @Nullable Boolean isOn() throws IOException {
        Integer coil = settings.contact().coil();
        if (coil != null) {
            return talk(d -> d.readCoils(settings.device().unit(), coil, 1).getBit(0));
        }
        Integer register = settings.contact().register();
        if (register == null) {
            return null;
        }
        int held =
                talk(d -> d.readMultipleRegisters(settings.device().unit(), register, 1)[0])
                        .toUnsignedShort();
        // A device that holds neither value is in a state of its own: it says nothing.
        return held == settings.contact().on()
                ? (Boolean) true
                : held == settings.contact().off() ? false : null;
    }

    private int read(ModbusActuatorSettings.Quantity number) throws IOException {
        int count = number.kind().registers;
        InputRegister[] words =
                talk(
                        d ->
                                number.input()
                                        ? d.readInputRegisters(
                                                settings.device().unit(), number.register(), count)
                                        : d.readMultipleRegisters(
                                                settings.device().unit(),
                                                number.register(),
                                                count));
        if (words.length != count) {
            throw new IOException(settings.device().host() + " answers with half a number");
        }
        return Words.number(number, words);
    }

    private <T> T talk(Talk<T> what) throws IOException {
        try {
            return what.with(device());
        } catch (ModbusException | RuntimeException e) {
            close();
            throw new IOException(settings.device().host() + ": " + PlainWords.of(e), e);
        }
    }

    private ModbusTCPMaster device() throws IOException {
        if (device == null) {
            ModbusTCPMaster fresh =
                    new ModbusTCPMaster(
                            settings.device().host(),
                            settings.device().port(),
                            TIMEOUT_MILLIS,
                            false);
            fresh.setRetries(0);
            try {
                fresh.connect();
            } catch (Exception e) {
                // The library declares no narrower one.
                fresh.disconnect();
                throw new IOException(
                        "no connection to "
                                + settings.device().host()
                                + ":"
                                + settings.device().port(),
                        e);
            }
            device = fresh;
        }
        return device;
    }

    @Override
    public void close() {
        if (device != null) {
            device.disconnect();
            device = null;
        }
    }

    /** Numbers as registers hold them. */
    private static final class Words {

        static Register[] of(ModbusActuatorSettings.Quantity number, int value) {
            double scaled = value * number.scale();
            int bits =
                    number.kind() == ModbusActuatorSettings.Type.FLOAT32
                            ? Float.floatToIntBits((float) scaled)
                            : (int) Math.round(scaled);
            if (number.kind().registers == 1) {
                return new Register[] {new SimpleRegister(bits & 0xFFFF)};
            }
            Register high = new SimpleRegister(bits >>> 16);
            Register low = new SimpleRegister(bits & 0xFFFF);
            return number.lowWordFirst() ? new Register[] {low, high} : new Register[] {high, low};
        }

        static int number(ModbusActuatorSettings.Quantity number, InputRegister[] words) {
            int first = words[0].toUnsignedShort();
            int bits = first;
            if (words.length == 2) {
                int second = words[1].toUnsignedShort();
                bits = number.lowWordFirst() ? second << 16 | first : first << 16 | second;
            }
            double held =
                    switch (number.kind()) {
                        case UINT16, INT32 -> bits;
                        case INT16 -> (short) bits;
                        case UINT32 -> Integer.toUnsignedLong(bits);
                        case FLOAT32 -> Float.intBitsToFloat(bits);
                    };
            return (int) Math.round(held / number.scale());
        }
    }
}
