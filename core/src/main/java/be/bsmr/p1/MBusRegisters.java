package be.bsmr.p1;

import be.bsmr.meter.Breaker;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MBusType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What meters for gas, water, heat and electricity on the M-Bus say, by channel. */
final class MBusRegisters {

    private static final int CHANNELS = 4;
    private static final int MOST_TYPES = 999;

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
        if (!sent || code == Line.NONE) {
            return false;
        }
        channel.type = MBusType.of(code);
        return true;
    }

    private static boolean readValve(Line line, ReadingDraft.Channel channel, MeterClock c) {
        boolean sent = line.next();
        Breaker valve = sent ? Values.breaker(line) : null;
        if (!sent || (valve == null && !line.isBlank())) {
            return false;
        }
        channel.valve = valve;
        return true;
    }

    /** {@code (time)(value*unit)}. */
    private static boolean readValue(Line line, ReadingDraft.Channel channel, MeterClock c) {
        Instant time = line.next() ? c.read(line) : null;
        BigDecimal value = line.enter() ? line.decimal() : null;
        return value != null && counted(channel, time, value, line.unitText());
    }

    /** {@code (time)(status)(period)(count)(register)(unit)}, then {@code (value)}: DSMR 2.2. */
    private static boolean readOldGas(Line line, ReadingDraft.Channel channel, MeterClock c) {
        Instant time = line.next() ? c.read(line) : null;
        String unit = line.skip(OLD_GAS_DETAILS + 1) ? Values.text(line) : null;
        BigDecimal value = line.enter() ? line.decimal() : null;
        return value != null && counted(channel, time, value, unit);
    }

    private static boolean counted(
            ReadingDraft.Channel channel,
            @Nullable Instant time,
            BigDecimal value,
            @Nullable String unit) {
        channel.measuredAt = time;
        channel.value = value;
        channel.unit = unit;
        return true;
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
