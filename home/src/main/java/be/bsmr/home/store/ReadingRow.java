package be.bsmr.home.store;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A reading as it is stored: a few hundred bytes, so that hours of them can wait for a disk that is
 * full.
 *
 * <p>Not stored, since the next telegram brings it anew: breakers, limiter, fuse, messages, the
 * meter's own peaks (they are month peaks by then) and unknown lines.
 */
final class ReadingRow {

    /** A column of table {@code readings} and what it holds of a reading. */
    private record Column(String name, Function<Reading, @Nullable Long> value) {}

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("tariff", r -> number(r.activeTariff())),
                    new Column("import_power_w", r -> watts(r.importPower())),
                    new Column("export_power_w", r -> watts(r.exportPower())),
                    new Column("demand_w", r -> watts(r.demand().running())),
                    new Column("import_t1_wh", r -> tariff(r.imported(), 1)),
                    new Column("import_t2_wh", r -> tariff(r.imported(), 2)),
                    new Column("import_wh", r -> total(r.imported())),
                    new Column("export_t1_wh", r -> tariff(r.exported(), 1)),
                    new Column("export_t2_wh", r -> tariff(r.exported(), 2)),
                    new Column("export_wh", r -> total(r.exported())),
                    new Column("voltage_l1_cv", r -> centivolts(r, 1)),
                    new Column("voltage_l2_cv", r -> centivolts(r, 2)),
                    new Column("voltage_l3_cv", r -> centivolts(r, 3)),
                    new Column("current_l1_ma", r -> milliamperes(r, 1)),
                    new Column("current_l2_ma", r -> milliamperes(r, 2)),
                    new Column("current_l3_ma", r -> milliamperes(r, 3)),
                    new Column("import_power_l1_w", r -> watts(phase(r, 1).importPower())),
                    new Column("import_power_l2_w", r -> watts(phase(r, 2).importPower())),
                    new Column("import_power_l3_w", r -> watts(phase(r, 3).importPower())),
                    new Column("export_power_l1_w", r -> watts(phase(r, 1).exportPower())),
                    new Column("export_power_l2_w", r -> watts(phase(r, 2).exportPower())),
                    new Column("export_power_l3_w", r -> watts(phase(r, 3).exportPower())));

    /**
     * The newest to arrive wins a second that two readings claim: after a meter's clock was set
     * back it is the one whose stamp is right.
     */
    static final String INSERT =
            "INSERT OR REPLACE INTO readings (measured_at, meter, "
                    + COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "))
                    + ") VALUES (?, ?"
                    + ", ?".repeat(COLUMNS.size())
                    + ")";

    private static final long ABSENT = Long.MIN_VALUE;

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
        Speaker speaker = new Speaker(clock, reading.identity(), reading.supply().declaredGrid());
        List<MBusReading> mbus = reading.mbus();
        long[] values = new long[COLUMNS.size()];
        for (int i = 0; i < values.length; i++) {
            Long value = COLUMNS.get(i).value.apply(reading);
            values[i] = value == null ? ABSENT : value;
        }
        return new ReadingRow(
                read.measuredAt().getEpochSecond(),
                before != null && before.speaker.equals(speaker) ? before.speaker : speaker,
                values,
                before != null && before.mbus.equals(mbus) ? before.mbus : mbus);
    }

    /** Seconds since 1970. */
    long measuredAt() {
        return measuredAt;
    }

    Speaker speaker() {
        return speaker;
    }

    List<MBusReading> mbus() {
        return mbus;
    }

    /** Fills in {@link #INSERT}. */
    void bind(PreparedStatement insert, int meter) throws SQLException {
        insert.setLong(1, measuredAt);
        insert.setInt(2, meter);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == ABSENT) {
                insert.setNull(3 + i, Types.INTEGER);
            } else {
                insert.setLong(3 + i, values[i]);
            }
        }
    }

    /** The reading of a row of table {@code readings}. */
    static Reading read(ResultSet row, Speaker speaker, List<MBusReading> mbus)
            throws SQLException {
        Long tariff = number(row, "tariff");
        return new Reading(
                speaker.identity(),
                Instant.ofEpochSecond(row.getLong("measured_at")),
                tariff == null ? null : Math.toIntExact(tariff),
                registers(row, "import"),
                registers(row, "export"),
                power(row, "import_power_w"),
                power(row, "export_power_w"),
                new DemandReading(power(row, "demand_w"), null, List.of()),
                phases(row),
                mbus,
                Supply.of(null, speaker.declaredGrid()),
                List.of(),
                List.of());
    }

    private static EnergyRegisters registers(ResultSet row, String direction) throws SQLException {
        SortedMap<Integer, Energy> byTariff = new TreeMap<>();
        for (int t = 1; t <= 2; t++) {
            Long wattHours = number(row, direction + "_t" + t + "_wh");
            if (wattHours != null) {
                byTariff.put(t, Energy.ofWattHours(wattHours));
            }
        }
        Long total = number(row, direction + "_wh");
        return EnergyRegisters.of(total == null ? null : Energy.ofWattHours(total), byTariff);
    }

    private static List<PhaseReading> phases(ResultSet row) throws SQLException {
        List<PhaseReading> phases = new ArrayList<>(3);
        int count = 0;
        for (int n = 1; n <= 3; n++) {
            Long voltage = number(row, "voltage_l" + n + "_cv");
            Long current = number(row, "current_l" + n + "_ma");
            PhaseReading phase =
                    new PhaseReading(
                            power(row, "import_power_l" + n + "_w"),
                            power(row, "export_power_l" + n + "_w"),
                            voltage == null ? null : new Voltage(Math.toIntExact(voltage * 10)),
                            current == null ? null : new Current(Math.toIntExact(current)));
            phases.add(phase);
            if (!phase.equals(PhaseReading.NONE)) {
                count = n;
            }
        }
        return phases.subList(0, count);
    }

    private static @Nullable Power power(ResultSet row, String column) throws SQLException {
        Long watts = number(row, column);
        return watts == null ? null : Power.ofWatts(watts);
    }

    static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Long number(@Nullable Integer value) {
        return value == null ? null : value.longValue();
    }

    private static @Nullable Long watts(@Nullable Power power) {
        return power == null ? null : (long) power.watts();
    }

    private static @Nullable Long tariff(EnergyRegisters registers, int number) {
        return isSound(registers)
                ? registers.tariff(number).map(Energy::wattHours).orElse(null)
                : null;
    }

    /** The combined register, or the sum when a tariff has no column of its own. */
    private static @Nullable Long total(EnergyRegisters registers) {
        boolean more = registers.byTariff().keySet().stream().anyMatch(t -> t < 1 || t > 2);
        return registers.total() != null || more
                ? registers.sum().map(Energy::wattHours).orElse(null)
                : null;
    }

    /**
     * With one tariff unreadable, the others are left out too: read back alone, their sum would
     * pass for the whole.
     */
    private static boolean isSound(EnergyRegisters registers) {
        return registers.complete() || registers.total() != null;
    }

    private static @Nullable Long centivolts(Reading reading, int phase) {
        Voltage voltage = phase(reading, phase).voltage();
        return voltage == null ? null : Math.round(voltage.millivolts() / 10.0);
    }

    private static @Nullable Long milliamperes(Reading reading, int phase) {
        Current current = phase(reading, phase).current();
        return current == null ? null : (long) current.milliamperes();
    }

    private static PhaseReading phase(Reading reading, int number) {
        return reading.phases().size() < number
                ? PhaseReading.NONE
                : reading.phases().get(number - 1);
    }
}
