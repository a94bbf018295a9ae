package be.bsmr.home.store;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.packed.PackedSeconds;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A reading as it is stored: a few hundred bytes, so that hours of them can wait for a disk that is
 * full.
 *
 * <p>Not stored, since the next telegram brings it anew: breakers, limiter, fuse, messages, the
 * meter's own peaks (they are month peaks by then) and unknown lines.
 */
final class ReadingRow {

    /** What is kept of a reading. */
    private record Channel(String name, ToLongFunction<Reading> value) {}

    private static final List<Channel> CHANNELS =
            List.of(
                    new Channel("tariff", r -> number(r.activeTariff())),
                    new Channel("import_power_w", r -> watts(r.importPower())),
                    new Channel("export_power_w", r -> watts(r.exportPower())),
                    new Channel("demand_w", r -> watts(r.demand().running())),
                    new Channel("import_t1_wh", r -> tariff(r.imported(), 1)),
                    new Channel("import_t2_wh", r -> tariff(r.imported(), 2)),
                    new Channel("import_wh", r -> total(r.imported())),
                    new Channel("export_t1_wh", r -> tariff(r.exported(), 1)),
                    new Channel("export_t2_wh", r -> tariff(r.exported(), 2)),
                    new Channel("export_wh", r -> total(r.exported())),
                    new Channel("voltage_l1_cv", r -> centivolts(r, 1)),
                    new Channel("voltage_l2_cv", r -> centivolts(r, 2)),
                    new Channel("voltage_l3_cv", r -> centivolts(r, 3)),
                    new Channel("current_l1_ma", r -> milliamperes(r, 1)),
                    new Channel("current_l2_ma", r -> milliamperes(r, 2)),
                    new Channel("current_l3_ma", r -> milliamperes(r, 3)),
                    new Channel("import_power_l1_w", r -> watts(phase(r, 1).importPower())),
                    new Channel("import_power_l2_w", r -> watts(phase(r, 2).importPower())),
                    new Channel("import_power_l3_w", r -> watts(phase(r, 3).importPower())),
                    new Channel("export_power_l1_w", r -> watts(phase(r, 1).exportPower())),
                    new Channel("export_power_l2_w", r -> watts(phase(r, 2).exportPower())),
                    new Channel("export_power_l3_w", r -> watts(phase(r, 3).exportPower())));

    private static final List<String> NAMES = CHANNELS.stream().map(Channel::name).toList();

    private static final Map<String, Integer> INDEX =
            IntStream.range(0, NAMES.size())
                    .boxed()
                    .collect(Collectors.toUnmodifiableMap(NAMES::get, Function.identity()));

    /** Where the powers of the house stand among the channels. */
    static final int IMPORT_POWER = index("import_power_w");

    static final int EXPORT_POWER = index("export_power_w");

    /** A channel that the meter did not send. */
    static final long ABSENT = PackedSeconds.ABSENT;

    private final long measuredAt;
    private final Speaker speaker;
    private final long[] values;
    private final List<MBusReading> mbus;

    private ReadingRow(long measuredAt, Speaker speaker, long[] values, List<MBusReading> mbus) {
        this.measuredAt = measuredAt;
        this.speaker = speaker;
        this.values = values;
        this.mbus = mbus;
    }

    /**
     * @param clock how often the meter's clock had been set back before
     * @param before the row before, to share with it what did not change; null when there is none
     */
    static ReadingRow of(MeterRead read, int clock, @Nullable ReadingRow before) {
        Reading reading = read.reading();
        List<MBusReading> mbus = reading.mbus();
        long[] values = new long[CHANNELS.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = CHANNELS.get(i).value.applyAsLong(reading);
        }
        return new ReadingRow(
                read.measuredAt().getEpochSecond(),
                speaker(reading, clock, before == null ? null : before.speaker),
                values,
                before != null && before.mbus.equals(mbus) ? before.mbus : mbus);
    }

    private static Speaker speaker(Reading reading, int clock, @Nullable Speaker before) {
        Grid grid = reading.supply().declaredGrid();
        return before != null
                        && before.clock() == clock
                        && before.declaredGrid() == grid
                        && before.identity().equals(reading.identity())
                ? before
                : new Speaker(clock, reading.identity(), grid);
    }

    /** What the journal of an earlier run kept. */
    static ReadingRow recovered(long measuredAt, Speaker speaker, long[] values) {
        return new ReadingRow(measuredAt, speaker, values, List.of());
    }

    /** Seconds since 1970. */
    long measuredAt() {
        return measuredAt;
    }

