package be.bsmr.p1;

import be.bsmr.meter.Breaker;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MBusType;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One register that a meter can send: how its values are read, and how they are written. {@link
 * #TABLE} is the whole vocabulary, in the order in which Fluvius meters speak (e-MUCS P1 table 2);
 * meters may use any order.
 */
final class Register {

    /** Limits at or above these mean "off": 999.9 kW, 99.999 kW from version 50221, 999 A. */
    private static final Power LIMITER_OFF_BEFORE_50221 = new Power(999_900);

    private static final Power LIMITER_OFF = new Power(99_999);
    private static final Current FUSE_OFF = new Current(999_000);
    private static final int CHANNELS = 4;
    private static final int TARIFFS = 5;

    /** Fills the draft from the values between parentheses; false when they make no sense. */
    private interface Reader {
        boolean read(List<String> values, ReadingDraft draft);
    }

    /** The line's values with their parentheses; null when the reading has nothing to say here. */
    private interface Writer {
        @Nullable String write(Reading reading, MeterClock clock);
    }

    private static final List<Register> TABLE = table();
    private static final Map<ObisCode, Register> BY_CODE = byCode();

    private final ObisCode code;
    private final Reader reader;
    private final Writer writer;

    private Register(String code, Reader reader, Writer writer) {
        this.code = ObisCode.parse(code).orElseThrow();
        this.reader = reader;
        this.writer = writer;
    }

    static Optional<Register> of(ObisCode code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    static List<Register> all() {
        return TABLE;
    }

    boolean read(List<String> values, ReadingDraft draft) {
        return reader.read(values, draft);
    }

    /** The whole line without its line end; empty when the reading has nothing to say here. */
    Optional<String> write(Reading reading, MeterClock clock) {
        return Optional.ofNullable(writer.write(reading, clock)).map(values -> code + values);
    }

    private static List<Register> table() {
        List<Register> t = new ArrayList<>();
        t.add(
                new Register(
                        "0-0:96.1.4",
                        text((d, v) -> d.version = hexVersion(v)),
                        (r, c) -> parens(r.identity().version())));
        // The Dutch meters' place for the same thing.
        t.add(new Register("1-3:0.2.8", text((d, v) -> d.version = v), (r, c) -> null));
        t.add(new Register("1-0:94.32.1", Register::readGrid, (r, c) -> writeGrid(r)));
        t.add(
                new Register(
                        "0-0:96.1.1",
                        text((d, v) -> d.meter = new MeterId(HexText.decode(v))),
                        (r, c) ->
                                hex(
                                        Optional.ofNullable(r.identity().meter())
                                                .map(MeterId::value))));
        t.add(
                new Register(
                        "0-0:96.1.2",
                        text((d, v) -> d.ean = HexText.decode(v)),
                        (r, c) -> hex(Optional.ofNullable(r.identity().ean()))));
        t.add(
                new Register(
                        "0-0:1.0.0",
                        (v, d) -> {
                            d.measuredAt = d.clock.read(v.get(0)).orElse(null);
                            return d.measuredAt != null;
                        },
                        (r, c) -> r.measuredAt() == null ? null : parens(c.write(r.measuredAt()))));
        addEnergy(t, 1, d -> d.imported, Reading::imported);
        addEnergy(t, 2, d -> d.exported, Reading::exported);
        t.add(
                new Register(
                        "0-0:96.14.0",
                        Register::readTariff,
                        (r, c) -> format("(%04d)", r.activeTariff())));
        t.add(
                new Register(
                        "1-0:1.4.0",
                        power((d, p) -> d.demand = p),
                        (r, c) -> kilowatts(r.demand().running())));
        t.add(new Register("1-0:1.6.0", Register::readMonthPeak, Register::writeMonthPeak));
        t.add(new Register("0-0:98.1.0", Register::readHistory, Register::writeHistory));
        t.add(
                new Register(
                        "1-0:1.7.0",
                        power((d, p) -> d.imported.power = p),
                        (r, c) -> kilowatts(r.importPower())));
        t.add(
                new Register(
                        "1-0:2.7.0",
                        power((d, p) -> d.exported.power = p),
                        (r, c) -> kilowatts(r.exportPower())));
        addPhases(
                t,
                "1-0:%d1.7.0",
                phasePower((p, v) -> p.importPower = v),
                p -> kilowatts(p.importPower()));
        addPhases(
                t,
                "1-0:%d2.7.0",
                phasePower((p, v) -> p.exportPower = v),
                p -> kilowatts(p.exportPower()));
        addPhases(
                t,
                "1-0:%d2.7.0",
                (p, q) -> q.voltage().map(v -> p.voltage = v).isPresent(),
                p -> p.voltage() == null ? null : format("(%05.1f*V)", p.voltage().volts()),
                3);
        addPhases(
                t,
                "1-0:%d1.7.0",
                (p, q) -> q.current().map(v -> p.current = v).isPresent(),
                p -> p.current() == null ? null : format("(%06.2f*A)", p.current().amperes()),
                3);
        t.add(
                new Register(
                        "0-0:96.3.10",
                        breaker((d, b) -> d.breaker = b),
                        (r, c) -> writeBreaker(r.supply().breaker())));
        t.add(
                new Register(
                        "0-0:17.0.0",
                        power(
                                (d, p) ->
                                        d.limiter =
                                                p.equals(LIMITER_OFF)
                                                                || !LIMITER_OFF_BEFORE_50221
                                                                        .isAbove(p)
                                                        ? null
                                                        : p),
                        (r, c) ->
                                r.supply().limiter() == null
                                        ? "(999.9*kW)"
                                        : kilowatts(r.supply().limiter())));
        t.add(
                new Register(
                        "1-0:31.4.0",
                        quantity(
                                (d, q) ->
                                        q.current()
                                                .map(
                                                        a -> {
                                                            d.fuse =
                                                                    a.milliamperes()
                                                                                    >= FUSE_OFF
                                                                                            .milliamperes()
                                                                            ? null
                                                                            : a;
                                                            return true;
                                                        })
                                                .orElse(false)),
                        (r, c) ->
                                r.supply().fuse() == null
                                        ? "(999*A)"
                                        : format("(%06.2f*A)", r.supply().fuse().amperes())));
        for (int n = 1; n <= CHANNELS; n++) {
            int relay = n;
            t.add(
                    new Register(
                            "0-" + n + ":96.3.10",
                            breaker((d, b) -> d.relays.put(relay, b)),
                            (r, c) -> writeBreaker(r.supply().relays().get(relay))));
        }
        t.add(
                new Register(
                        "0-0:96.13.1",
                        text((d, v) -> d.messageCode = HexText.decode(v)),
                        (r, c) ->
                                hex(
                                        Optional.of(r.supply().messageCode())
                                                .filter(m -> !m.isEmpty()))));
        t.add(
                new Register(
                        "0-0:96.13.0",
                        text((d, v) -> d.message = HexText.decode(v)),
                        (r, c) -> "(" + HexText.encode(r.supply().message()) + ")"));
        for (int n = 1; n <= CHANNELS; n++) {
            addMBus(t, n);
        }
        return List.copyOf(t);
    }

    private static Map<ObisCode, Register> byCode() {
        Map<ObisCode, Register> map = new HashMap<>();
        for (Register r : TABLE) {
            if (map.put(r.code, r) != null) {
                throw new IllegalStateException("two registers for " + r.code);
            }
        }
        return map;
    }

    // ---- electricity

    private static void addEnergy(
            List<Register> t,
            int c,
            Function<ReadingDraft, ReadingDraft.Direction> draft,
            Function<Reading, EnergyRegisters> reading) {
        for (int e = 0; e <= TARIFFS; e++) {
            int tariff = e;
            t.add(
                    new Register(
                            "1-0:" + c + ".8." + e,
                            (v, d) -> {
                                ReadingDraft.Direction direction = draft.apply(d);
                                Optional<Energy> energy =
                                        Quantity.parse(v.get(0)).flatMap(Quantity::energy);
                                if (energy.isEmpty()) {
                                    direction.complete = false;
                                } else if (tariff == 0) {
                                    direction.total = energy.get();
                                } else {
                                    direction.byTariff.put(tariff, energy.get());
                                }
                                return energy.isPresent();
                            },
                            (r, k) -> {
                                EnergyRegisters registers = reading.apply(r);
                                Energy energy =
                                        tariff == 0
                                                ? registers.total()
                                                : registers.byTariff().get(tariff);
                                return energy == null ? null : kilowattHours(energy);
                            }));
        }
    }

    private interface PhaseReader {
        boolean read(ReadingDraft.Phase phase, Quantity quantity);
    }

    private static PhaseReader phasePower(BiConsumer<ReadingDraft.Phase, Power> to) {
        return (phase, q) -> {
            Optional<Power> power = q.power();
            power.ifPresent(p -> to.accept(phase, p));
            return power.isPresent();
        };
    }

    private static void addPhases(
            List<Register> t,
            String code,
            PhaseReader reader,
            Function<PhaseReading, @Nullable String> writer) {
        addPhases(t, code, reader, writer, 2);
    }

    /**
     * L1 is on group C = 21…, 31…; each next phase is 20 further (IEC 62056-61 table of electricity
     * objects).
     */
    private static void addPhases(
            List<Register> t,
            String code,
            PhaseReader reader,
            Function<PhaseReading, @Nullable String> writer,
            int firstTens) {
        for (int i = 0; i < ReadingDraft.PHASES; i++) {
            int phase = i;
            t.add(
                    new Register(
                            String.format(Locale.ROOT, code, firstTens + 2 * i),
                            quantity((d, q) -> reader.read(d.phases[phase], q)),
                            (r, c) ->
                                    phase < r.phases().size()
                                            ? writer.apply(r.phases().get(phase))
                                            : null));
        }
    }

    private static boolean readGrid(List<String> values, ReadingDraft draft) {
        draft.grid =
                switch (values.get(0)) {
                    case "230" -> Grid.DELTA_230;
                    case "400" -> Grid.STAR_400;
                    default -> null;
                };
        return draft.grid != null;
    }

    private static @Nullable String writeGrid(Reading r) {
        Grid grid = r.supply().declaredGrid();
        return grid == null || grid == Grid.SINGLE_PHASE
                ? null
                : grid == Grid.DELTA_230 ? "(230)" : "(400)";
    }

    private static boolean readTariff(List<String> values, ReadingDraft draft) {
        String v = values.get(0);
        if (!v.matches("0{0,3}[1-9]")) {
            return false;
        }
        draft.activeTariff = Integer.valueOf(v);
        return true;
    }

    private static Reader breaker(BiConsumer<ReadingDraft, Breaker> to) {
        return (values, draft) -> {
            Optional<Breaker> state = Breaker.of(values.get(0));
            state.ifPresent(b -> to.accept(draft, b));
            return state.isPresent();
        };
    }

    private static @Nullable String writeBreaker(@Nullable Breaker breaker) {
        return breaker == null ? null : "(" + breaker.code() + ")";
    }

    // ---- peaks

    /** A peak is (time)(kW) at most meters and (kW)(time) at Iskra's. */
    private static Optional<MeterPeak> peak(String first, String second, MeterClock clock) {
        boolean powerFirst = first.indexOf('.') >= 0 || first.indexOf('*') >= 0;
        String time = powerFirst ? second : first;
        String power = powerFirst ? first : second;
        return Quantity.parse(power)
                .flatMap(Quantity::power)
                .map(p -> new MeterPeak(clock.read(time).orElse(null), p));
    }

    private static boolean readMonthPeak(List<String> values, ReadingDraft draft) {
        if (values.size() < 2) {
            return false;
        }
        draft.monthPeak = peak(values.get(0), values.get(1), draft.clock).orElse(null);
        return draft.monthPeak != null;
    }

    private static @Nullable String writeMonthPeak(Reading r, MeterClock clock) {
        MeterPeak peak = r.demand().monthPeak();
        return peak == null ? null : stamp(peak.quarterEnd(), clock) + kilowatts(peak.demand());
    }

    private static boolean readHistory(List<String> values, ReadingDraft draft) {
        int first = 3; // behind (N)(1-0:1.6.0)(1-0:1.6.0)
        List<HistoricPeak> peaks = new ArrayList<>();
        for (int i = first; i + 2 < values.size(); i += 3) {
            Optional<Instant> capturedAt = draft.clock.read(values.get(i));
            Optional<MeterPeak> peak = peak(values.get(i + 1), values.get(i + 2), draft.clock);
            if (capturedAt.isPresent() && peak.isPresent()) {
                peaks.add(
                        new HistoricPeak(
                                capturedAt.get(), peak.get().quarterEnd(), peak.get().demand()));
            }
        }
        // Real meters send the oldest first, the specification's example the newest.
        peaks.sort(Comparator.comparing(HistoricPeak::capturedAt));
        draft.history = peaks;
        return values.size() >= first;
    }

    private static @Nullable String writeHistory(Reading r, MeterClock clock) {
        List<HistoricPeak> history = r.demand().history();
        if (history.isEmpty()) {
            return r.demand().monthPeak() == null ? null : "(0)(1-0:1.6.0)(1-0:1.6.0)()";
        }
        StringBuilder s = new StringBuilder("(" + history.size() + ")(1-0:1.6.0)(1-0:1.6.0)");
        for (HistoricPeak p : history) {
            s.append(stamp(p.capturedAt(), clock))
                    .append(stamp(p.quarterEnd(), clock))
                    .append(kilowatts(p.demand()));
        }
        return s.toString();
    }

    // ---- M-Bus

    private static void addMBus(List<Register> t, int channel) {
        String prefix = "0-" + channel + ":";
        t.add(
                mbus(
                        prefix + "24.1.0",
                        channel,
                        (c, v, k) -> {
                            if (!v.get(0).matches("\\d{1,3}")) {
                                return v.get(0).isEmpty();
                            }
                            c.type = MBusType.of(Integer.parseInt(v.get(0)));
                            return true;
                        },
                        (m, k) -> format("(%03d)", m.type().code())));
        Function<String, Register> id =
                code ->
                        mbus(
                                prefix + code,
                                channel,
                                (c, v, k) -> {
                                    c.id = v.get(0).isBlank() ? null : HexText.decode(v.get(0));
                                    return true;
                                },
                                (m, k) ->
                                        code.equals("96.1.1")
                                                ? hex(Optional.ofNullable(m.id()))
                                                : null);
        t.add(id.apply("96.1.1"));
        t.add(id.apply("96.1.0"));
        t.add(
                mbus(
                        prefix + "96.1.2",
                        channel,
                        (c, v, k) -> {
                            c.ean = v.get(0).isBlank() ? null : HexText.decode(v.get(0));
                            return true;
                        },
                        (m, k) -> hex(Optional.ofNullable(m.ean()))));
        t.add(
                mbus(
                        prefix + "24.4.0",
                        channel,
                        (c, v, k) -> {
                            c.valve = Breaker.of(v.get(0)).orElse(null);
                            return c.valve != null || v.get(0).isEmpty();
                        },
                        (m, k) -> writeBreaker(m.valve())));
        // Belgian gas, not temperature-corrected, is 24.2.3; water, heat and Dutch gas are 24.2.1.
        for (String code : List.of("24.2.1", "24.2.3")) {
            t.add(
                    mbus(
                            prefix + code,
                            channel,
                            Register::readMBusValue,
                            (m, k) ->
                                    code.equals(m.type() == MBusType.GAS ? "24.2.3" : "24.2.1")
                                            ? writeMBusValue(m, k)
                                            : null));
        }
    }

    private interface MBusReader {
        boolean read(ReadingDraft.Channel channel, List<String> values, MeterClock clock);
    }

    private interface MBusWriter {
        @Nullable String write(MBusReading reading, MeterClock clock);
    }

    private static Register mbus(String code, int channel, MBusReader reader, MBusWriter writer) {
        return new Register(
                code,
                (v, d) -> reader.read(d.channel(channel), v, d.clock),
                (r, c) ->
                        r.mbus().stream()
                                .filter(m -> m.channel() == channel)
                                .findFirst()
                                .map(m -> writer.write(m, c))
                                .orElse(null));
    }

    private static boolean readMBusValue(
            ReadingDraft.Channel channel, List<String> values, MeterClock clock) {
        if (values.size() < 2) {
            return false;
        }
        Optional<Quantity> quantity = Quantity.parse(values.get(1));
        channel.measuredAt = clock.read(values.get(0)).orElse(null);
        channel.value = quantity.map(Quantity::value).orElse(null);
        channel.unit = quantity.map(Quantity::unit).filter(u -> !u.isEmpty()).orElse(null);
        return quantity.isPresent();
    }

    private static @Nullable String writeMBusValue(MBusReading m, MeterClock clock) {
        BigDecimal value = m.value();
        if (value == null) {
            return null;
        }
        String unit = m.unit() == null ? "" : "*" + m.unit();
        ToIntFunction<BigDecimal> padding = v -> 6 + v.scale();
        String digits = value.toPlainString();
        String zeros = "0".repeat(Math.max(0, padding.applyAsInt(value) - digits.length()));
        return stamp(m.measuredAt(), clock) + "(" + zeros + digits + unit + ")";
    }

    // ---- values

    private static Reader text(BiConsumer<ReadingDraft, String> to) {
        return (values, draft) -> {
            if (!values.get(0).isBlank()) {
                to.accept(draft, values.get(0));
            }
            return true;
        };
    }

    private interface QuantityReader {
        boolean read(ReadingDraft draft, Quantity quantity);
    }

    private static Reader quantity(QuantityReader to) {
        return (values, draft) ->
                Quantity.parse(values.get(0)).map(q -> to.read(draft, q)).orElse(false);
    }

    private static Reader power(BiConsumer<ReadingDraft, Power> to) {
        return quantity(
                (draft, q) -> {
                    Optional<Power> power = q.power();
                    power.ifPresent(p -> to.accept(draft, p));
                    return power.isPresent();
                });
    }

    /**
     * Iskra writes the version as hexadecimal text, {@code 3530323137} for 50217; the others as it
     * is.
     */
    private static String hexVersion(String text) {
        return text.length() >= 10 ? HexText.decode(text) : text;
    }

    private static @Nullable String parens(@Nullable String value) {
        return value == null ? null : "(" + value + ")";
    }

    private static @Nullable String hex(Optional<String> value) {
        return value.map(v -> "(" + HexText.encode(v) + ")").orElse(null);
    }

    private static @Nullable String format(String form, @Nullable Object value) {
        return value == null ? null : String.format(Locale.ROOT, form, value);
    }

    private static @Nullable String kilowatts(@Nullable Power power) {
        return power == null ? null : format("(%06.3f*kW)", power.watts() / 1000.0);
    }

    private static String kilowattHours(Energy energy) {
        BigDecimal kwh =
                BigDecimal.valueOf(energy.joules())
                        .divide(BigDecimal.valueOf(3_600_000), 3, java.math.RoundingMode.HALF_UP);
        return String.format(Locale.ROOT, "(%010.3f*kWh)", kwh);
    }

    private static String stamp(@Nullable Instant time, MeterClock clock) {
        return "(" + (time == null ? NEVER : clock.write(time)) + ")";
    }

    /** What Belgian meters write where there is no date yet. */
    private static final String NEVER = "632525252525W";
}
