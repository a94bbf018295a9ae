package be.bsmr.home.relay;

import be.bsmr.home.config.Inline;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A load that is spoken to over Modbus TCP: a relay module, a charger, an inverter. Addresses count
 * from 0, as they travel on the wire; a manual that writes 40001 means 0.
 *
 * @param device where it is
 * @param contact what switches it
 * @param value what a modulating load is set with; null for one that cannot be set
 * @param power where it says what it draws, W; null when it does not
 * @param readBack whether the device is asked what it holds, and believed; true when left out
 *     (null)
 * @param repeatS seconds after which the last command is sent again, for an inverter that falls
 *     back by itself when it hears nothing; 0 or left out (null) = never
 */
public record ModbusActuatorSettings(
        @Inline Device device,
        @Inline Contact contact,
        @Nullable Quantity value,
        @Nullable Quantity power,
        Boolean readBack,
        Integer repeatS) {

    private static final int MOST = 0xFFFF;

    /** How a number lies in registers; those of two have the high word first. */
    enum Type {
        UINT16(1),
        INT16(1),
        UINT32(2),
        INT32(2),
        FLOAT32(2);

        final int registers;

        Type(int registers) {
            this.registers = registers;
        }

        static Type of(String label) {
            return Arrays.stream(values())
                    .filter(t -> t.name().toLowerCase(Locale.ROOT).equals(label))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "type is one of "
                                                    + Arrays.stream(values())
                                                            .map(Type::name)
                                                            .map(n -> n.toLowerCase(Locale.ROOT))
                                                            .collect(Collectors.joining(", "))
                                                    + ", not '"
                                                    + label
                                                    + "'"));
        }
    }

    /**
     * A number in the device.
     *
     * @param register the first of it
     * @param type uint16, int16, uint32, int32 or float32; uint16 when left out (null)
     * @param scale the register holds the number times this: 10 for tenths of an ampere; 1 when
     *     left out (null)
     * @param lowWordFirst for devices that send the low word first; false when left out (null)
     * @param input true for an input register, which can only be read; false when left out (null)
     */
    public record Quantity(
            Integer register, String type, Double scale, Boolean lowWordFirst, Boolean input) {

        public Quantity {
            type = Objects.requireNonNullElse(type, "uint16");
            scale = Objects.requireNonNullElse(scale, 1.0);
            lowWordFirst = Objects.requireNonNullElse(lowWordFirst, false);
            input = Objects.requireNonNullElse(input, false);
            Object unused = Type.of(type);
            if (register == null || register < 0 || register > MOST) {
                throw new IllegalArgumentException(
                        "register is where the number is, 0 to 65535"
                                + (register == null ? ": write it" : ", not " + register));
            }
            if (scale == 0 || !Double.isFinite(scale)) {
                throw new IllegalArgumentException(
                        "scale is what the number is multiplied with, such as 10 or 0.1, not "
                                + scale);
            }
        }

        Type kind() {
            return Type.of(type);
        }
    }

    /**
     * Where the device is.
     *
     * @param host name or address of the device
     * @param port 502 when left out (null)
     * @param unit the device's number behind a gateway, 0…255; 1 when left out (null)
     */
    public record Device(String host, Integer port, Integer unit) {

        public Device {
            if (host == null || host.isBlank()) {
                throw new IllegalArgumentException(
                        "host is where the device is, such as 192.168.1.70: write it");
            }
            port = Objects.requireNonNullElse(port, 502);
            unit = Objects.requireNonNullElse(unit, 1);
            within("port", port, 1, MOST);
            within("unit", unit, 0, 255);
        }
    }

    /**
     * What switches a load.
     *
     * @param coil the coil that switches it, on = true; null for none
     * @param register the holding register that switches it; null for none
     * @param off what {@code register} holds when it is off; 0 when left out (null)
     * @param on what {@code register} holds when it is on; 1 when left out (null)
     */
    public record Contact(
            @Nullable Integer coil, @Nullable Integer register, Integer off, Integer on) {

        public Contact {
            off = Objects.requireNonNullElse(off, 0);
            on = Objects.requireNonNullElse(on, 1);
            within("off", off, 0, MOST);
            within("on", on, 0, MOST);
            if (coil != null) {
                within("coil", coil, 0, MOST);
            }
            if (register != null) {
                within("register", register, 0, MOST);
            }
            if (coil != null && register != null) {
                throw new IllegalArgumentException(
                        "coil and register both switch the load: write one of them");
            }
            if (register != null && off.equals(on)) {
                throw new IllegalArgumentException("off and on are the same value " + off);
            }
        }

        boolean isNone() {
            return coil == null && register == null;
        }
    }

    public ModbusActuatorSettings {
        readBack = Objects.requireNonNullElse(readBack, true);
        repeatS = Objects.requireNonNullElse(repeatS, 0);
        if (contact.isNone() && value == null) {
            throw new IllegalArgumentException(
                    "a load is switched by a coil or a register, or set by a value: write one");
        }
        if (value != null && value.input()) {
            throw new IllegalArgumentException("value is written to: it cannot be an input");
        }
        if (repeatS != 0 && (repeatS < 10 || repeatS > 3600)) {
            throw new IllegalArgumentException(
                    "repeat_s is 10 to 3600 seconds, or 0 for never, not " + repeatS);
        }
    }

    private static void within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + " is " + least + " to " + most + ", not " + value);
        }
    }
}