    /** The start of its quarter-hour, seconds since 1970. */
    long quarter() {
        return Math.floorDiv(measuredAt, SecondsTable.QUARTER) * SecondsTable.QUARTER;
    }

    Speaker speaker() {
        return speaker;
    }

    List<MBusReading> mbus() {
        return mbus;
    }

    /** By channel, in the order of {@link #channels}; {@link #ABSENT} where nothing was sent. */
    long[] values() {
        return values;
    }

    /** What the values are, such as {@code import_power_w}. */
    static List<String> channels() {
        return NAMES;
    }

    /** The reading of what was kept of it. */
    static Reading reading(
            long measuredAt, long[] values, Speaker speaker, List<MBusReading> mbus) {
        Long tariff = number(values, "tariff");
        return new Reading(
                speaker.identity(),
                Instant.ofEpochSecond(measuredAt),
                tariff == null ? null : Math.toIntExact(tariff),
                new Flow(
                        registers(values, "import"),
                        power(values, "import_power_w"),
                        new DemandReading(power(values, "demand_w"), null, List.of())),
                new Flow(registers(values, "export"), power(values, "export_power_w")),
                phases(values),
                mbus,
                Supply.of(null, speaker.declaredGrid()));
    }

    private static EnergyRegisters registers(long[] values, String direction) {
        SortedMap<Integer, Energy> byTariff = new TreeMap<>();
        for (int t = 1; t <= 2; t++) {
            Long wattHours = number(values, direction + "_t" + t + "_wh");
            if (wattHours != null) {
                byTariff.put(t, Energy.ofWattHours(wattHours));
            }
        }
        Long total = number(values, direction + "_wh");
        return EnergyRegisters.of(total == null ? null : Energy.ofWattHours(total), byTariff);
    }

    private static List<PhaseReading> phases(long[] values) {
        List<PhaseReading> phases = new ArrayList<>(3);
        int count = 0;
        for (int n = 1; n <= 3; n++) {
            Long voltage = number(values, "voltage_l" + n + "_cv");
            Long current = number(values, "current_l" + n + "_ma");
            PhaseReading phase =
                    new PhaseReading(
                            power(values, "import_power_l" + n + "_w"),
                            power(values, "export_power_l" + n + "_w"),
                            voltage == null ? null : new Voltage(Math.toIntExact(voltage * 10)),
                            current == null ? null : new Current(Math.toIntExact(current)));
            phases.add(phase);
            if (!phase.equals(PhaseReading.NONE)) {
                count = n;
            }
        }
        return phases.subList(0, count);
    }

    private static @Nullable Power power(long[] values, String channel) {
        Long watts = number(values, channel);
        return watts == null ? null : Power.ofWatts(watts);
    }

    /** Where a channel stands among them. */
    static int index(String channel) {
        return Objects.requireNonNull(INDEX.get(channel), channel);
    }

    /** Null when the meter did not send it. */
    static @Nullable Long number(long[] values, String channel) {
        long value = values[index(channel)];
        return value == ABSENT ? null : value;
    }

    private static long number(@Nullable Integer value) {
        return value == null ? ABSENT : value;
    }

    private static long watts(@Nullable Power power) {
        return power == null ? ABSENT : power.watts();
    }

    private static long tariff(EnergyRegisters registers, int number) {
        return isSound(registers)
                ? registers.tariff(number).map(Energy::wattHours).orElse(ABSENT)
                : ABSENT;
    }

    /** The combined register, or the sum when a tariff has no column of its own. */
    private static long total(EnergyRegisters registers) {
        boolean more = registers.t3() != null || registers.t4() != null || registers.t5() != null;
        return registers.total() != null || more
                ? registers.sum().map(Energy::wattHours).orElse(ABSENT)
                : ABSENT;
    }

    /**
     * With one tariff unreadable, the others are left out too: read back alone, their sum would
     * pass for the whole.
     */
    private static boolean isSound(EnergyRegisters registers) {
        return registers.complete() || registers.total() != null;
    }

    private static long centivolts(Reading reading, int phase) {
        Voltage voltage = phase(reading, phase).voltage();
        return voltage == null ? ABSENT : Math.round(voltage.millivolts() / 10.0);
    }

    private static long milliamperes(Reading reading, int phase) {
        Current current = phase(reading, phase).current();
        return current == null ? ABSENT : current.milliamperes();
    }

    private static PhaseReading phase(Reading reading, int number) {
        return reading.phases().size() < number
                ? PhaseReading.NONE
                : reading.phases().get(number - 1);
    }
}
