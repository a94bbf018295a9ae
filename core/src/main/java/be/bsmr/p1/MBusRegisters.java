package be.bsmr.p1;

import be.bsmr.meter.Breaker;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MBusType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What meters for gas, water, heat and electricity on the M-Bus say, by channel. */
final class MBusRegisters {

    private static final int CHANNELS = 4;
    private static final int MOST_TYPES = 999;
    private static final int AS_SENT = Integer.MIN_VALUE;

    /** Between the time and the unit of DSMR 2.2's gas: status, period, count, register. */
    private static final int OLD_GAS_DETAILS = 4;

    private MBusRegisters() {}

    private interface ChannelReader {
        boolean read(Line line, ReadingDraft.Channel channel, MeterClock clock);
    }

    private interface ChannelWriter {
        @Nullable String write(MBusReading reading, MeterClock clock);
    }

    static List<Register> all() {
        List<Register> t = new ArrayList<>();
        for (int n = 1; n <= CHANNELS; n++) {
            String prefix = "0-" + n + ":";
            t.add(
                    register(
                            n,
                            "24.1.0",
                            MBusRegisters::readType,
                            (m, c) -> Values.format("(%03d)", m.type().code())));
            Register id =
                    register(
                            n,
                            "96.1.1",
                            (line, channel, c) -> {
                                if (!line.next()) {
                                    return false;
                                }
                                channel.id = Values.hexText(line);
                                return true;
                            },
                            (m, c) -> Values.hex(m.id()));
            t.add(id);
            t.add(id.orAt(prefix + "96.1.0")); // Dutch meters
            t.add(
                    register(
                            n,
                            "96.1.2",
                            (line, channel, c) -> {
                                if (!line.next()) {
                                    return false;
                                }
                                channel.ean = Values.ean(line);
                                return true;
                            },
                            (m, c) -> Values.hex(m.ean())));
            t.add(
                    register(
                            n,
                            "24.4.0",
                            MBusRegisters::readValve,
                            (m, c) -> Values.breaker(m.valve())));
            // Belgian gas, not temperature-corrected, is 24.2.3; water, heat and Dutch gas 24.2.1.
            Register value =
                    register(
                            n,
                            "24.2.3",
                            MBusRegisters::readValue,
                            (m, c) -> m.type() == MBusType.GAS ? writeValue(m, c) : null);
            t.add(value);
            t.add(
                    value.orAt(
                            prefix + "24.2.1",
                            reader(n, MBusRegisters::readValue),
                            writer(
                                    n,
                                    (m, c) -> m.type() == MBusType.GAS ? null : writeValue(m, c))));
            t.add(
                    value.orAt(
                            prefix + "24.3.0",
                            reader(n, MBusRegisters::readOldGas),
                            (r, c) -> null));
        }
        return t;
    }

    private static Register register(
            int number, String code, ChannelReader reader, ChannelWriter writer) {
        return new Register(
                "0-" + number + ":" + code, reader(number, reader), writer(number, writer));
    }

    private static Register.Reader reader(int number, ChannelReader reader) {
        return (line, d, c) -> reader.read(line, d.mbus.changing(number), c);
    }

    private static Register.Writer writer(int number, ChannelWriter writer) {
        return (r, c) ->
                r.mbus().stream()
                        .filter(m -> m.channel() == number)
                        .findFirst()
                        .map(m -> writer.write(m, c))
                        .orElse(null);
    }

    private static boolean readType(Line line, ReadingDraft.Channel channel, MeterClock c) {
        boolean sent = line.next();
        int code = line.isBlank() ? MBusType.OTHER.code() : line.count(MOST_TYPES);
        MBusType type = MBusType.of(code);
        boolean nothing = code == MBusType.OTHER.code();
        if (!sent || (type == MBusType.OTHER && !nothing)) {
            return false;
        }
        if (nothing) {
            line.saysNothing();
        }
        channel.type = type;
        return true;
    }

    private static boolean readValve(Line line, ReadingDraft.Channel channel, MeterClock c) {
        boolean sent = line.next();
        Breaker valve = sent ? Values.breaker(line) : null;
        if (!sent || (valve == null && !line.isBlank())) {
            return false;
        }
        if (valve == null) {
            line.saysNothing();
        }
        channel.valve = valve;
        return true;
    }

    /** {@code (time)(value*unit)}. */
    private static boolean readValue(Line line, ReadingDraft.Channel channel, MeterClock c) {
        Instant time = line.next() ? Values.time(line, c) : null;
        BigDecimal value = line.enter() ? line.decimal() : null;
        return value != null && counted(channel, time, value, line.unitText());
    }

    /** {@code (time)(status)(period)(count)(register)(unit)}, then {@code (value)}: DSMR 2.2. */
    private static boolean readOldGas(Line line, ReadingDraft.Channel channel, MeterClock c) {
        Instant time = line.next() ? Values.time(line, c) : null;
        String unit = line.skip(OLD_GAS_DETAILS + 1) ? line.text() : null;
        if (unit != null && !unit.matches("[A-Za-z][A-Za-z0-9]*")) {
            line.doubt();
            unit = null;
        }
        BigDecimal value = line.enter() ? line.decimal() : null;
        return value != null && counted(channel, time, value, unit);
    }

    private static boolean counted(
            ReadingDraft.Channel channel,
            @Nullable Instant time,
            BigDecimal value,
            @Nullable String unit) {
        channel.measuredAt = time;
        int prefix = unit == null ? 0 : prefix(unit);
        boolean fits = value.precision() - value.scale() + prefix <= Line.MOST_DIGITS;
        if (unit == null || prefix == AS_SENT || !fits) {
            channel.value = value;
            channel.unit = unit;
        } else {
            BigDecimal usual = value.scaleByPowerOfTen(prefix);
            int scale = Math.max(0, Math.min(Line.MOST_DECIMALS, usual.scale()));
            channel.value = usual.setScale(scale, RoundingMode.HALF_UP);
            channel.unit = usualUnit(unit);
        }
        return true;
    }

    /** Cubic metres, gigajoules and kilowatt-hours, whatever prefix a meter prefers. */
    private static String usualUnit(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "m3", "dm3", "l" -> "m3";
            case "gj", "mj", "kj" -> "GJ";
            case "wh", "kwh", "mwh" -> "kWh";
            default -> unit;
        };
    }

    /** From a unit to the usual one, as a power of ten; {@link #AS_SENT} for others. */
    private static int prefix(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "m3", "gj", "kwh" -> 0;
            case "dm3", "l", "mj", "wh" -> -3;
            case "mwh" -> 3;
            case "kj" -> -6;
            default -> AS_SENT;
        };
    }

    private static @Nullable String writeValue(MBusReading m, MeterClock clock) {
        BigDecimal value = m.value();
        if (value == null) {
            return null;
        }
        String unit = m.unit() == null ? "" : "*" + m.unit();
        String digits = value.toPlainString();
        String zeros = "0".repeat(Math.max(0, 6 + value.scale() - digits.length()));
        return Values.stamp(m.measuredAt(), clock) + "(" + zeros + digits + unit + ")";
    }
}
