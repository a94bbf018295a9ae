package be.bsmr.wire;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedSeconds;
import be.bsmr.packed.PackedWriter;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The readings of some seconds, of each no more than counting and foreseeing need: the powers, the
 * registers and what the meter says of the running quarter. Phases, voltages, gas and who the meter
 * is stay in the house.
 */
public final class SecondsBlock implements HouseMessage {

    static final byte KIND = 1;

    /** A quarter-hour, however quickly a meter speaks. */
    public static final int MOST = 900;

    /** A channel is never removed or moved; new ones come last. */
    private static final int IMPORT_POWER = 0;

    private static final int EXPORT_POWER = 1;
    private static final int DEMAND = 2;
    private static final int IMPORT_T1 = 3;
    private static final int IMPORT_T2 = 4;
    private static final int IMPORT_TOTAL = 5;
    private static final int EXPORT_T1 = 6;
    private static final int EXPORT_T2 = 7;
    private static final int EXPORT_TOTAL = 8;
    private static final int CHANNELS = 9;

    private static final long ABSENT = PackedSeconds.ABSENT;

    private final long base;
    private final byte[] packed;
    private final @Nullable MeterPeak monthPeak;
    private final List<HistoricPeak> history;

    private SecondsBlock(
            long base, byte[] packed, @Nullable MeterPeak monthPeak, List<HistoricPeak> history) {
        this.base = base;
        this.packed = packed;
        this.monthPeak = monthPeak;
        this.history = List.copyOf(history);
    }

    /**
     * Of readings in any order; of several at one second the last counts. What the meter remembers
     * of its peaks is that of the newest reading.
     *
     * @param readings one to {@link #MOST}, each with its time
     * @throws IllegalArgumentException when there are none or too many, or one has no time
     */
    public static SecondsBlock of(List<Reading> readings) {
        if (readings.isEmpty() || readings.size() > MOST) {
            throw new IllegalArgumentException(
                    "1 to " + MOST + " readings, not " + readings.size());
        }
        TreeMap<Long, long[]> rows = new TreeMap<>();
        Reading newest = readings.get(0);
        for (Reading reading : readings) {
            rows.put(second(reading), row(reading));
            newest = second(reading) >= second(newest) ? reading : newest;
        }
        return of(rows, newest.demand().monthPeak(), newest.demand().history());
    }

    private static SecondsBlock of(
            SortedMap<Long, long[]> rows,
            @Nullable MeterPeak monthPeak,
            List<HistoricPeak> history) {
        long base = rows.firstKey();
        return new SecondsBlock(
                base, PackedSeconds.plain(base, rows, CHANNELS), monthPeak, history);
    }

    /** Without what the meter remembers of months that are over: it says so each second. */
    public SecondsBlock withoutHistory() {
        return history.isEmpty() ? this : new SecondsBlock(base, packed, monthPeak, List.of());
    }

    /** The first second. */
    public Instant from() {
        return Instant.ofEpochSecond(base);
    }

    /**
     * The readings, oldest first, as those of {@code meter}.
     *
     * @throws DataFormatException when the block is damaged
     */
    public List<Reading> readings(MeterId meter) throws DataFormatException {
        Identity identity = new Identity("", null, meter, null);
        return PackedSeconds.rows(packed, base, CHANNELS).stream()
                .map(row -> reading(row, identity))
                .toList();
    }

    private Reading reading(PackedSeconds.Row row, Identity identity) {
        long[] values = row.values();
        return new Reading(
                identity,
                Instant.ofEpochSecond(row.at()),
                null,
                new Flow(
                        registers(values, IMPORT_T1, IMPORT_T2, IMPORT_TOTAL),
                        power(values[IMPORT_POWER]),
                        new DemandReading(power(values[DEMAND]), monthPeak, history)),
                new Flow(
                        registers(values, EXPORT_T1, EXPORT_T2, EXPORT_TOTAL),
                        power(values[EXPORT_POWER])),
                List.of(),
                List.of(),
                Supply.of(null, null));
    }

    private static long second(Reading reading) {
        Instant at = reading.measuredAt();
        if (at == null) {
            throw new IllegalArgumentException("a reading without a time");
        }
        return at.getEpochSecond();
    }

    private static long[] row(Reading reading) {
        long[] row = new long[CHANNELS];
        Arrays.fill(row, ABSENT);
        row[IMPORT_POWER] = watts(reading.importPower());
        row[EXPORT_POWER] = watts(reading.exportPower());
        row[DEMAND] = watts(reading.demand().running());
        registers(reading.imported(), row, IMPORT_T1, IMPORT_T2, IMPORT_TOTAL);
        registers(reading.exported(), row, EXPORT_T1, EXPORT_T2, EXPORT_TOTAL);
        return row;
    }

    /** Who has more tariffs than two, or a register that could not be read, has no sum of them. */
    private static void registers(EnergyRegisters from, long[] row, int t1, int t2, int total) {
        boolean two =
                from.complete() && from.t3() == null && from.t4() == null && from.t5() == null;
        if (two) {
            row[t1] = wattHours(from.t1());
            row[t2] = wattHours(from.t2());
        }
        row[total] =
                from.total() != null || two
                        ? wattHours(from.total())
                        : from.sum().map(SecondsBlock::wattHours).orElse(ABSENT);
    }

    private static EnergyRegisters registers(long[] row, int t1, int t2, int total) {
        return new EnergyRegisters(
                energy(row[total]), energy(row[t1]), energy(row[t2]), null, null, null, true);
    }

    private static long watts(@Nullable Power power) {
        return power == null ? ABSENT : power.watts();
    }

    private static long wattHours(@Nullable Energy energy) {
        return energy == null ? ABSENT : energy.wattHours();
    }

    private static @Nullable Power power(long watts) {
        return watts == ABSENT ? null : Power.ofWatts(watts);
    }

    private static @Nullable Energy energy(long wattHours) {
        return wattHours == ABSENT ? null : Energy.ofWattHours(wattHours);
    }

    @Override
    public byte[] bytes() {
        PackedWriter to = HouseMessage.begin(KIND);
        to.number(base);
        to.block(packed);
        to.maybe(
                monthPeak,
                peak -> {
                    to.number(peak.demand().watts());
                    to.maybe(peak.quarterEnd(), to::instant);
                });
        to.each(
                history,
                peak -> {
                    to.instant(peak.capturedAt());
                    to.maybe(peak.quarterEnd(), to::instant);
                    to.number(peak.demand().watts());
                });
        return to.checked();
    }

    static SecondsBlock read(PackedReader from) {
        long base = from.number();
        byte[] packed = from.block();
        MeterPeak monthPeak =
                from.maybe(
                        () -> {
                            Power demand = new Power(from.small());
                            return new MeterPeak(from.maybe(from::instant), demand);
                        });
        List<HistoricPeak> history =
                from.each(
                        () ->
                                new HistoricPeak(
                                        from.instant(),
                                        from.maybe(from::instant),
                                        new Power(from.small())));
        return new SecondsBlock(base, packed, monthPeak, history);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecondsBlock b
                && base == b.base
                && Arrays.equals(packed, b.packed)
                && Objects.equals(monthPeak, b.monthPeak)
                && history.equals(b.history);
    }

    @Override
    public int hashCode() {
        return Objects.hash(base, Arrays.hashCode(packed), monthPeak, history);
    }

    @Override
    public String toString() {
        return "seconds from " + from() + ", " + packed.length + " bytes";
    }
}
